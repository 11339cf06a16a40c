"""A position as people have it: two numbers, or the address of a map that they looked at."""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote

Position = tuple[Decimal, Decimal]

# Norway with Svalbard and Jan Mayen: no latitude there could be a longitude, so their order does not matter.
LATITUDES, LONGITUDES = (57, 81), (-10, 37)
LONGEST = 500
STEP = Decimal("0.00001")
NUMBER = r"(-?\d{1,3}(?:[.,]\d+)?)"
# Where maps write it in their addresses: OpenStreetMap, Google (the pin before the middle of the map), Apple.
IN_ADDRESSES = (
    re.compile(rf"[?&]mlat={NUMBER}&mlon={NUMBER}"),
    re.compile(rf"!3d{NUMBER}!4d{NUMBER}"),
    re.compile(rf"[?&](?:q|query|ll|daddr|destination|coordinate|sll)=(?:loc:)?{NUMBER},\+?{NUMBER}"),
    re.compile(rf"/(?:place|dir|search)/{NUMBER},\+?{NUMBER}"),
    re.compile(rf"@{NUMBER},{NUMBER}"),
    re.compile(rf"#map=\d+/{NUMBER}/{NUMBER}"),
    re.compile(rf"^geo:{NUMBER},{NUMBER}"),
)
# Norgeskart counts metres, not degrees (EPSG:25833, UTM zone 33).
METRES = re.compile(r"[?&/#](?:markerLat|lat)=(\d{7}(?:\.\d+)?)&(?:markerLon|lon)=(-?\d{4,7}(?:\.\d+)?)")
DEGREES = re.compile(
    r"(\d{1,3})\s*[°º]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|'')\s*)?"
)
SEPARATED = re.compile(
    rf"^\s*[NnØøEe]?\s*{NUMBER}\s*°?\s*[NnØøEe]?\s*(?:[,;/]|\s)\s*[NnØøEe]?\s*{NUMBER}\s*°?\s*[NnØøEe]?\s*$"
)


def read_position(text: str) -> Position:
    """Latitude and longitude in degrees (WGS 84, five decimals) out of what somebody typed or pasted.

    "67.28, 14.40", "67,28 14,40", 67°16'48"N 14°24'E, or the address of a map. Raises `ValueError`.
    """
    text = unquote(text.strip()[:LONGEST])
    if metres := METRES.search(text):
        north, east = (float(part) for part in metres.groups())
        return _in_norway(*(Decimal(f"{part:.5f}") for part in from_utm33(east, north)))
    for first, second in _pairs(text):
        try:
            return _in_norway(first, second)
        except ValueError:
            continue
    raise ValueError(text)


def _pairs(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    if "://" in text or text.startswith("geo:"):
        for pattern in IN_ADDRESSES:
            if found := pattern.search(text):
                yield _number(found[1]), _number(found[2])
        return
    if found := SEPARATED.match(text):
        yield _number(found[1]), _number(found[2])
    degrees = DEGREES.findall(text)
    if len(degrees) == 2:
        first, second = (
            _number(d) + _number(m or "0") / 60 + _number(s or "0") / 3600 for d, m, s in degrees
        )
        yield first, second


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _in_norway(first: Decimal, second: Decimal) -> Position:
    for latitude, longitude in ((first, second), (second, first)):
        if LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]:
            return latitude.quantize(STEP), longitude.quantize(STEP)
    raise ValueError("not in Norway")


def from_utm33(east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a point in UTM zone 33 (GRS 80; right to a metre).

    The series of Krüger to the third order: Karney 2011, "Transverse Mercator with an accuracy of a few
    nanometers", equations 11, 15 and 18.
    """
    flattening = 1 / 298.257222101
    n = flattening / (2 - flattening)
    radius = 6378137 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    betas = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    deltas = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    xi, eta = north / (radius * 0.9996), (east - 500000) / (radius * 0.9996)
    xi_, eta_ = xi, eta
    for j, beta in enumerate(betas, 1):
        xi_ -= beta * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        eta_ -= beta * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
    chi = math.asin(math.sin(xi_) / math.cosh(eta_))
    latitude = chi + sum(delta * math.sin(2 * j * chi) for j, delta in enumerate(deltas, 1))
    longitude = math.radians(15) + math.atan2(math.sinh(eta_), math.cos(xi_))
    return math.degrees(latitude), math.degrees(longitude)


def as_typed(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """A position as its field shows it; "" for none."""
    return "" if latitude is None or longitude is None else f"{latitude}, {longitude}"
