"""Whom to remind now: the day before, and not in the middle of the night."""

from datetime import datetime, time, timedelta

from core.clock import NORWAY, to_utc
from events.signups.models import Signup

AHEAD = timedelta(hours=24)
QUIET_FROM = time(21)
QUIET_UNTIL = time(8)


def due(*, now: datetime) -> list[int]:
    """The ids of the sign-ups to remind at `now` (UTC): what starts within 24 hours.

    From 21 to 08 on the clock, only what starts before the night is over; the rest waits for 08.
    """
    signups = Signup.objects.due_for_reminder(now, now + AHEAD).select_related("occurrence")
    return [signup.pk for signup in signups if not waits_for_morning(signup, now=now)]


def waits_for_morning(signup: Signup, *, now: datetime) -> bool:
    """Whether it is night, and the date starts after it."""
    local = now.astimezone(NORWAY)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return False
    morning = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return signup.occurrence.starts_at > to_utc(datetime.combine(morning, QUIET_UNTIL), NORWAY)
