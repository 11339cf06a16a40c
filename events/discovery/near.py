"""Lists that begin with what is nearest: to a village, or to where somebody stands.

Where somebody stands comes in the body of a POST, to about a kilometre, and is forgotten with the answer: it
is in no address, log, session or table. Each activity is there once, with its next date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, isfinite, radians

from django.db.models import ExpressionWrapper, F, FloatField, Q, Value
from django.db.models.functions import Cast, Coalesce, Sqrt
from django.utils.translation import gettext as _

from events.discovery.cards import Card
from events.discovery.filters import Filters
from events.discovery.filters.matching import coming, narrowed
from events.discovery.lists import PAGE_SIZE, first_of_each, series_cards
from events.models import OccurrenceQuerySet

KM_A_DEGREE = 111.2
# Further than this nothing is near.
NEAR_KM = 100
MOST_SKIPPED = 1000
NORTH, EAST = (57, 81), (4, 32)


class NowhereError(ValueError):
    """No position that a list can begin at; says why, in words for the visitor."""


@dataclass(frozen=True)
class Position:
    """Degrees, WGS 84, two decimals."""

    latitude: float
    longitude: float

    @property
    def around(self) -> Q:
        """What is not much further away than what is near: a rough first sieve, by place or municipality."""
        north = 2 * NEAR_KM / KM_A_DEGREE
        east = north / cos(radians(self.latitude))
        latitudes = (self.latitude - north, self.latitude + north)
        longitudes = (self.longitude - east, self.longitude + east)
        return Q(venue__latitude__range=latitudes, venue__longitude__range=longitudes) | Q(
            venue__latitude__isnull=True,
            municipality__latitude__range=latitudes,
            municipality__longitude__range=longitudes,
        )


@dataclass(frozen=True)
class NearPage:
    """`skip` is how many the next page leaves out; 0 on the last."""

    cards: list[Card]
    skip: int


def read_position(sent: Mapping[str, str]) -> Position:
    """What a browser sent. Raises `NowhereError` for what is no position, or none in Norway."""
    try:
        latitude, longitude = (round(float(sent.get(name, "")[:20]), 2) for name in ("lat", "lon"))
    except (ValueError, OverflowError):
        raise NowhereError(_("We could not find out where you are. Here is the whole list.")) from None
    if not (isfinite(latitude) and isfinite(longitude)):
        raise NowhereError(_("We could not find out where you are. Here is the whole list."))
    if not (NORTH[0] <= latitude <= NORTH[1] and EAST[0] <= longitude <= EAST[1]):
        raise NowhereError(_("It looks as if you are not in Norway now. Here is the whole list."))
    return Position(latitude, longitude)


def read_skip(text: str) -> int:
    """How many were shown already; 0 for anything else than a number that can be."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    return number if number <= MOST_SKIPPED else 0


def page_near_position(position: Position, filters: Filters, *, skip: int, now: datetime) -> NearPage:
    """What is near, in whichever municipality. Raises `NowhereError` when there is nothing."""
    asked = replace(filters, by_series=True)
    found = coming(asked, now=now).filter(position.around, municipality__is_active=True)
    page = page_from(narrowed(found, asked, now=now), position, skip=skip, now=now, most_km=NEAR_KM)
    if not page.cards:
        raise NowhereError(
            _("We found nothing that fits within 100 kilometres of where you are. Here is the whole list.")
        )
    return page


def page_from(
    found: OccurrenceQuerySet, position: Position, *, skip: int, now: datetime, most_km: int | None = None
) -> NearPage:
    """One card for each series in `found`, the nearest first; behind the last page comes the first again.

    Three queries at the most, and one more behind the last page.
    """
    firsts = first_of_each(found).with_cards().annotate(away=away_from(position))
    if most_km is not None:
        firsts = firsts.filter(away__lte=most_km)
    rows = list(firsts.order_by("away", "starts_at", "pk")[skip : skip + PAGE_SIZE + 1])
    if skip and not rows:
        return page_from(found, position, skip=0, now=now, most_km=most_km)
    shown = skip + PAGE_SIZE
    has_more = len(rows) > PAGE_SIZE and shown <= MOST_SKIPPED
    cards = series_cards(rows[:PAGE_SIZE], now=now)
    with_distance = [
        replace(card, distance_km=row.away if card.occurrence.venue_id else None)  # type: ignore[attr-defined]
        for card, row in zip(cards, rows, strict=False)
    ]
    return NearPage(with_distance, shown if has_more else 0)


def away_from(position: Position) -> ExpressionWrapper:
    """Kilometres, as on a plane: right to a hundredth of what is near. A place without a position: its
    municipality's."""
    latitude = Cast(Coalesce(F("venue__latitude"), F("municipality__latitude")), FloatField())
    longitude = Cast(Coalesce(F("venue__longitude"), F("municipality__longitude")), FloatField())
    north = (latitude - Value(position.latitude)) * Value(KM_A_DEGREE)
    east = (longitude - Value(position.longitude)) * Value(KM_A_DEGREE * cos(radians(position.latitude)))
    return ExpressionWrapper(Sqrt(north * north + east * east), output_field=FloatField())
