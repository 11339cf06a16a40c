"""Is a place open? `state_at` is the one answer, for cards, pages and search."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import local_day
from events.standing.hours import Hours, OnDay, Opening, hours_on, openings

# So near its end nobody should set out for it.
SOON = timedelta(minutes=30)
# Later than this a weekday's name would be misunderstood.
A_WEEK = 6
# As far as we look for the next opening: a summer café opens again next year.
FURTHEST = 400


class Is(StrEnum):
    OPEN = "open"
    CLOSES_SOON = "closes_soon"
    # For more than a day: a time alone would be taken for today's.
    OPEN_FOR_DAYS = "open_for_days"
    # Day and night, for a week at the least.
    ALWAYS_OPEN = "always_open"
    OPENS_TODAY = "opens_today"
    OPENS_TOMORROW = "opens_tomorrow"
    # Within the week: its weekday says which day.
    OPENS_ON = "opens_on"
    CLOSED_UNTIL = "closed_until"
    # No opening is known.
    CLOSED = "closed"


@dataclass(frozen=True)
class State:
    """`moment` (UTC) is when it closes or opens; None where there is no such moment. `today` is its day."""

    what: Is
    today: OnDay
    moment: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.what in (Is.OPEN, Is.CLOSES_SOON, Is.OPEN_FOR_DAYS, Is.ALWAYS_OPEN)


def state_at(hours: Hours, now: datetime) -> State:
    """How it is at the moment `now` (UTC)."""
    today = local_day(now)
    said = hours_on(hours, today)
    current = open_now(hours, now)
    if current:
        what = how_open(current, now)
        return State(what, said, None if what == Is.ALWAYS_OPEN else current.ends_at)
    coming = next_opening(hours, now)
    if coming is None:
        return State(Is.CLOSED, said)
    return State(_opens(coming.day, today), said, coming.starts_at)


def how_open(current: Opening, now: datetime) -> Is:
    """How what goes on at `now` is called, by when it ends."""
    left = current.ends_at - now
    if left <= SOON:
        return Is.CLOSES_SOON
    if left > timedelta(days=A_WEEK):
        return Is.ALWAYS_OPEN
    return Is.OPEN_FOR_DAYS if left > timedelta(days=1) else Is.OPEN


def open_now(hours: Hours, now: datetime) -> Opening | None:
    """The opening that goes on, with those that follow it without a break."""
    today = local_day(now)
    found: Opening | None = None
    for each in openings(hours, today - timedelta(days=1), today + timedelta(days=A_WEEK + 2)):
        if found is None:
            found = each if each.is_at(now) else None
        elif each.starts_at <= found.ends_at:
            found = Opening(found.day, found.starts_at, max(found.ends_at, each.ends_at))
        else:
            break
    return found


def next_opening(hours: Hours, now: datetime, *, days: int = FURTHEST) -> Opening | None:
    """The first that begins after `now`, within so many days."""
    today = local_day(now)
    coming = openings(hours, today, today + timedelta(days=days))
    return next((each for each in coming if each.starts_at > now), None)


def _opens(day: date, today: date) -> Is:
    away = (day - today).days
    if away > A_WEEK:
        return Is.CLOSED_UNTIL
    return {0: Is.OPENS_TODAY, 1: Is.OPENS_TOMORROW}.get(away, Is.OPENS_ON)
