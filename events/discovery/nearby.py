"""What is on nearest to the village, island or postcode that somebody searched for."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import cos, hypot, radians

from django.db.models import ExpressionWrapper, F, FloatField, Value, Window
from django.db.models.functions import RowNumber

from events.discovery.cards import Card, cards_of
from events.models import Occurrence, OccurrenceQuerySet
from organisations.models import Municipality, Place

NEAREST = 4
SOON = timedelta(weeks=2)
LONGEST_SLUG = 120
# Kilometres from one degree of latitude to the next.
DEGREE = 111.2


def village_of(slug: str, municipality: Municipality) -> Place | None:
    """The place in `municipality` with this slug; None for anything else that stands in an address."""
    if not slug or len(slug) > LONGEST_SLUG:
        return None
    inside = municipality.places.exclude(kind=Place.Kind.MUNICIPALITY)
    return inside.filter(slug=slug).first()


def nearest_to(village: Place, found: OccurrenceQuerySet, *, now: datetime) -> list[Card]:
    """Of the dates in `found` those of the next two weeks nearest to `village`: each activity once.

    Two queries at the most. What has no place on the map is in the list below alone.
    """
    latitude, longitude = float(village.latitude or 0), float(village.longitude or 0)
    north = F("venue__latitude") - Value(latitude)
    east = (F("venue__longitude") - Value(longitude)) * Value(cos(radians(latitude)))
    firsts = (
        found.scheduled()
        .filter(venue__latitude__isnull=False, starts_at__lt=now + SOON)
        .annotate(
            of_its_series=Window(RowNumber(), partition_by=[F("series")], order_by=["starts_at", "pk"]),
            away=ExpressionWrapper(north * north + east * east, output_field=FloatField()),
        )
        .filter(of_its_series=1)
    )
    rows = list(firsts.with_cards().order_by("away", "starts_at", "pk")[:NEAREST])
    cards = cards_of(rows, now=now)
    return [replace(card, distance_km=_kilometres(card.occurrence, latitude, longitude)) for card in cards]


def _kilometres(occurrence: Occurrence, latitude: float, longitude: float) -> float:
    """As the crow flies, on a plane: right within a municipality."""
    venue = occurrence.venue
    north = float(venue.latitude) - latitude
    east = (float(venue.longitude) - longitude) * cos(radians(latitude))
    return DEGREE * hypot(north, east)
