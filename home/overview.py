"""What the front door shows: the municipalities, found by name, and what is on in them this week."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet

from core.clock import local_day, midnight
from core.prepared import prepared
from core.sorting import alphabetical_key
from events.discovery.cards import AnyCard, Day, by_day, cards_of, place_card
from events.discovery.texts import attach_texts
from events.models import Occurrence
from events.standing.listing import Shown
from organisations.models import Municipality, Region

WEEK_SIZE = 8
# What is shown of later, where nothing is on this week.
NEXT_SIZE = 3
# So many places with opening hours stand among this week's dates.
PLACES_BESIDE_DATES = 3


@dataclass(frozen=True)
class Group:
    """A district or county: who takes part, by name, with the number of this week's dates."""

    region: Region
    places: list[tuple[Municipality, int]]

    @property
    def number(self) -> int:
        return sum(count for _place, count in self.places)


def regions_with_dates(*, now: datetime) -> list[Group]:
    """Those that take part, by district, or by county where nobody names one. Three queries.

    Of a municipality its name and address are read: there are some hundred of them.
    """
    active = Municipality.objects.active().only("name", "slug", "maalform", "county").by_name()
    regions = {region.pk: region for region in _regions()}
    districts: dict[str, list[Region]] = {}
    for region in regions.values():
        for kommunenummer in region.district_of:  # type: ignore[attr-defined]  # by the statement
            districts.setdefault(kommunenummer, []).append(region)
    counts = dates_this_week(now=now)
    groups: dict[Region, list[tuple[Municipality, int]]] = {}
    for place in active:
        for region in districts.get(place.pk) or [regions[place.county_id]]:
            groups.setdefault(region, []).append((place, counts.get(place.pk, 0)))
    return [
        Group(region, groups[region]) for region in sorted(groups, key=lambda r: alphabetical_key(r.name))
    ]


@prepared
def _regions() -> QuerySet[Region]:
    """Counties and districts, with the municipalities `district_of` which they are."""
    members = ArrayAgg(
        "municipalities", filter=Q(kind=Region.Kind.DISTRICT, municipalities__isnull=False), default=[]
    )
    return Region.objects.exclude(kind=Region.Kind.COUNCIL).annotate(district_of=members)


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

    `later` is what comes first after them, when there are no dates in them.
    """

    days: list[Day]
    has_more: bool
    later: list[Day] = field(default_factory=list)

    @property
    def begins_today(self) -> bool:
        return bool(self.days) and self.days[0].away == 0


def this_week(*, municipality: Municipality, now: datetime, places: Sequence[Shown] = ()) -> Week:
    """The dates of this week; cancelled ones are among them, and say so. Three queries at the most.

    Where there are none, one more asks what comes later.

    Among them are the first of `places`, by their next opening: a few beside dates, so that a town's opening
    hours do not hide what is on; as many as there is room for where there is nothing else.
    """
    end = midnight(local_day(now) + timedelta(days=7))
    this = _this_week(municipality=municipality.pk, now=now, end=end)
    later = [] if this else _later(municipality=municipality.pk, end=end)
    attach_texts([row.event for row in [*this, *later]])
    cards = cards_of([*this, *later], now=now)
    shown = [place_card(each, now=now) for each in places[: PLACES_BESIDE_DATES if this else WEEK_SIZE]]
    week: list[AnyCard] = sorted([*cards[: len(this)], *shown], key=lambda card: card.starts_at)
    return Week(
        by_day(week[:WEEK_SIZE], now=now),
        has_more=len(week) > WEEK_SIZE or len(shown) < len(places),
        later=by_day(cards[len(this) :], now=now),
    )


@prepared
def _this_week(municipality: str, now: datetime, end: datetime) -> QuerySet[Occurrence]:
    """What is on until `end`, also if it is cancelled."""
    here = Occurrence.objects.listed().filter(municipality=municipality).upcoming(now)
    return here.filter(starts_at__lt=end).with_rows_of_cards().order_by("starts_at", "pk")[: WEEK_SIZE + 1]


@prepared
def _later(municipality: str, end: datetime) -> QuerySet[Occurrence]:
    """What takes place from `end` on."""
    here = Occurrence.objects.listed().filter(municipality=municipality).scheduled()
    return here.filter(starts_at__gte=end).with_rows_of_cards().order_by("starts_at", "pk")[:NEXT_SIZE]
