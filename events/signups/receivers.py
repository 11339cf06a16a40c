"""What follows when dates change: everybody who is signed up is told, and sign-ups end with the date."""

from functools import partial

from django.db import transaction
from django.dispatch import receiver

from events.dates.changes import DateChange, What
from events.models import Occurrence
from events.signals import dates_changed
from events.signups.services import move_ends
from events.signups.tasks import tell_date_cancelled


@receiver(dates_changed)
def keep_as_long_as_the_date(sender: type[Occurrence], changes: list[DateChange], **kwargs: object) -> None:
    moved = [change.occurrence_id for change in changes if change.before.ends_at != change.after.ends_at]
    if moved:
        move_ends(occurrence_ids=moved)


@receiver(dates_changed)
def tell_everybody(sender: type[Occurrence], changes: list[DateChange], **kwargs: object) -> None:
    for change in changes:
        if change.what == What.CANCELLED:
            transaction.on_commit(partial(tell_date_cancelled.delay, occurrence_id=change.occurrence_id))
