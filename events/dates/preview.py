"""The dates that a plan gives, as an organiser sees them before they are saved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from events.dates.days_off import DayOff
from events.dates.plan import Plan
from events.dates.rests import Rest, rests_between


@dataclass(frozen=True)
class PlannedDate:
    """One date, in local time. `off` says why that day is special."""

    start: datetime
    end: datetime
    takes_place: bool
    off: DayOff | None

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def asks(self) -> bool:
        """Whether one wonders if it is on: a special day on which it is said to take place."""
        return self.off is not None and self.takes_place


@dataclass(frozen=True)
class Month:
    first: date
    dates: list[PlannedDate]


@dataclass(frozen=True)
class PlannedRest:
    """A pause, and how many dates there would be in it."""

    rest: Rest
    number: int


@dataclass(frozen=True)
class Preview:
    """Every date that is still to come, and the pauses that leave some out."""

    plan: Plan
    dates: list[PlannedDate]
    rests: list[PlannedRest]

    @property
    def months(self) -> list[Month]:
        months = groupby(self.dates, key=lambda planned: planned.day.replace(day=1))
        return [Month(first, list(dates)) for first, dates in months]

    @property
    def taking_place(self) -> list[PlannedDate]:
        return [planned for planned in self.dates if planned.takes_place]

    @property
    def number_struck(self) -> int:
        return len(self.dates) - len(self.taking_place)

    @property
    def has_pauses(self) -> bool:
        return any(planned.off and planned.off.pauses for planned in self.dates)

    @property
    def is_endless(self) -> bool:
        return self.plan.follows_rule and self.plan.until is None


def preview(
    plan: Plan, *, struck: Iterable[date], off: Mapping[date, DayOff], since: date, now: datetime
) -> Preview:
    """What `plan` gives from the day `since` on. `struck` are the days on which it does not take place."""
    gone = set(struck)
    dates = [
        PlannedDate(start, start + plan.duration, start.date() not in gone, off.get(start.date()))
        for start in plan.starts(now=now)
        if start.date() >= since
    ]
    return Preview(plan, dates, list(_rests(plan, since=since, now=now)))


def _rests(plan: Plan, *, since: date, now: datetime) -> Iterator[PlannedRest]:
    """The pauses in which there would be dates."""
    if not (plan.rests_at_holidays or plan.rests_in_summer):
        return
    days = [start.date() for start in plan.without_rests().starts(now=now) if start.date() >= since]
    for rest in rests_between(plan, days[0], days[-1]) if days else ():
        if number := sum(rest.first <= day <= rest.last for day in days):
            yield PlannedRest(rest, number)
