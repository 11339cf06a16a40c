"""The dates that a plan gives, as an organiser sees them before they are saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from events.dates.days_off import DayOff
from events.dates.plan import Plan


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
class Preview:
    """Every date that is still to come."""

    plan: Plan
    dates: list[PlannedDate]

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
    return Preview(plan, dates)
