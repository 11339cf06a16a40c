"""When to remind: the day before, and not in the middle of the night. Whom, the sign-ups themselves say."""

from datetime import datetime

from core.clock import end_of_night, local_day
from core.mail.outbox.services import Outgoing, queue_many
from events.signups.kinds import REMINDER, recipient_of
from events.signups.models import Signup
from events.signups.ways import can_be_told


def queue_due(*, now: datetime) -> int:
    """Have everybody reminded who is to be at `now` (UTC) and was not yet. Returns how many are due."""
    due = [
        signup
        for signup in Signup.objects.to_remind(now).select_related("occurrence")
        if morning_after(now, starts_at=signup.occurrence.starts_at) is None and can_be_told(signup)
    ]
    queue_many(
        kind=REMINDER,
        messages=[
            Outgoing(
                about=f"occurrence:{signup.occurrence_id}",
                recipient=recipient_of(signup),
                # A date that is moved to another day is another thing to be reminded of.
                occasion=local_day(signup.occurrence.starts_at).isoformat(),
                wanted_until=signup.occurrence.starts_at,
            )
            for signup in due
        ],
        now=now,
    )
    return len(due)


def morning_after(now: datetime, *, starts_at: datetime) -> datetime | None:
    """The end of the night that it is at `now`, if the date starts after it; None when one may write now."""
    morning = end_of_night(now)
    return morning if morning and starts_at > morning else None
