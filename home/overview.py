"""What the front door shows: the municipalities, found by name, and what is on in them this week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from core.clock import local_day, midnight
from events.discovery.cards import Day, by_day, card
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
    """How many dates take place in the next seven days, by kommunenummer."""
    coming = Occurrence.objects.public().upcoming(now).scheduled()
    soon = coming.filter(starts_at__lt=now + timedelta(days=7)).order_by()
    return dict(soon.values_list("municipality").annotate(number=Count("pk")))


@dataclass(frozen=True)
class Week:
    """The next seven days in a municipality: the first dates, by day, and whether there are more of them."""

    days: list[Day]
    has_more: bool


def this_week(*, municipality: Municipality, now: datetime) -> Week:
    """What has not ended and starts before the seventh midnight from now. Two queries."""
    until = midnight(local_day(now) + timedelta(days=7))
    coming = Occurrence.objects.public().in_municipality(municipality).upcoming(now)
    found = coming.filter(starts_at__lt=until).with_cards().order_by("starts_at", "pk")
    rows = list(found[: WEEK_SIZE + 1])
    cards = [card(row, now=now) for row in rows[:WEEK_SIZE]]
    return Week(by_day(cards, now=now), has_more=len(rows) > WEEK_SIZE)
