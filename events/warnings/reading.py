"""Reads MetAlerts: the RSS feed of what is in force, and one CAP 1.2 file for each warning.

What comes is bytes from elsewhere: no document type and no entity is read, and everything has a length.
What a message says without words that we know is no warning; what is no message at all is `UnreadableError`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from urllib.parse import parse_qs, urlsplit

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from events.models import WeatherWarning

Element = Any

MOST_ITEMS = 500
MOST_AREAS = 100
MOST_CORNERS = 20_000
MOST_REFERENCES = 200
IDENTIFIER = re.compile(r"[A-Za-z0-9._:+-]{1,200}\Z")
# "Kraftige vindkast, gult nivå, Helgeland, …": a title that says yellow or green saves the file.
MILD = re.compile(r"\b(gult|grønt) nivå\b|\b(yellow|green) level\b", re.IGNORECASE)
GRAVE = re.compile(r"\b(oransje|rødt) nivå\b|\b(orange|red) level\b", re.IGNORECASE)
# CAP's severity, for a message without MET's colour.
COLOURS = {"severe": "orange", "extreme": "red"}


class UnreadableError(ValueError):
    """Not what it should be: no XML, or XML of something else."""


@dataclass(frozen=True)
class Item:
    """What the feed says of one message."""

    identifier: str
    link: str
    is_mild: bool


@dataclass(frozen=True)
class Message:
    """One CAP file. `replaces` are the messages that it updates or cancels; `fields` are of `WeatherWarning`,
    and None where it warns of nothing that we show."""

    identifier: str
    replaces: frozenset[str] = frozenset()
    fields: dict[str, Any] | None = field(default=None, hash=False)


def read_feed(data: bytes) -> list[Item]:
    """The messages that are in force."""
    root = _parsed(data)
    if _name(root) != "rss" or (channel := _child(root, "channel")) is None:
        raise UnreadableError("no RSS feed")
    found = {}
    for each in list(_children(channel, "item"))[:MOST_ITEMS]:
        link, title = _text(each, "link"), _text(each, "title")
        identifier = _text(each, "guid")
        if not IDENTIFIER.match(identifier):
            identifier = (parse_qs(urlsplit(link).query).get("cap") or [""])[0]
        if IDENTIFIER.match(identifier) and link:
            is_mild = bool(MILD.search(title)) and not GRAVE.search(title)
            found[identifier] = Item(identifier, link, is_mild)
    return list(found.values())


def read_message(data: bytes) -> Message:
    """What one CAP file says."""
    root = _parsed(data)
    identifier, kind = _text(root, "identifier"), _text(root, "msgType")
    if _name(root) != "alert" or not IDENTIFIER.match(identifier):
        raise UnreadableError("no CAP message")
    if _text(root, "status") != "Actual" or kind not in ("Alert", "Update", "Cancel"):
        return Message(identifier)
    replaces = frozenset() if kind == "Alert" else frozenset(_referred(root))
    return Message(identifier, replaces, _warning(root) if kind != "Cancel" else None)


def _warning(alert: Element) -> dict[str, Any] | None:
    blocks = {_text(info, "language").lower()[:2] or "no": info for info in _children(alert, "info")}
    norwegian = next((blocks[code] for code in ("no", "nb", "nn") if code in blocks), None)
    english = blocks.get("en")
    # Times, colour and area are the same in each.
    info = norwegian if norwegian is not None else english
    if info is None:
        return None
    said = _parameters(info)
    colour = _colour(info, said)
    begins = _moment(_text(info, "onset") or _text(info, "effective") or _text(alert, "sent"))
    ends = _end(info, said)
    areas = list(_areas(info))
    names = [_text(area, "areaDesc") for area in _children(info, "area")]
    if colour not in WeatherWarning.Colour.values or not (begins and ends and begins < ends and areas):
        return None
    return {
        "kind": _kind(info, said)[:40],
        "colour": colour,
        "headline_no": _headline(norwegian)[:300],
        "headline_en": _headline(english)[:300],
        "area_name": ", ".join(filter(None, names))[:300],
        "areas": areas,
        "begins_at": begins,
        "ends_at": ends,
        "web": _address(_text(info, "web")),
    }


def _colour(info: Element, said: dict[str, str]) -> str:
    """MET's "3; orange; Severe", else the colour of its matrix, else what CAP's severity comes to."""
    level = [part.strip().lower() for part in said.get("awareness_level", "").split(";")]
    if len(level) > 1:
        return level[1]
    return said.get("riskMatrixColor", "").lower() or COLOURS.get(_text(info, "severity").lower(), "")


def _kind(info: Element, said: dict[str, str]) -> str:
    """ "blowingSnow", as MET's event codes say it."""
    for code in _children(info, "eventCode"):
        if _text(code, "valueName") == "eventType" and _text(code, "value"):
            return _text(code, "value")
    # "8; forest-fire": Meteoalarm's word.
    return said.get("awareness_type", "").rpartition(";")[2].strip() or _text(info, "event") or "weather"


def _headline(info: Element | None) -> str:
    """What MET calls it ("Kraftig snøfokk"), without the times that its headline repeats."""
    if info is None:
        return ""
    named = _parameters(info).get("eventAwarenessName") or _text(info, "event")
    return named or _text(info, "headline").partition(",")[0]


def _end(info: Element, said: dict[str, str]) -> datetime | None:
    """When it is over: the message is no longer valid, or what it warns of has passed."""
    ends = [_moment(_text(info, "expires")), _moment(said.get("eventEndingTime", ""))]
    return min((each for each in ends if each), default=None)


def _areas(info: Element) -> Iterator[list[list[float]]]:
    """Each polygon as [longitude, latitude] pairs: CAP writes "latitude,longitude latitude,longitude"."""
    polygons = [each for area in _children(info, "area") for each in _children(area, "polygon")]
    for polygon in polygons[:MOST_AREAS]:
        corners = [_corner(pair) for pair in (polygon.text or "").split()[:MOST_CORNERS]]
        known = [corner for corner in corners if corner is not None]
        # One corner that cannot be read makes another area of it.
        if len(known) == len(corners) and len(known) >= 3:
            yield known


def _corner(pair: str) -> list[float] | None:
    try:
        latitude, longitude = (float(part) for part in pair.split(","))
    except ValueError:
        return None
    is_on_earth = isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    return [longitude, latitude] if is_on_earth else None


def _referred(alert: Element) -> Iterator[str]:
    """The identifiers of "sender,identifier,sent sender,identifier,sent"."""
    for each in _text(alert, "references").split()[:MOST_REFERENCES]:
        parts = each.split(",")
        if len(parts) == 3 and IDENTIFIER.match(parts[1]):
            yield parts[1]


def _moment(text: str) -> datetime | None:
    """A time with its zone; one without could be any hour."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None or not 2000 <= moment.year <= 2200:
        return None
    return moment.astimezone(UTC)


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_good = parts.scheme in ("http", "https") and parts.hostname and len(text) <= 300
    return text if is_good and not re.search(r"\s", text) else ""


def _parameters(info: Element) -> dict[str, str]:
    return {_text(each, "valueName"): _text(each, "value") for each in _children(info, "parameter")}


def _parsed(data: bytes) -> Element:
    try:
        return fromstring(data, forbid_dtd=True)
    # `LookupError`: an encoding that nobody knows; `ValueError`: one that Python cannot give to the parser.
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from None


def _name(element: Element) -> str:
    """Its name without the namespace: CAP's has a version in it."""
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _name(child) == name)


def _child(element: Element, name: str) -> Element | None:
    return next(_children(element, name), None)


def _text(element: Element, name: str) -> str:
    child = _child(element, name)
    return "" if child is None else " ".join((child.text or "").split())
