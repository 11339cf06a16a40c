"""Fills the table of places: postcodes and postal places from a file, and names that we wrote down by hand.

Postcodes are in the form of «Postnummerdata frå Erik Bolstad» (after Posten): `postnummer`, `poststed`,
`kommunenummer`, `lat`, `lon` and, where it is there, `quality_bolstad` (1 is the best).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from organisations.loading import DATA, degrees_in, digits_in, read_table, wrong_cell
from organisations.models import Municipality, Place, PlaceName, Region
from organisations.naming import slug

POSTCODES = DATA / "postcodes.csv"
BY_HAND = DATA / "places.csv"
POSTCODE_COLUMNS = ("postnummer", "poststed", "kommunenummer", "lat", "lon")
BATCH = 2000
SMALL_WORDS = {"i", "på", "og", "ved"}

Point = tuple[Decimal, Decimal]


@dataclass
class Entry:
    """One place with its names, before it is a row."""

    kind: str
    slug: str
    name: str
    municipality: str | None = None
    region: str | None = None
    point: Point | None = None
    names: list[str] = field(default_factory=list)


@transaction.atomic
def load_places(*, path: Path = POSTCODES) -> int:
    """Make or update the places of the postcodes in the file at `path`, and our own. Returns how many.

    A repeat changes nothing; what the file lacks is left alone. A few statements for each two thousand
    places. Postcodes of a municipality that is not in the table are left out. Raises `BadFileError`, and then
    nothing has changed.
    """
    municipalities = {place.pk: place for place in Municipality.objects.all()}
    regions = {region.slug: region for region in Region.objects.all()}
    entries: dict[str, Entry] = {}
    for entry in [
        *_regions(regions),
        *_from_postcodes(path, municipalities),
        *_by_hand(municipalities, regions),
    ]:
        _merge(entries, entry)
    _keep(list(entries.values()), municipalities, regions)
    return len(entries)


def _merge(entries: dict[str, Entry], entry: Entry) -> None:
    """What is written by hand about a place that is there already is added to it."""
    there = entries.setdefault(entry.slug, entry)
    if there is not entry:
        there.names += entry.names
        there.point = entry.point or there.point


def _keep(entries: list[Entry], municipalities: dict[str, Municipality], regions: dict[str, Region]) -> None:
    rows = [_row(entry, municipalities, regions) for entry in entries]
    facts = ["kind", "name", "municipality", "region", "latitude", "longitude"]
    Place.objects.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=["slug"], update_fields=facts)
    keys = dict(Place.objects.values_list("slug", "pk"))
    names = [
        PlaceName(place_id=keys[entry.slug], name=name, **PlaceName.forms_of(name))
        for entry in entries
        for name in dict.fromkeys(entry.names)
    ]
    kept = PlaceName.objects.bulk_create(
        names,
        BATCH,
        update_conflicts=True,
        unique_fields=["place", "name"],
        update_fields=["search_name", "heard"],
    )
    stale = PlaceName.objects.filter(place__in=[keys[entry.slug] for entry in entries])
    stale.exclude(pk__in=[name.pk for name in kept]).delete()


def _row(entry: Entry, municipalities: dict[str, Municipality], regions: dict[str, Region]) -> Place:
    place = Place(kind=entry.kind, slug=entry.slug, name=entry.name)
    if entry.region:
        place.region = regions[entry.region]
        return place
    municipality = municipalities[entry.municipality or ""]
    place.municipality = municipality
    place.latitude, place.longitude = entry.point or (municipality.latitude, municipality.longitude)
    return place


def _regions(regions: dict[str, Region]) -> Iterable[Entry]:
    """Counties and districts. Councils are no places: nobody lives in Lofotrådet."""
    for address, region in regions.items():
        if region.kind != Region.Kind.COUNCIL:
            yield Entry(
                Place.Kind.REGION, f"region-{address}", region.name, region=address, names=[region.name]
            )


def _from_postcodes(path: Path, municipalities: dict[str, Municipality]) -> Iterable[Entry]:
    """An entry for each postcode, and one for each postal place: Posten gives no two the same name.

    It is in the municipality that has the most of its postcodes: some of Sortland's letters go to Øksnes.
    """
    rows = [row for row in _postcode_rows(path) if row[2] in municipalities]
    where: dict[str, Counter[str]] = defaultdict(Counter)
    points: dict[tuple[str, str], tuple[int, Point]] = {}
    for _code, name, number, point, quality in rows:
        where[name][number] += 1
        if point and ((name, number) not in points or quality < points[name, number][0]):
            points[name, number] = (quality, point)
    for code, name, number, point, _quality in rows:
        known = points.get((name, number), (0, None))[1]
        yield Entry(Place.Kind.POSTCODE, code, f"{code} {name}", number, point=point or known, names=[code])
    for name, numbers in where.items():
        number = numbers.most_common(1)[0][0]
        short = name.split(" i ")[0]
        point = points.get((name, number), (0, None))[1]
        names = [name] if short == name else [name, short]
        yield Entry(Place.Kind.TOWN, f"{slug(name)}-{number}", name, number, point=point, names=names)


def _postcode_rows(path: Path) -> list[tuple[str, str, str, Point | None, int]]:
    """(postcode, postal place, kommunenummer, where, quality) of each line, checked."""
    rows = []
    for line, cells in read_table(path, POSTCODE_COLUMNS):
        code, number = digits_in(cells, "postnummer", line), digits_in(cells, "kommunenummer", line)
        name = (cells["poststed"] or "").strip()
        if not name or len(name) > 90:
            raise wrong_cell(line, "poststed", name, "a name is expected")
        quality = (cells.get("quality_bolstad") or "9").strip()
        rows.append(
            (code, _as_written(name), number, _point(cells, line), int(quality) if quality.isdigit() else 9)
        )
    return rows


def _by_hand(municipalities: dict[str, Municipality], regions: dict[str, Region]) -> Iterable[Entry]:
    """Our own: the names in other scripts, villages, islands, districts and municipalities of old."""
    for line, cells in read_table(BY_HAND, ("kind", "name", "where", "lat", "lon", "number", "also")):
        kind, name, where = cells["kind"], cells["name"], cells["where"]
        also = [part for part in (cells["also"] or "").split("|") if part]
        if kind == Place.Kind.REGION:
            if where in regions:
                yield Entry(kind, f"region-{where}", name, region=where, names=[name, *also])
        elif where in municipalities:
            is_whole = kind == Place.Kind.MUNICIPALITY
            names = [where, *also] if is_whole else [name, *also]
            address = f"municipality-{where}" if is_whole else f"{slug(name)}-{where}"
            names += [cells["number"]] if cells["number"] else []
            yield Entry(kind, address, name, where, point=_point(cells, line), names=names)
    # Every municipality is found by its number.
    for number, place in municipalities.items():
        yield Entry(Place.Kind.MUNICIPALITY, f"municipality-{number}", place.name, number, names=[number])


def _as_written(name: str) -> str:
    """Posten writes in capitals: "BØ I VESTERÅLEN" → "Bø i Vesterålen"."""
    if not name.isupper():
        return name
    words = name.lower().split()
    return " ".join(
        word if place and word in SMALL_WORDS else word.title() for place, word in enumerate(words)
    )


def _point(cells: dict[str, str], line: int) -> Point | None:
    if not (cells["lat"] or "").strip() and not (cells["lon"] or "").strip():
        return None
    return degrees_in(cells, "lat", line), degrees_in(cells, "lon", line)
