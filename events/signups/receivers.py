"""What follows when a date is cancelled: everybody who is signed up is told."""

from functools import partial

from django.db import transaction
from django.dispatch import receiver

from events.models import Occurrence
from events.signals import occurrence_cancelled
from events.signups.tasks import tell_date_cancelled


@receiver(occurrence_cancelled)
def tell_everybody(sender: type[Occurrence], occurrence: Occurrence, **kwargs: object) -> None:
    transaction.on_commit(partial(tell_date_cancelled.delay, occurrence_id=occurrence.pk))
