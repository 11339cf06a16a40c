"""What follows when dates change, and when somebody sends STOP."""

from datetime import datetime
from uuid import UUID

from django.db.models.signals import post_delete
from django.dispatch import receiver

from core.mail.outbox import services as outbox
from core.sms.incoming import stopped
from events.dates.changes import DateChange
from events.follows import news
from events.follows.kinds import recipient_of
from events.follows.models import Follow
from events.follows.services import move_ends, stop_number
from events.models import Occurrence
from events.signals import dates_change_undone, dates_changed


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
) -> int:
    return news.undo(change_id=change_id, changes=changes, new_change_id=new_change_id, now=now)


@receiver(stopped)
def end_all_of_the_number(sender: object, number: str, **kwargs: object) -> None:
    stop_number(number=number)


@receiver(post_delete, sender=Follow)
def write_no_more(sender: type[Follow], instance: Follow, **kwargs: object) -> None:
    """However a follow ends, what is queued for it goes with it."""
    outbox.forget(recipient=recipient_of(instance))
