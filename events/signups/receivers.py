"""What follows when dates change: everybody who is signed up is told, and sign-ups end with the date."""

from datetime import datetime
from uuid import UUID

from django.dispatch import receiver

from events.dates.changes import DateChange
from events.models import Occurrence
from events.signals import dates_change_undone, dates_changed
from events.signups import news
from events.signups.services import move_ends


@receiver([dates_changed, dates_change_undone])
def keep_as_long_as_the_date(sender: type[Occurrence], changes: list[DateChange], **kwargs: object) -> None:
    moved = [change.occurrence_id for change in changes if change.before.ends_at != change.after.ends_at]
    if moved:
        move_ends(occurrence_ids=moved)


@receiver(dates_changed)
def tell_everybody(
    sender: type[Occurrence], changes: list[DateChange], change_id: UUID, now: datetime, **kwargs: object
) -> None:
    news.tell(changes=changes, change_id=change_id, now=now)


@receiver(dates_change_undone)
def tell_nobody(
    sender: type[Occurrence],
    changes: list[DateChange],
    change_id: UUID,
    new_change_id: UUID,
    now: datetime,
    **kwargs: object,
) -> None:
    news.undo(change_id=change_id, changes=changes, new_change_id=new_change_id, now=now)
