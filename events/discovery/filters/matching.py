"""The dates that answer what was asked for: each filter is one condition; `counting` groups by the same."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import ExtractHour
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from core.clock import NORWAY, local_day, midnight
from core.formats import ONE_EVENING
from events import traits
from events.discovery.filters.choices import (
    BY_DAY,
    COUNCIL,
    HERE,
    HOURS,
    LONG,
    SCOPES,
    TONIGHT,
    levels_up_to,
)
from events.discovery.filters.reading import Filters
from events.models import Occurrence, OccurrenceQuerySet
from events.models.dates import on_days
from organisations.models import Municipality

MOST_NEIGHBOURS = 5


@dataclass(frozen=True)
class Place:
    """Whose list it is. `council` is the number and name of its regional council, where it is in one."""

    municipality: Municipality
    council: tuple[int, str] | None = None
    # The village that was asked for, as it is called, and where it is.
    near: str = ""
    point: tuple[float, float] | None = None

    def scopes(self) -> list[str]:
        return [HERE, *(scope for scope in SCOPES if scope != COUNCIL or self.council)]

    def within(self, scope: str) -> Q:
        """Dates of those municipalities that the scope has, as far as they take part.

        Its own are among them, without an "or": dates are then found by their municipality, and never by
        reading the whole country's.
        """
        open_ones = Municipality.objects.active()
        here = Q(municipality=self.municipality)
        match scope:
            case "neighbours":
                near = open_ones.around(self.municipality)[: 1 + MOST_NEIGHBOURS]
                return Q(municipality__in=near.values("pk"))
            case "council" if self.council:
                members = open_ones.filter(regions=self.council[0])
                return Q(municipality__in=members.values("pk"))
            case "county":
                members = open_ones.filter(county=self.municipality.county_id)
                return Q(municipality__in=members.values("pk"))
            case "online":
                everywhere = Q(municipality__in=open_ones.values("pk"))
                return everywhere & Q(traits__contains=[traits.ONLINE])
        return here


def key_of(place: Place, filters: Filters, *, now: datetime) -> Hashable:
    """What the statements of one list have in common, but for the moment (`core.prepared`).

    None where they are written for one who asks: with words, or further down than the first page.
    """
    if filters.q or filters.after:
        return None
    here = place.municipality
    return (
        *(here.pk, here.county_id, here.latitude, here.longitude, place.council),
        *(filters.categories, filters.day, filters.first, filters.last, filters.times, filters.only),
        *(filters.languages, filters.level, filters.scope, filters.by_series, local_day(now)),
    )


def matching(
    place: Place | Municipality, filters: Filters, *, now: datetime, scope: str | None = None
) -> OccurrenceQuerySet:
    """The public dates that have not ended and are what the visitor asked for."""
    whose = place if isinstance(place, Place) else Place(place)
    found = coming(filters, now=now).filter(whose.within(filters.scope if scope is None else scope))
    return narrowed(found, filters, now=now)


def coming(filters: Filters, *, now: datetime) -> OccurrenceQuerySet:
    """All that a list can show: one row per series has only what takes place."""
    found = Occurrence.objects.listed().upcoming(now)
    return found.scheduled() if filters.by_series else found


def narrowed(found: OccurrenceQuerySet, filters: Filters, *, now: datetime) -> OccurrenceQuerySet:
    if filters.activities is not None:
        found = found.filter(event__in=filters.activities)
    if filters.categories:
        found = found.filter(category__in=filters.categories)
    if filters.first and filters.last:
        found = found.filter(on_chosen_days(filters.day, filters.first, filters.last, now=now))
    if filters.times:
        parts = [*filters.times, *([LONG] if BY_DAY.intersection(filters.times) else [])]
        found = found.alias(part=part_of_the_day()).filter(part__in=parts)
    if filters.only:
        found = found.filter(traits__contains=list(filters.only))
    for words in wanted_traits(filters):
        found = found.filter(traits__overlap=words)
    return found


def wanted_traits(filters: Filters) -> Iterable[list[str]]:
    """Of each of these lists one is enough."""
    if filters.languages:
        yield [traits.LANGUAGE + code for code in filters.languages]
    if filters.level:
        yield [traits.LEVEL + level for level in levels_up_to(filters.level)]


def on_chosen_days(day: str, first: date, last: date, *, now: datetime) -> Q:
    condition = on_days(first, last, now=now)
    if day == "tonight":
        condition &= Q(ends_at__gt=midnight(first).replace(hour=TONIGHT))
    return condition


def part_of_the_day() -> Case:
    """In which part of the day it begins, on the clock in Norway; `LONG` of what takes half a day or more."""
    hour = ExtractHour("starts_at", tzinfo=NORWAY)
    is_long = Q(ends_at__gte=F("starts_at") + ONE_EVENING)
    return Case(
        When(is_long, then=Value(LONG)),
        *(
            When(GreaterThanOrEqual(hour, begin) & LessThan(hour, end), then=Value(part))
            for part, (begin, end) in HOURS.items()
        ),
        default=Value("night"),
        output_field=CharField(),
    )
