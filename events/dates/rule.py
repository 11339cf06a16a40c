"""From a series' rule to its slots, in the wall-clock time of its place (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from core.clock import to_utc
from events.dates.rests import rest_on
from events.models import Series

SLOT_FORMAT = "%Y%m%dT%H%M%S"
# A rule that gives more dates than this in the horizon is a mistake in the rule: three a day, every day.
MOST_SLOTS = 1700


@dataclass(frozen=True)
class Slot:
    """One date that the rule gives. `key` is the local time in RFC 5545 form, the others are UTC."""

    key: str
    starts_at: datetime
    ends_at: datetime


class TooManySlots(ValueError):
    """The rule gives more dates than any activity has."""


def local_starts(series: Series, until: datetime) -> Iterator[datetime]:
    """The naive local starts of `series`, up to the UTC moment `until`, in order.

    Raises `ValueError` for a rule that RFC 5545 does not know.
    """
    first = datetime.combine(series.first_date, series.start_time)
    if not series.recurrence:
        yield first
        return
    end = until.astimezone(ZoneInfo(series.time_zone)).replace(tzinfo=None)
    for start in rrulestr(series.recurrence, dtstart=first, forceset=True):
        if start > end:
            return
        if not in_break(series, start.date()):
            yield start


def in_break(series: Series, day: date) -> bool:
    """Whether `series` pauses on `day`: in its own break, both ends of it, or when most activities do."""
    if series.break_from and series.break_to and series.break_from <= day <= series.break_to:
        return True
    return rest_on(series, day) is not None


def slots(series: Series, *, until: datetime, since: datetime | None = None) -> list[Slot]:
    """The slots of `series` that start before `until` and end after `since` (UTC; None: from the first date).

    The end is the start's wall-clock time plus the duration, so that 23:00 to 01:00 lasts two hours by the
    clock on the wall also in the night when the clocks change. Raises `TooManySlots` and `ValueError`.
    """
    zone = ZoneInfo(series.time_zone)
    found: list[Slot] = []
    for local in local_starts(series, until):
        starts_at = to_utc(local, zone)
        # A series that shrinks to nothing across the gap (02:30–03:00) still lasts as long as it says.
        ends_at = max(to_utc(local + series.duration, zone), starts_at + timedelta(minutes=1))
        if since is None or ends_at > since:
            found.append(Slot(local.strftime(SLOT_FORMAT), starts_at, ends_at))
        if len(found) > MOST_SLOTS:
            raise TooManySlots
    return found


def rule(*, frequency: str, interval: int, until: datetime | None, days: Iterable[str] = ()) -> str:
    """An RRULE line. `frequency` is WEEKLY or MONTHLY, `days` are e.g. "TU" or "2TU".

    `until` is local; None for a rule without an end.
    """
    parts = [f"FREQ={frequency}", f"INTERVAL={interval}"]
    if days := ",".join(days):
        parts.append(f"BYDAY={days}")
    if until:
        # Without a zone DTSTART is floating, so UNTIL is too (RFC 5545 section 3.3.10).
        parts.append(f"UNTIL={until.strftime(SLOT_FORMAT)}")
    return "RRULE:" + ";".join(parts)


def slots_line(name: str, days: Iterable[date], start_time: time) -> str:
    """An RDATE or EXDATE line: `days`, each at `start_time`."""
    return f"{name}:" + ",".join(datetime.combine(day, start_time).strftime(SLOT_FORMAT) for day in days)


def horizon(now: datetime) -> datetime:
    """How far ahead dates are made: 18 months."""
    return (now + timedelta(days=548)).astimezone(UTC)
