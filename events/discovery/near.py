"""Lists that begin with what is nearest: to a village, or to where somebody stands.

Where somebody stands comes in the body of a POST, to about a kilometre, and is forgotten with the answer: it
is in no address, log, session or table. Each activity is there once, with its next date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, hypot, inf, isfinite, radians

from django.db.models import ExpressionWrapper, F, FloatField, Q, Value
from django.db.models.functions import Cast, Coalesce, Sqrt
from django.utils.translation import gettext as _

from events.discovery.cards import AnyCard, place_card
from events.discovery.filters import Filters
from events.discovery.filters.matching import coming, narrowed
from events.discovery.filters.places import Places
from events.discovery.lists import PAGE_SIZE, first_of_each, series_cards, with_following
from events.models import Occurrence, OccurrenceQuerySet
from events.standing.listing import Shown, listed
from events.standing.models import StandingPlace

KM_A_DEGREE = 111.2
# Further than this nothing is near.
NEAR_KM = 100
MOST_SKIPPED = 1000
# What holds of a place that was found around: it is in the list, and has the words that were asked for.
AROUND = frozenset({"in_", "words"})
NORTH, EAST = (57, 81), (4, 32)


class NowhereError(ValueError):
    """No position that a list can begin at; says why, in words for the visitor."""


@dataclass(frozen=True)
class Position:
    """Degrees, WGS 84, two decimals."""

    latitude: float
    longitude: float

    def away(self, place: StandingPlace) -> float:
        """The same as `away_from`, of a place that has been read."""
        venue, municipality = place.venue, place.municipality
        latitude = municipality.latitude if venue.latitude is None else venue.latitude
        longitude = municipality.longitude if venue.longitude is None else venue.longitude
        if latitude is None or longitude is None:
            return inf
        north = (float(latitude) - self.latitude) * KM_A_DEGREE
        east = (float(longitude) - self.longitude) * KM_A_DEGREE * cos(radians(self.latitude))
        return hypot(north, east)

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

    cards: list[AnyCard]
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
    around = StandingPlace.objects.public().filter(position.around)
    if asked.places is not None:
        around = around.filter(pk__in=asked.places)
    places = Places(tuple(replace(each, holds=AROUND) for each in listed(around)), asked, now)
    page = page_from(
        narrowed(found, asked, now=now), position, places.shown(), skip=skip, now=now, most_km=NEAR_KM
    )
    if not page.cards:
        raise NowhereError(
            _("We found nothing that fits within 100 kilometres of where you are. Here is the whole list.")
        )
    return page


def page_from(
    found: OccurrenceQuerySet,
    position: Position,
    places: Sequence[Shown] = (),
    *,
    skip: int,
    now: datetime,
    most_km: int | None = None,
) -> NearPage:
    """One card for each series in `found` and each of `places`, the nearest first; behind the last page comes
    the first again.

    Three queries at the most, and one more behind the last page.
    """
    near = _places_from(position, places, now=now, most_km=most_km)
    # Of the series before this page so many may be pushed onto it as there are places.
    before = max(0, skip - len(near))
    firsts = with_following(first_of_each(found), found).with_cards().annotate(away=away_from(position))
    if most_km is not None:
        firsts = firsts.filter(away__lte=most_km)
    firsts = firsts.order_by("away", "starts_at", "pk")
    rows = list(firsts[before : skip + PAGE_SIZE + 1])
    if before and not rows:
        before, rows = 0, list(firsts[: skip + PAGE_SIZE + 1])
    keys = [(_known(row), row.starts_at) for row in rows]
    passed = [each for each in near if before and keys and each[0] < keys[0]]
    merged: list[tuple[tuple[float, datetime], Occurrence | Shown]] = sorted(
        [*zip(keys, rows, strict=True), *near[len(passed) :]], key=lambda each: each[0]
    )
    start = skip - before - len(passed)
    page = merged[start : start + PAGE_SIZE + 1]
    if skip and not page:
        return page_from(found, position, places, skip=0, now=now, most_km=most_km)
    shown = skip + PAGE_SIZE
    has_more = len(page) > PAGE_SIZE and shown <= MOST_SKIPPED
    return NearPage(_with_distance(page[:PAGE_SIZE], now=now), shown if has_more else 0)


def _known(row: Occurrence) -> float:
    away: float | None = row.away  # type: ignore[attr-defined]  # annotated by `page_from`
    return inf if away is None else away


def _places_from(
    position: Position, places: Sequence[Shown], *, now: datetime, most_km: int | None
) -> list[tuple[tuple[float, datetime], Shown]]:
    found = [((position.away(each.place), each.moment), each) for each in places]
    if most_km is not None:
        found = [each for each in found if each[0][0] <= most_km]
    return sorted(found, key=lambda each: each[0])


def _with_distance(
    page: Sequence[tuple[tuple[float, datetime], Occurrence | Shown]], *, now: datetime
) -> list[AnyCard]:
    dates = series_cards([row for _key, row in page if isinstance(row, Occurrence)], now=now)
    of_dates = iter(dates)
    cards: list[AnyCard] = []
    for (away, _moment), row in page:
        if isinstance(row, Occurrence):
            cards.append(replace(next(of_dates), distance_km=away if row.venue_id else None))
        else:
            cards.append(replace(place_card(row, now=now), distance_km=away))
    return cards


def away_from(position: Position) -> ExpressionWrapper:
    """Kilometres, as on a plane: right to a hundredth of what is near. A place without a position: its
    municipality's."""
    latitude = Cast(Coalesce(F("venue__latitude"), F("municipality__latitude")), FloatField())
    longitude = Cast(Coalesce(F("venue__longitude"), F("municipality__longitude")), FloatField())
    north = (latitude - Value(position.latitude)) * Value(KM_A_DEGREE)
    east = (longitude - Value(position.longitude)) * Value(KM_A_DEGREE * cos(radians(position.latitude)))
    return ExpressionWrapper(Sqrt(north * north + east * east), output_field=FloatField())
