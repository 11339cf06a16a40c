"""When somebody is asked, and when the next one is: every rule stands here once, in Norwegian time.

Nobody is written to at night (`core.clock.end_of_night`). A date is asked about the day before, at the hour
at which it begins, but not before 10 nor after 19: an evening's date the evening before, a morning's the
morning before. So whoever is asked has a day, and the substitute the morning.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import NORWAY, local_day, midnight, to_utc
from events.dates.days_off import days_off
from events.is_it_on import TIME_TO_ANSWER

EARLIEST, LATEST = time(10), time(19)
# The week's question is asked on Monday from this hour on; where Monday has a date, the day before.
WEEK_BEGINS = time(9)
# A term's question is asked when its first date is so near; what is asked about begins in the term.
TERM_AHEAD = timedelta(days=14)
TERMS = ((1, 2), (8, 15))
# A day on which many are free is asked about so many days before.
HOLIDAY_AHEAD = 7
# A warning asks anew about what begins so soon.
WARNED_AHEAD = timedelta(hours=48)
# A yes that is older than this, seen from the date, was not about a single day.
YES_IS_FRESH = timedelta(days=14)
# Whoever was asked about the date so recently is not asked again in its turn.
ASKED_LATELY = timedelta(days=2)
# What an organiser has made for so soon, they have only just said.
JUST_MADE = timedelta(hours=12)
# The substitute is asked when whoever was asked last has not answered for so long, about a date so near.
SUBSTITUTE_AFTER = timedelta(hours=4)
SUBSTITUTE_AHEAD = timedelta(hours=36)
# The same of a term's question, which is not urgent.
TERM_SUBSTITUTE_AFTER = timedelta(days=3)
# A substitute can still say no so long before it begins.
SUBSTITUTE_UNTIL = timedelta(hours=1)


def asked_until(now: datetime) -> datetime:
    """The dates that begin before this moment have had their hour to be asked about, at `now` (UTC)."""
    local = now.astimezone(NORWAY)
    tomorrow = local.date() + timedelta(days=1)
    if local.time() < EARLIEST:
        return midnight(tomorrow)
    if local.time() >= LATEST:
        return midnight(tomorrow + timedelta(days=1))
    # One that begins at this minute tomorrow is among them.
    minute = local.time().replace(second=0, microsecond=0)
    return to_utc(datetime.combine(tomorrow, minute), NORWAY) + timedelta(minutes=1)


def asked_from(now: datetime) -> datetime:
    """What begins sooner than this is not asked about any longer: nobody would hear of the answer in time."""
    return now + TIME_TO_ANSWER


@dataclass(frozen=True)
class Span:
    """The dates that begin in [start, end)."""

    start: datetime
    end: datetime


def this_week(now: datetime) -> Span | None:
    """The dates of this week, once it may be asked about; None earlier on Monday."""
    today = local_day(now)
    monday = today - timedelta(days=today.weekday())
    if now < to_utc(datetime.combine(monday, WEEK_BEGINS), NORWAY):
        return None
    return Span(asked_from(now), midnight(monday + timedelta(days=7)))


def next_week(now: datetime) -> Span | None:
    """The dates of next week, on the Sunday before it: where Monday has one, whose hour it is by now."""
    today = local_day(now)
    monday = today + timedelta(days=7 - today.weekday())
    if asked_until(now) <= midnight(monday):
        return None
    return Span(midnight(monday), midnight(monday + timedelta(days=7)))


def term(now: datetime) -> Span:
    """What is left of the term at `now`: it ends where the next one begins."""
    today = local_day(now)
    begins = (date(year, month, day) for year in (today.year, today.year + 1) for month, day in TERMS)
    return Span(asked_from(now), midnight(next(day for day in begins if day > today)))


def free_days(now: datetime) -> list[Span]:
    """The public holidays, and 24 and 31 December, that may be asked about now, each as its dates."""
    local = now.astimezone(NORWAY)
    first = local.date() + timedelta(days=1)
    last = local.date() + timedelta(days=HOLIDAY_AHEAD - (local.time() < EARLIEST))
    return [Span(midnight(day), midnight(day + timedelta(days=1))) for day in sorted(days_off(first, last))]
