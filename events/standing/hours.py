"""When a place is open: by weekday, with seasons and exceptions, on the clock in Norway.

`Hours` is stored as JSON in one column, so that a list loads a place with one row; `Hours.read` is the only
way in. What goes past midnight belongs to the day that it began on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import NORWAY, to_utc
from events.dates.days_off import EVES, is_public_holiday

WEEKDAYS = range(7)
MOST_TIMES = 4
# A leap year: 29 February can begin a season.
SOME_YEAR = 2000


@dataclass(frozen=True, order=True)
class Times:
    """From `opens` to `closes`; not later than it began means on the next day, midnight with it."""

    opens: time
    closes: time

    @property
    def minutes(self) -> int:
        """How long, on a day without a change of clock; the same time twice is a whole day."""
        length = _minutes(self.closes) - _minutes(self.opens)
        return length if length > 0 else length + 24 * 60

    def as_json(self) -> list[str]:
        return [f"{self.opens:%H:%M}", f"{self.closes:%H:%M}"]


Day = tuple[Times, ...]
Week = tuple[Day, ...]
CLOSED: Day = ()
CLOSED_WEEK: Week = (CLOSED,) * 7


@dataclass(frozen=True)
class Season:
    """Other hours from one day of the year to another, both in it, every year; it may go over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]
    week: Week

    def covers(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True)
class Exceptional:
    """Days on which it is otherwise, both ends in it. No times: closed. `note` says why, in Norwegian."""

    first: date
    last: date
    times: Day = CLOSED
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class OnDay:
    """When it is open on `day`, and what made that so."""

    day: date
    times: Day
    exception: Exceptional | None = None
    is_holiday: bool = False
    season: Season | None = None


@dataclass(frozen=True)
class Hours:
    """All of a place's hours. `keeps_holidays`: public holidays are like other days."""

    week: Week = CLOSED_WEEK
    seasons: tuple[Season, ...] = ()
    # The one that was written last counts where two are about a day.
    exceptions: tuple[Exceptional, ...] = ()
    keeps_holidays: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Hours":
        """From what `as_json` made. Raises `ValueError` for what it could not have made."""
        try:
            return cls(
                week=_week(stored.get("week", [[]] * 7)),
                seasons=tuple(
                    Season(_yearly(each["first"]), _yearly(each["last"]), _week(each["week"]))
                    for each in stored.get("seasons", [])
                ),
                exceptions=tuple(
                    Exceptional(
                        date.fromisoformat(each["first"]),
                        date.fromisoformat(each["last"]),
                        _day(each["times"]),
                        str(each.get("note", "")),
                    )
                    for each in stored.get("exceptions", [])
                ),
                keeps_holidays=bool(stored.get("keeps_holidays", False)),
            )
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ValueError("no opening hours") from wrong

    def as_json(self) -> dict[str, Any]:
        return {
            "week": _week_as_json(self.week),
            "seasons": [
                {
                    "first": "{:02}-{:02}".format(*season.first),
                    "last": "{:02}-{:02}".format(*season.last),
                    "week": _week_as_json(season.week),
                }
                for season in self.seasons
            ],
            "exceptions": [
                {
                    "first": each.first.isoformat(),
                    "last": each.last.isoformat(),
                    "times": [times.as_json() for times in each.times],
                    "note": each.note,
                }
                for each in self.exceptions
            ],
            "keeps_holidays": self.keeps_holidays,
        }

    def to_come(self, today: date) -> list[Exceptional]:
        """The exceptions that are not over, in order."""
        return sorted(
            (each for each in self.exceptions if each.last >= today), key=lambda each: (each.first, each.last)
        )


def hours_on(hours: Hours, day: date) -> OnDay:
    """An exception counts before a holiday, a holiday before a season, and that before the week."""
    for exception in reversed(hours.exceptions):
        if exception.covers(day):
            return OnDay(day, exception.times, exception=exception)
    if not hours.keeps_holidays and (is_public_holiday(day) or (day.month, day.day) in EVES):
        return OnDay(day, CLOSED, is_holiday=True)
    season = next((each for each in hours.seasons if each.covers(day)), None)
    week = season.week if season else hours.week
    return OnDay(day, week[day.weekday()], season=season)


@dataclass(frozen=True)
class Opening:
    """One stretch in which it is open (UTC); `day` is the day that it began on."""

    day: date
    starts_at: datetime
    ends_at: datetime

    def is_at(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


def openings(hours: Hours, first: date, last: date) -> Iterator[Opening]:
    """Those that begin on the days from `first` to `last`, in order.

    The clock in Norway decides: what would begin in the hour that summer time leaves out, and end in it, is
    not there that night.
    """
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for times in hours_on(hours, day).times:
            starts_at = to_utc(datetime.combine(day, times.opens), NORWAY)
            end_day = day if times.closes > times.opens else day + timedelta(days=1)
            ends_at = to_utc(datetime.combine(end_day, times.closes), NORWAY)
            if ends_at > starts_at:
                yield Opening(day, starts_at, ends_at)


def put_in_order(times: list[Times]) -> Day:
    """In order of opening. Raises `ValueError` where two of them overlap or there are too many."""
    ordered = sorted(set(times))
    if len(ordered) > MOST_TIMES:
        raise ValueError("too many times on one day")
    for one, next_one in zip(ordered, ordered[1:], strict=False):
        if _minutes(one.opens) + one.minutes > _minutes(next_one.opens):
            raise ValueError("two times overlap")
    return tuple(ordered)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _week(stored: Any) -> Week:
    week = tuple(_day(each) for each in stored)
    if len(week) != 7:
        raise ValueError("a week has seven days")
    return week


def _day(stored: Any) -> Day:
    return put_in_order(
        [Times(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in stored]
    )


def _yearly(text: str) -> tuple[int, int]:
    day = date.fromisoformat(f"{SOME_YEAR}-{text}")
    return day.month, day.day


def _week_as_json(week: Week) -> list[list[list[str]]]:
    return [[times.as_json() for times in day] for day in week]
