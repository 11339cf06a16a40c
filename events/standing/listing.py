"""Places as lists have them: in one row of a statement that is asked anyway, and at one of their openings.

A list takes so many queries and no more; that of a municipality has everything about its places in one
column of another answer. When each is open is worked out here, once for each set of hours and day.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, JSONObject

from core.clock import local_day
from events.standing.hours import Hours, Opening, openings
from events.standing.models import StandingPlace, StandingPlaceQuerySet
from events.standing.state import open_now
from organisations.models import Municipality, Venue

# A list shows the next opening as far as this, with today.
DAYS_AHEAD = 7
# More of them in one list would be no list any longer.
MOST = 400
Row = TypeVar("Row", bound=Model)

COLUMNS = {
    "id": "pk",
    "name": "name",
    "kind": "kind",
    "category": "category",
    "traits": "traits",
    "price": "price_nok",
    "children": "children_welcome",
    "women": "women_only",
    "open": "open_to_all",
    "languages": "spoken_languages",
    "venue": "venue_id",
    "venue_name": "venue__name",
    "latitude": "venue__latitude",
    "longitude": "venue__longitude",
    "municipality": "municipality_id",
    "municipality_name": "municipality__name",
    "slug": "municipality__slug",
    "maalform": "municipality__maalform",
    "here_latitude": "municipality__latitude",
    "here_longitude": "municipality__longitude",
}


@dataclass(frozen=True)
class Listed:
    """A place that a list can show, and which of the conditions that were asked about hold of it.

    Most are counted and not shown: `place` is made when it is asked for.
    """

    pk: int
    category: str
    traits: frozenset[str]
    holds: frozenset[str]
    # As they are stored: what is worked out of them is kept under it.
    hours: str
    make: Callable[[], StandingPlace]

    @cached_property
    def place(self) -> StandingPlace:
        return self.make()


def with_places(
    one: QuerySet[Row], places: StandingPlaceQuerySet, conditions: dict[str, Q], **columns: Any
) -> QuerySet[Row, dict[str, Any]]:
    """`columns` of the rows of `one`, and `places` beside each of them: `read_rows(row["beside"], …)`."""
    return one.order_by().values(**columns, beside=rows_of(places, conditions))


def rows_of(places: StandingPlaceQuerySet, conditions: dict[str, Q]) -> ArraySubquery:
    """`places` as a column of another statement, which `read_rows` reads."""
    marks = {f"is_{name}": _is(condition) for name, condition in conditions.items()}
    columns = {name: F(path) for name, path in COLUMNS.items()}
    row = JSONObject(**columns, **marks, hours=Cast("hours", TextField()))
    return ArraySubquery(places.order_by("pk").values(row=row)[:MOST])


def read_rows(rows: Iterable[dict[str, Any]], conditions: Iterable[str] = ()) -> list[Listed]:
    """What stands in a column of `rows_of`."""
    return [_listed(each, conditions) for each in rows]


def listed(places: StandingPlaceQuerySet) -> list[Listed]:
    """The same of places that are asked for alone. One query."""
    rows = places.with_cards().annotate(hours_text=Cast("hours", TextField()))[:MOST]
    return [
        Listed(
            each.pk,
            each.category,
            frozenset(each.traits),
            frozenset(),
            each.hours_text,  # type: ignore[attr-defined]  # annotated above
            partial(_itself, each),
        )
        for each in rows
    ]


def _itself(place: StandingPlace) -> StandingPlace:
    return place


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _listed(row: dict[str, Any], conditions: Iterable[str]) -> Listed:
    holds = frozenset(name for name in conditions if row[f"is_{name}"])
    traits = frozenset(row["traits"])
    return Listed(row["id"], row["category"], traits, holds, row["hours"], partial(_place_of, row))


def _place_of(row: dict[str, Any]) -> StandingPlace:
    municipality = Municipality(
        kommunenummer=row["municipality"],
        name=row["municipality_name"],
        slug=row["slug"],
        maalform=row["maalform"],
        latitude=row["here_latitude"],
        longitude=row["here_longitude"],
    )
    venue = Venue(
        pk=row["venue"], name=row["venue_name"], latitude=row["latitude"], longitude=row["longitude"]
    )
    return StandingPlace(
        pk=row["id"],
        name=row["name"],
        kind=row["kind"],
        category=row["category"],
        traits=row["traits"],
        price_nok=row["price"],
        children_welcome=row["children"],
        women_only=row["women"],
        open_to_all=row["open"],
        spoken_languages=row["languages"],
        venue=venue,
        municipality=municipality,
    )


@dataclass(frozen=True)
class Shown:
    """A place at the opening that a list shows it at. `is_open` at the moment that the list is made."""

    place: StandingPlace
    opening: Opening
    is_open: bool
    # Where it stands among what begins: what is open now stands at now.
    moment: datetime


def openings_of(one: Listed, *, now: datetime, first: date, last: date) -> list[Opening]:
    """Those from `first` to `last` that have not ended, and what has gone on since the day before `first`.

    What goes on at `now` lasts as long as one finds it open, also where two follow each other. On the days
    after this one each has its own: what never closes is open tomorrow too.
    """
    today = local_day(now)
    current = _open_now(one.hours, now) if first <= today <= last else None
    coming = [each for each in _between(one.hours, first, last) if each.starts_at > now]
    others = [each for each in coming if each.day > today or not _is_in(each, current)]
    return [*([current] if current else []), *others]


def shown(one: Listed, opening: Opening, *, now: datetime) -> Shown:
    is_open = opening.is_at(now)
    return Shown(one.place, opening, is_open, max(opening.starts_at, now))


def next_shown(places: Iterable[Listed], *, now: datetime) -> list[Shown]:
    """Each place at its next opening within the week, in order."""
    today = local_day(now)
    found = []
    for one in places:
        coming = openings_of(one, now=now, first=today, last=today + timedelta(days=DAYS_AHEAD - 1))
        if coming:
            found.append(shown(one, coming[0], now=now))
    return sorted(found, key=lambda each: (each.moment, each.place.pk))


def _is_in(each: Opening, current: Opening | None) -> bool:
    return current is not None and each.ends_at <= current.ends_at


def _open_now(hours: str, now: datetime) -> Opening | None:
    # The stretches of a few days are kept; only the comparison is made anew.
    today = local_day(now)
    if not any(each.is_at(now) for each in _between(hours, today - timedelta(days=1), today)):
        return None
    return open_now(read_hours(hours), now)


@lru_cache(maxsize=2048)
def read_hours(stored: str) -> Hours:
    return Hours.read(json.loads(stored))


@lru_cache(maxsize=4096)
def _between(hours: str, first: date, last: date) -> tuple[Opening, ...]:
    return tuple(openings(read_hours(hours), first, last))
