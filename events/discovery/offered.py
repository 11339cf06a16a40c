"""What a municipality has to offer: kinds of activities, and places with opening hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet

from core.prepared import prepared
from events.choices import Category
from events.models import Occurrence
from events.standing.listing import Shown, next_shown, read_rows, rows_of
from events.standing.models import StandingPlace
from organisations.models import Municipality

SOON = timedelta(weeks=8)


@dataclass(frozen=True)
class OnOffer:
    """What a municipality has: kinds (value, label) in the order of the choices, and places by opening."""

    categories: list[tuple[str, str]]
    places: list[Shown]


def on_offer(municipality: Municipality, *, now: datetime) -> OnOffer:
    """The kinds with a date in the next weeks, or a place that opens in this one; and those. One query."""
    [row] = _offered(municipality=municipality.pk, now=now)
    places = next_shown(read_rows(row["beside"]), now=now)
    present = {*row["kinds"], *(each.place.category for each in places)}
    kinds = [(str(value), str(label)) for value, label in Category.choices if value in present]
    return OnOffer(kinds, places)


@prepared
def _offered(municipality: str, now: datetime) -> QuerySet[Municipality, Any]:
    here = Occurrence.objects.listed().filter(municipality=municipality).upcoming(now)
    soon = here.filter(starts_at__lt=now + SOON)
    places = StandingPlace.objects.public().filter(municipality=municipality)
    return Municipality.objects.filter(pk=municipality).values(
        kinds=ArraySubquery(soon.order_by().values("category").distinct()), beside=rows_of(places, {})
    )
