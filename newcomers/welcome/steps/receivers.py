"""What follows for somebody's way through the packages when their own row is changed."""

from datetime import datetime

from django.db.models.signals import post_save
from django.dispatch import receiver

from core.backups.restoring import restored
from newcomers.models import Newcomer
from newcomers.welcome.steps.daily import settle_due
from newcomers.welcome.steps.journeys import replan_person


@receiver(post_save, sender=Newcomer)
def count_anew(sender: type[Newcomer], instance: Newcomer, created: bool, **kwargs: object) -> None:
    """Another month of arrival moves what is still to come."""
    if not created:
        replan_person(instance)


@receiver(restored)
def send_nothing_twice(sender: object, *, now: datetime, nothing_was_done: bool, **kwargs: object) -> None:
    """A backup was put back: whatever was due in it may have left since."""
    if not nothing_was_done:
        settle_due(now=now)
