"""The way to a place and home again: addresses of maps and of the national travel planner.

They are links and nothing else: no map service hears of anybody before they press one. Entur's planner takes
`date` as milliseconds since 1970, and `timepickerMode` as `arriveBefore` or `departAfter`: a moment is a
moment, so that the hour is right on both sides of a change of clock.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from typing import Protocol
from urllib.parse import quote, urlencode

from core.clock import NORWAY, local_day
from core.formats import is_all_day
from events.models import Occurrence
from organisations.models import Venue

ENTUR = "https://entur.no/reiseresultater"
MORNING = time(8)


class Somewhere(Protocol):
    """What a map can show: a venue, or where one meets."""

    @property
    def name(self) -> str: ...
    @property
    def latitude(self) -> Decimal | None: ...
    @property
    def longitude(self) -> Decimal | None: ...
    @property
    def address_line(self) -> str: ...


@dataclass(frozen=True)
class Ways:
    """Where each link leads; "" where it cannot be made."""

    phone: str
    openstreetmap: str
    google: str
    apple: str
    there: str = ""
    home: str = ""


def ways_to(occurrence: Occurrence) -> Ways | None:
    """The ways to the place of `occurrence` and back; None for what has no place on a map."""
    venue = occurrence.venue
    if venue is None:
        return None
    maps = maps_of(venue)
    if maps is None or not _has_position(venue):
        return maps
    there, home = _journeys(occurrence, venue)
    return replace(maps, there=there, home=home)


def ways_at_once(venue: Venue, *, now: datetime) -> Ways | None:
    """The ways to a place that is open, for who sets out at `now`. How long somebody stays, they know."""
    maps = maps_of(venue)
    if maps is None or not _has_position(venue):
        return maps
    return replace(maps, there=_journey("stop", venue, now, mode="departAfter"))


def maps_of(venue: Somewhere) -> Ways | None:
    """The same without a time, and so without a journey."""
    if not (_has_position(venue) or venue.address_line):
        return None
    return Ways(
        phone=_phone(venue),
        openstreetmap=_openstreetmap(venue),
        google="https://www.google.com/maps/search/?" + urlencode({"api": 1, "query": _point(venue)}),
        apple="https://maps.apple.com/?" + urlencode(_apple(venue)),
    )


def _has_position(venue: Somewhere) -> bool:
    return venue.latitude is not None and venue.longitude is not None


def _point(venue: Somewhere) -> str:
    """What a map looks for: the position, or the address where nobody has written down the position."""
    if _has_position(venue):
        return f"{venue.latitude},{venue.longitude}"
    return f"{venue.address_line}, Norge"


def _phone(venue: Somewhere) -> str:
    """RFC 5870, with the label that Android's maps read behind it."""
    if _has_position(venue):
        return f"geo:{_point(venue)}?q={_point(venue)}({quote(venue.name)})"
    return f"geo:0,0?q={quote(_point(venue))}"


def _openstreetmap(venue: Somewhere) -> str:
    if not _has_position(venue):
        return "https://www.openstreetmap.org/search?" + urlencode({"query": _point(venue)})
    position = {"mlat": venue.latitude, "mlon": venue.longitude}
    return f"https://www.openstreetmap.org/?{urlencode(position)}#map=17/{venue.latitude}/{venue.longitude}"


def _apple(venue: Somewhere) -> dict[str, str]:
    if _has_position(venue):
        return {"ll": _point(venue), "q": venue.name}
    return {"q": _point(venue)}


def _journeys(occurrence: Occurrence, venue: Venue) -> tuple[str, str]:
    """To be there when it begins, and to leave when it ends. All day: to leave home in the morning."""
    starts, ends = occurrence.starts_at, occurrence.ends_at
    if is_all_day(starts, ends):
        morning = datetime.combine(local_day(starts), MORNING, NORWAY)
        return _journey("stop", venue, morning, mode="departAfter"), ""
    return (
        _journey("stop", venue, starts, mode="arriveBefore"),
        _journey("start", venue, ends, mode="departAfter"),
    )


def _journey(end: str, venue: Venue, moment: datetime, *, mode: str) -> str:
    """`end` is "stop" for a journey to the place, and "start" for one from it."""
    return f"{ENTUR}?" + urlencode(
        {
            "date": round(moment.timestamp() * 1000),
            "tripMode": "oneway",
            "timepickerMode": mode,
            f"{end}Label": venue.name,
            f"{end}Lat": venue.latitude,
            f"{end}Lon": venue.longitude,
        }
    )
