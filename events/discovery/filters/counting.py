"""How much there is of each choice beside what is chosen already: one statement for all of them.

What is coming is grouped by all that it can be narrowed to, so few rows come back, and each group knows
which of the filters it fails. A choice of one filter counts what fails at most that filter: so the number is
what the list then has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Coalesce

from events import traits
from events.discovery.filters.choices import BY_DAY, DAYS, LONG, levels_up_to
from events.discovery.filters.matching import (
    Place,
    coming,
    narrowed,
    on_chosen_days,
    part_of_the_day,
)
from events.discovery.filters.reading import Filters, days_of
from events.models import OccurrenceQuerySet

CHOSEN_DAYS = "chosen"


@dataclass(frozen=True)
class Group:
    """Dates that are alike to every filter. `series` is None where dates are counted and not series."""

    category: str
    traits: frozenset[str]
    part: str
    days: frozenset[str]
    series: int | None
    number: int

    def begins(self, time: str) -> bool:
        return self.part == time or (self.part == LONG and time in BY_DAY)


class Counts:
    """The numbers beside the choices of one list."""

    def __init__(self, groups: list[Group], filters: Filters) -> None:
        self._filters = filters
        self._groups = [(group, frozenset(self._failed(group))) for group in groups]

    @property
    def total(self) -> int:
        """What the list has, on all of its pages."""
        return self._count(lambda group: True, "")

    def without(self, name: str) -> int:
        """What there is without the filter `name`: "categories", "day", "only:free"…"""
        return self._count(lambda group: True, name)

    def alone(self, name: str) -> int:
        """What there is with the filter `name` and no other."""
        found = [group for group, failed in self._groups if name not in failed]
        return self._number_of(found)

    def category(self, value: str) -> int:
        return self._count(lambda group: group.category == value, "categories")

    def day(self, value: str) -> int:
        return self._count(lambda group: value in group.days, "day")

    def time(self, value: str) -> int:
        return self._count(lambda group: group.begins(value), "times")

    def only(self, value: str) -> int:
        return self._count(lambda group: value in group.traits, f"only:{value}")

    def language(self, code: str) -> int:
        return self._count(lambda group: traits.LANGUAGE + code in group.traits, "languages")

    def level(self, level: str) -> int:
        enough = {traits.LEVEL + each for each in levels_up_to(level)}
        return self._count(lambda group: bool(group.traits & enough), "level")

    def _count(self, fits: Callable[[Group], bool], name: str) -> int:
        return self._number_of([group for group, failed in self._groups if failed <= {name} and fits(group)])

    def _number_of(self, found: list[Group]) -> int:
        if self._filters.by_series:
            return len({group.series for group in found})
        return sum(group.number for group in found)

    def _failed(self, group: Group) -> list[str]:
        """The names of the chosen filters that `group` does not answer."""
        asked = self._filters
        fails = [f"only:{each}" for each in asked.only if each not in group.traits]
        if asked.categories and group.category not in asked.categories:
            fails.append("categories")
        if asked.has_days and (asked.day if asked.day in DAYS else CHOSEN_DAYS) not in group.days:
            fails.append("day")
        if asked.times and not any(map(group.begins, asked.times)):
            fails.append("times")
        if asked.languages and not any(traits.LANGUAGE + each in group.traits for each in asked.languages):
            fails.append("languages")
        if asked.level and not any(traits.LEVEL + each in group.traits for each in levels_up_to(asked.level)):
            fails.append("level")
        return fails


def count(place: Place, filters: Filters, *, now: datetime, today: date) -> Counts:
    """One statement, whatever is chosen."""
    found = coming(filters, now=now).filter(place.within(filters.scope))
    if filters.activities is not None:
        found = found.filter(event__in=filters.activities)
    conditions = {day: on_chosen_days(day, *days_of(day, today=today), now=now) for day in DAYS}
    if filters.first and filters.last and filters.day not in DAYS:
        conditions[CHOSEN_DAYS] = on_chosen_days("", filters.first, filters.last, now=now)
    return Counts(_groups(found, conditions, by_series=filters.by_series), filters)


def _groups(found: OccurrenceQuerySet, conditions: dict[str, Q], *, by_series: bool) -> list[Group]:
    marks = {f"is_{day}": _is(condition) for day, condition in conditions.items()}
    names = ["category", "traits", "part", *marks, *(["series_id"] if by_series else [])]
    rows = found.annotate(part=part_of_the_day(), **marks).order_by().values(*names)
    return [
        Group(
            category=row["category"],
            traits=frozenset(row["traits"]),
            part=row["part"],
            days=frozenset(day for day in conditions if row[f"is_{day}"]),
            series=row.get("series_id"),
            number=row["number"],
        )
        for row in rows.annotate(number=Count("pk"))
    ]


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def count_scopes(place: Place, filters: Filters, *, now: datetime) -> dict[str, int]:
    """How much of what was asked for each scope has. One statement."""
    scopes = place.scopes()
    anywhere = Q()
    for scope in scopes:
        anywhere |= place.within(scope)
    what = "series" if filters.by_series else "pk"
    numbers = {
        f"in_{scope}": Coalesce(Count(what, filter=place.within(scope), distinct=filters.by_series), 0)
        for scope in scopes
    }
    found = narrowed(coming(filters, now=now).filter(anywhere), filters, now=now)
    row = found.order_by().aggregate(**numbers)
    return {scope: row[f"in_{scope}"] for scope in scopes}
