"""Whoever is deleted stays in the numbers of the past: it is noted in the transaction that deletes them.

What is corrected while it stands there is corrected: an answer that is taken back counts no longer.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from newcomers.models import Newcomer
from newcomers.signals import people_leave
from newcomers.tallies import arrivals
from newcomers.welcome.models import Answer, AskedLater


@receiver(people_leave)
def keep_people(people: list[int], **_kwargs: Any) -> None:
    arrivals.keep(arrivals.counts(people=people))


@receiver(pre_delete, sender=Answer)
def keep_answer(instance: Answer, origin: Model | QuerySet[Any], **_kwargs: Any) -> None:
    """Of an answer that has run out. Those of people who leave are noted with them."""
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    if model is not Newcomer and instance.expires_at <= timezone.now():
        arrivals.keep(arrivals.counts(answers=[instance.pk]))


@receiver(pre_delete, sender=AskedLater)
def keep_later_answer(instance: AskedLater, **_kwargs: Any) -> None:
    arrivals.keep(arrivals.counts_later(AskedLater.objects.filter(pk=instance.pk)))
