"""What the front door shows: the municipalities, found by name, and what is on in them this week."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from core.sorting import alphabetical_key
from events.discovery.cards import Day, by_day, cards_of
from events.models import Occurrence, OccurrenceQuerySet
from organisations.models import Municipality, Region

WEEK_SIZE = 8
# What is shown of later, where nothing is on this week.
NEXT_SIZE = 3


@dataclass(frozen=True)
class Group:
    """A district or county: who takes part, by name, with the number of this week's dates."""

    region: Region
    places: list[tuple[Municipality, int]]

    @property
    def number(self) -> int:
        return sum(count for _place, count in self.places)


def regions_with_dates(*, now: datetime) -> list[Group]:
    """Those that take part, by district, or by county where nobody names one. Four queries."""
    districts = Prefetch("regions", Region.objects.filter(kind=Region.Kind.DISTRICT), to_attr="districts")
    active = list(
        Municipality.objects.active().select_related("county").prefetch_related(districts).by_name()
    )
    counts = dates_this_week(now=now)
    groups: dict[Region, list[tuple[Municipality, int]]] = {}
    for place in active:
        districts_of: list[Region] = place.districts  # type: ignore[attr-defined]  # prefetched above
        for region in districts_of or [place.county]:
            groups.setdefault(region, []).append((place, counts.get(place.pk, 0)))
    return [
        Group(region, groups[region]) for region in sorted(groups, key=lambda r: alphabetical_key(r.name))
    ]


def municipalities_of(region: Region, *, now: datetime) -> list[tuple[Municipality, int]]:
    """Those of a region that take part, with the number of this week's dates, by name. Two queries."""
    inside = Municipality.objects.active().filter(Q(county=region) | Q(regions=region)).distinct()
    counts = dates_this_week(now=now)
    places = list(Municipality.objects.filter(pk__in=inside.order_by().values("pk")).by_name())
    return [(place, counts.get(place.pk, 0)) for place in places]


def dates_this_week(*, now: datetime) -> dict[str, int]:
    """How many of the dates on each municipality's page take place, by kommunenummer."""
    dates = Occurrence.objects.listed().this_week(now).scheduled().order_by()
    return dict(dates.values_list("municipality").annotate(number=Count("pk")))


@dataclass(frozen=True)
class Week:
    """The next seven days in a municipality: the first dates, by day, and whether there are more of them.

    `later` is what comes first after them, when there is nothing in them.
    """

    days: list[Day]
    has_more: bool
    later: list[Day] = field(default_factory=list)

    @property
    def begins_today(self) -> bool:
        return bool(self.days) and self.days[0].away == 0


def this_week(*, municipality: Municipality, now: datetime) -> Week:
    """The dates of this week; cancelled ones are among them, and say so.

    Three queries at the most, four if there is none.
    """
    here = Occurrence.objects.listed().in_municipality(municipality)
    rows = _first(here.this_week(now), WEEK_SIZE + 1)
    later = [] if rows else _first(here.upcoming(now).scheduled(), NEXT_SIZE)
    return Week(
        by_day(cards_of(rows[:WEEK_SIZE], now=now), now=now),
        has_more=len(rows) > WEEK_SIZE,
        later=by_day(cards_of(later, now=now), now=now),
    )


def _first(dates: OccurrenceQuerySet, number: int) -> list[Occurrence]:
    return list(dates.with_cards().order_by("starts_at", "pk")[:number])
