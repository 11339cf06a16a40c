"""What the front door shows: the municipalities, found by name, and what is on in them this week."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from events.discovery.cards import Day, by_day, cards_of
from events.models import Occurrence
from organisations.models import Municipality

MOST_RESULTS = 12
WEEK_SIZE = 8


def search_municipalities(*, text: str) -> list[Municipality]:
    """The municipalities with a name like `text`, the closest first, with county and names loaded."""
    found = Municipality.objects.search(text).select_related("county").prefetch_related("names")
    return list(found[:MOST_RESULTS])


def active_municipalities() -> list[Municipality]:
    """Those that take part, in the order of the reader's alphabet, with county and names loaded."""
    active = Municipality.objects.active().select_related("county").prefetch_related("names")
    return list(active.by_name())


def dates_this_week(*, now: datetime) -> dict[str, int]:
    """How many of the dates on each municipality's page take place, by kommunenummer."""
    dates = Occurrence.objects.public().this_week(now).scheduled().order_by()
    return dict(dates.values_list("municipality").annotate(number=Count("pk")))


@dataclass(frozen=True)
class Week:
    """The next seven days in a municipality: the first dates, by day, and whether there are more of them."""

    days: list[Day]
    has_more: bool


def this_week(*, municipality: Municipality, now: datetime) -> Week:
    """The dates of this week; cancelled ones are among them, and say so. Three queries at the most."""
    coming = Occurrence.objects.public().in_municipality(municipality).this_week(now)
    found = coming.with_cards().order_by("starts_at", "pk")
    rows = list(found[: WEEK_SIZE + 1])
    cards = cards_of(rows[:WEEK_SIZE], now=now)
    return Week(by_day(cards, now=now), has_more=len(rows) > WEEK_SIZE)
