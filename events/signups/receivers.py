"""What follows when dates change: everybody who is signed up is told, and sign-ups end with the date."""

from datetime import datetime
from uuid import UUID

from django.db.models.signals import post_delete
from django.dispatch import receiver

from core.mail.outbox import services as outbox
from events.dates.changes import DateChange
from events.models import Occurrence
from events.signals import dates_change_undone, dates_changed
from events.signups import news
from events.signups.kinds import recipient_of
from events.signups.models import Signup
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
) -> int:
    return news.undo(change_id=change_id, changes=changes, new_change_id=new_change_id, now=now)


@receiver(post_delete, sender=Signup)
def write_no_more(sender: type[Signup], instance: Signup, **kwargs: object) -> None:
    """However a sign-up ends, what is queued for it goes with it."""
    outbox.forget(recipient=recipient_of(instance))
