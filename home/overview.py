"""What the front door shows: the municipalities, found by name, and what is on in them this week."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q

from core.clock import local_day, midnight
from core.sorting import alphabetical_key
from events.discovery.cards import AnyCard, Day, by_day, cards_of, place_card
from events.models import Occurrence, OccurrenceQuerySet
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

    Among them are the first of `places`, by their next opening: a few beside dates, so that a town's opening
    hours do not hide what is on; as many as there is room for where there is nothing else.
    """
    here = Occurrence.objects.listed().in_municipality(municipality)
    end = midnight(local_day(now) + timedelta(days=7))
    # What is on this week, also if it is cancelled; and if there is nothing, what takes place later.
    coming = here.upcoming(now).filter(Q(starts_at__lt=end) | Q(status=Occurrence.Status.SCHEDULED))
    rows = _first(coming, WEEK_SIZE + 1)
    this = [row for row in rows if row.starts_at < end]
    later = [] if this else rows[:NEXT_SIZE]
    cards = cards_of([*this, *later], now=now)
    shown = [place_card(each, now=now) for each in places[: PLACES_BESIDE_DATES if this else WEEK_SIZE]]
    week: list[AnyCard] = sorted([*cards[: len(this)], *shown], key=lambda card: card.starts_at)
    return Week(
        by_day(week[:WEEK_SIZE], now=now),
        has_more=len(week) > WEEK_SIZE or len(shown) < len(places),
        later=by_day(cards[len(this) :], now=now),
    )


def _first(dates: OccurrenceQuerySet, number: int) -> list[Occurrence]:
    return list(dates.with_cards().order_by("starts_at", "pk")[:number])
