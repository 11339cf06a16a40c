"""How much there is of each choice beside what is chosen already: one statement for all of them.

What is coming is grouped by all that it can be narrowed to, so few rows come back, and each group knows
which of the filters it fails. A choice of one filter counts what fails at most that filter: so the number is
what the list then has.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Func, IntegerField, Q, QuerySet, Subquery, Value, When

from core.prepared import prepared_for
from events import traits
from events.discovery.filters.choices import BY_DAY, DAYS, LONG, levels_up_to
from events.discovery.filters.matching import (
    Place,
    coming,
    key_of,
    narrowed,
    on_chosen_days,
    part_of_the_day,
)
from events.discovery.filters.reading import Filters, days_of
from events.models import Occurrence
from events.standing.listing import Listed, read_rows, with_places
from events.standing.models import StandingPlace
from organisations.models import Municipality

CHOSEN_DAYS = "chosen"


@dataclass(frozen=True)
class Group:
    """Dates that are alike to every filter. `series` is None where dates are counted and not series.

    Or one opening of a place with opening hours, `place`: that is counted once, however many fit. `is_far`:
    so late that only who chose its day sees it.
    """

    category: str
    traits: frozenset[str]
    # The parts of the day that it is in.
    parts: frozenset[str]
    days: frozenset[str]
    series: int | None
    number: int
    place: int | None = None
    is_far: bool = False

    def begins(self, time: str) -> bool:
        return time in self.parts


class Counts:
    """The numbers beside the choices of one list."""

    def __init__(self, groups: list[Group], filters: Filters) -> None:
        self.groups = tuple(groups)
        self._filters = filters
        self._groups = [(group, frozenset(failed_by(group, filters))) for group in groups]

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
        return self._number_of(found if name == "day" else _near(found))

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
        found = [group for group, failed in self._groups if failed <= {name} and fits(group)]
        return self._number_of(_near(found) if name == "day" else found)

    def _number_of(self, found: list[Group]) -> int:
        places = {group.place for group in found if group.place is not None}
        dates = [group for group in found if group.place is None]
        if self._filters.by_series:
            return len({group.series for group in dates}) + len(places)
        return sum(group.number for group in dates) + len(places)


def _near(groups: list[Group]) -> list[Group]:
    """Those that are shown without a choice of days."""
    return [group for group in groups if not group.is_far]


def failed_by(group: Group, asked: Filters) -> list[str]:
    """The names of the filters in `asked` that `group` does not answer."""
    fails = [f"only:{each}" for each in asked.only if each not in group.traits]
    if asked.categories and group.category not in asked.categories:
        fails.append("categories")
    if (asked.has_days or group.is_far) and _day_of(asked) not in group.days:
        fails.append("day")
    if asked.times and not any(map(group.begins, asked.times)):
        fails.append("times")
    if asked.languages and not any(traits.LANGUAGE + each in group.traits for each in asked.languages):
        fails.append("languages")
    if asked.level and not any(traits.LEVEL + each in group.traits for each in levels_up_to(asked.level)):
        fails.append("level")
    return fails


def _day_of(asked: Filters) -> str:
    return asked.day if asked.day in DAYS else CHOSEN_DAYS


def count(
    place: Place, filters: Filters, *, now: datetime, today: date, beside: Iterable[Group] = ()
) -> Counts:
    """One statement, whatever is chosen. `beside` are the groups of what is no date."""
    days = [*DAYS]
    if filters.first and filters.last and filters.day not in DAYS:
        days.append(CHOSEN_DAYS)
    key = key_of(place, replace(filters, after=None), now=now)
    rows = prepared_for(
        key and ("count", key),
        lambda moment: _grouped(place, filters, days, now=moment, today=today),
        now=now,
    )
    return Counts([*_groups(rows, days), *beside], filters)


def _grouped(
    place: Place, filters: Filters, days: Iterable[str], *, now: datetime, today: date
) -> QuerySet[Occurrence, dict[str, Any]]:
    found = coming(filters, now=now).filter(place.within(filters.scope))
    if filters.activities is not None:
        found = found.filter(event__in=filters.activities)
    marks = {f"is_{day}": _is(_on(day, filters, now=now, today=today)) for day in days}
    names = ["category", "traits", "part", *marks, *(["series_id"] if filters.by_series else [])]
    rows = found.annotate(part=part_of_the_day(), **marks).order_by().values(*names)
    return rows.annotate(number=Count("pk"))


def _on(day: str, filters: Filters, *, now: datetime, today: date) -> Q:
    if day in DAYS:
        return on_chosen_days(day, *days_of(day, today=today), now=now)
    assert filters.first is not None
    assert filters.last is not None
    return on_chosen_days("", filters.first, filters.last, now=now)


def _groups(rows: Iterable[dict[str, Any]], days: Iterable[str]) -> list[Group]:
    return [
        Group(
            category=row["category"],
            traits=frozenset(row["traits"]),
            parts=BY_DAY if row["part"] == LONG else frozenset([row["part"]]),
            days=frozenset(day for day in days if row[f"is_{day}"]),
            series=row.get("series_id"),
            number=row["number"],
        )
        for row in rows
    ]


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def count_scopes(place: Place, filters: Filters, *, now: datetime) -> tuple[dict[str, int], list[Listed]]:
    """How many dates of what was asked for each scope has; and the places of all of them. One statement.

    Each scope is counted by itself, from an index: all of them together would be every date of the country,
    where what is online is asked for.
    """
    key = key_of(place, replace(filters, after=None), now=now)
    rows = prepared_for(
        key and ("scopes", key), lambda moment: _each_scope(place, filters, now=moment), now=now
    )
    [row] = rows
    scopes = place.scopes()
    return {scope: row[f"in_{scope}"] for scope in scopes}, read_rows(
        row["beside"], _conditions(place, filters)
    )


def _each_scope(place: Place, filters: Filters, *, now: datetime) -> QuerySet[Municipality, dict[str, Any]]:
    scopes = place.scopes()
    asked = narrowed(coming(filters, now=now), filters, now=now)
    of_what = Counted("series" if filters.by_series else "pk", distinct=filters.by_series)
    numbers = {
        f"in_{scope}": Subquery(asked.filter(place.within(scope)).order_by().values(number=of_what))
        for scope in scopes
    }
    anywhere = Q()
    for scope in scopes:
        anywhere |= place.within(scope)
    places = StandingPlace.objects.public().filter(anywhere)
    here = Municipality.objects.filter(pk=place.municipality.pk)
    return with_places(here, places, _conditions(place, filters), **numbers)


def _conditions(place: Place, filters: Filters) -> dict[str, Q]:
    """What is asked of a place with opening hours: in which scopes it is, and whether it has the words."""
    conditions = {f"in_{scope}": place.within(scope) for scope in place.scopes()}
    if filters.places is not None:
        conditions["words"] = Q(pk__in=filters.places)
    return conditions


class Counted(Func):
    """How many there are, as a column of its own subquery: no rows are grouped."""

    function = "COUNT"
    template = "%(function)s(%(distinct)s%(expressions)s)"
    output_field = IntegerField()

    def __init__(self, expression: str, *, distinct: bool) -> None:
        super().__init__(expression, distinct="DISTINCT " if distinct else "")
