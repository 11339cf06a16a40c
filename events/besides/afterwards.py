"""After the date: thanks and what is next, once; and one second invitation to who did not come.

Who came is known only where somebody ticked names at the door, and only until the next day: what ends the
ticks says before it does who was not among them (`did_not_come`). Nothing of it is kept: it is a sealed word
in the message, which is gone when the message has left, and the message is called the same for everybody.
Where nobody ticked, everybody gets the same neutral thanks, and nobody a second invitation.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from core.clock import NORWAY, end_of_night
from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from events.choices import Category
from events.models import Occurrence
from events.signups.kinds import recipient_of
from events.signups.models import Signup, SignupQuerySet
from events.signups.ways import can_be_told

AFTERWARDS = "besides.afterwards"
# In the forenoon of the day after, when the ticks have ended.
HOUR = 10
# After this it is no longer about yesterday.
WORTH = timedelta(days=3)
MISSED = {"missed": True}


def due_after(occurrence: Occurrence) -> datetime:
    """When those who were signed up are written to: at ten on the day after."""
    day_after = occurrence.ends_at.astimezone(NORWAY) + timedelta(days=1)
    return day_after.replace(hour=HOUR, minute=0, second=0, microsecond=0)


def written_to(now: datetime) -> SignupQuerySet:
    """Those to thank: they kept their places at a date that took place.

    Nobody is written to about what tells what they believe.
    """
    return (
        Signup.objects.firm()
        .filter(occurrence__status=Occurrence.Status.SCHEDULED, occurrence__ends_at__lte=now)
        .exclude(occurrence__category__in=Category.sensitive())
    )


def did_not_come(signup_ids: Collection[int], *, now: datetime) -> int:
    """Names were ticked at the door, and these were not among them: they are invited once more.

    Called by what ends the ticks of a date, before ten on the day after. Returns how many. Who has had such
    an invitation to the same activity lately gets none again, and no thanks for what they did not come to.
    """
    rows = written_to(now).filter(pk__in=list(signup_ids)).select_related("occurrence")
    signups = [signup for signup in rows if can_be_told(signup)]
    _queue(signups, secret={**MISSED}, now=now)
    return len(signups)


def queue_due(*, now: datetime) -> int:
    """Thank everybody whose date was yesterday, who is not written to already. Returns how many are due."""
    if end_of_night(now):
        return 0
    rows = written_to(now).filter(occurrence__ends_at__gt=now - WORTH).select_related("occurrence")
    due = [signup for signup in rows if due_after(signup.occurrence) <= now and can_be_told(signup)]
    _queue(due, secret=None, now=now)
    return len(due)


def _queue(signups: Collection[Signup], *, secret: dict[str, object] | None, now: datetime) -> None:
    outbox.queue_many(
        kind=AFTERWARDS,
        messages=[
            outbox.Outgoing(
                f"occurrence:{signup.occurrence_id}",
                recipient_of(signup),
                due_at=max(now, due_after(signup.occurrence)),
                wanted_until=due_after(signup.occurrence) + WORTH,
                secret=secret,
            )
            for signup in signups
        ],
        now=now,
    )


def has_had_one(row: OutboxMessage, signup: Signup) -> bool:
    """Whether the same person was written to after another date of the activity in the last days.

    That row says only that they were, and is gone two weeks later; the sign-up ends by itself.
    """
    others = Signup.objects.reached_as(signup).filter(occurrence__event=signup.occurrence.event_id)
    recipients = [recipient_of(other) for other in others.exclude(pk=signup.pk)]
    return OutboxMessage.objects.filter(kind=AFTERWARDS, recipient__in=recipients).exclude(pk=row.pk).exists()
