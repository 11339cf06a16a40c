"""Local wall-clock times and what daylight saving does to them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Norway has one. A series of dates keeps the zone that it was made in, as RFC 5545 wants it.
NORWAY = ZoneInfo("Europe/Oslo")
# Between these hours on the clock nobody is sent what can wait.
QUIET_FROM = time(21)
QUIET_UNTIL = time(8)


def local_day(now: datetime) -> date:
    """The day in Norway at the moment `now`."""
    return now.astimezone(NORWAY).date()


def midnight(day: date) -> datetime:
    """When `day` begins in Norway."""
    return datetime.combine(day, time.min, NORWAY)


def end_of_night(now: datetime) -> datetime | None:
    """The end (UTC) of the night that it is in Norway at `now`; None by day, when one may write to people."""
    local = now.astimezone(NORWAY)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return to_utc(datetime.combine(day, QUIET_UNTIL), NORWAY)


def exists(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the naive wall-clock time `local` happens in `zone`.

    02:30 on 28 March 2027 does not happen in Oslo: summer time begins.
    """
    aware = local.replace(tzinfo=zone)
    return aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC moment of the naive wall-clock time `local`.

    A time that happens twice is the first of the two; one that does not exist is read with the offset from
    before the gap, so 02:30 becomes 03:30 (RFC 5545 section 3.3.5).
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def month_start(day: datetime, *, months: int = 0) -> datetime:
    """Midnight on the first of `day`'s month, `months` later."""
    index = day.year * 12 + day.month - 1 + months
    return day.replace(
        year=index // 12, month=index % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
