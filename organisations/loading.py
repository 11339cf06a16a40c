"""Fills the table of municipalities from a file of facts. Numbers and names: SSB Klass 131."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction

from organisations.models import Municipality, MunicipalityName, Region
from organisations.naming import slug

DATA = Path(__file__).parent / "data"
MUNICIPALITIES = DATA / "municipalities.csv"
REGIONAL_COUNCILS = DATA / "regional_councils.csv"
DISTRICTS = DATA / "districts.csv"

NAME_COLUMNS = {"name_se": "se", "name_smj": "smj", "name_sma": "sma", "name_fkv": "fkv"}
REQUIRED_COLUMNS = (
    *("kommunenummer", "name", "name_official", *NAME_COLUMNS, "fylkesnummer", "fylkesnavn"),
    *("admin_centre", "lat", "lon", "maalform"),
)
# A file may say of which year its figure is; SSB publishes one a year.
POPULATION_COLUMNS = ("population", "population_2024")
MAALFORM = ("nb", "nn", "neutral")
FACTS = ["name", "slug", "county", "admin_centre", "latitude", "longitude", "population", "maalform"]


class BadFileError(Exception):
    """The file cannot be loaded; the message says where and why. Nothing of it was kept."""


@dataclass(frozen=True)
class Row:
    """One municipality as the file has it. `names`: (language, name) in the official order."""

    kommunenummer: str
    name: str
    names: list[tuple[str, str]]
    fylkesnummer: str
    fylkesnavn: str
    admin_centre: str
    latitude: Decimal
    longitude: Decimal
    population: int
    maalform: str


@transaction.atomic
def load_municipalities(*, path: Path = MUNICIPALITIES) -> int:
    """Make or update every municipality in the file at `path`, and its county. Returns how many.

    A repeat changes nothing. Whether a municipality takes part stays as it is; one that the file lacks is
    left alone. Raises `BadFileError`, and then nothing has changed.
    """
    rows = read_municipalities(path)
    counties = _load_counties(rows)
    slugs = unique_slugs(rows)
    Municipality.objects.bulk_create(
        [_municipality(row, counties[row.fylkesnummer], slugs[row.kommunenummer]) for row in rows],
        update_conflicts=True,
        unique_fields=["kommunenummer"],
        update_fields=FACTS,
    )
    _load_names(rows)
    return len(rows)


@transaction.atomic
def load_regions(*, path: Path = REGIONAL_COUNCILS, kind: str = Region.Kind.COUNCIL) -> int:
    """Make or update the regions of one kind in the file at `path`: a row per member. Returns how many."""
    members: dict[tuple[str, str], list[str]] = {}
    for number, cells in read_table(path, ("slug", "name", "kommunenummer")):
        place = text_in(cells, "kommunenummer", number)
        members.setdefault((text_in(cells, "slug", number), text_in(cells, "name", number)), []).append(place)
    for (address, name), numbers in members.items():
        region, _created = Region.objects.update_or_create(
            slug=address, defaults={"name": name, "kind": kind}
        )
        region.municipalities.set(Municipality.objects.filter(pk__in=numbers))
    return len(members)


def read_municipalities(path: Path) -> list[Row]:
    """The rows of the file, each checked. Raises `BadFileError` naming the line and the column."""
    rows = [_row(cells, number) for number, cells in read_table(path, REQUIRED_COLUMNS)]
    if not rows:
        raise BadFileError(f"{path.name} has no municipalities in it.")
    for kommunenummer, count in Counter(row.kommunenummer for row in rows).items():
        if count > 1:
            raise BadFileError(f"{kommunenummer} stands in the file more than once.")
    return rows


def unique_slugs(rows: Iterable[Row]) -> dict[str, str]:
    """The address of each municipality: its name, and the county where two in the country share the name.

    Bodø is "bodo"; the two Herøy are "heroy-nordland" and "heroy-more-og-romsdal".
    """
    rows = list(rows)
    numbers = [row.kommunenummer for row in rows]
    others = Municipality.objects.exclude(pk__in=numbers).values_list("name", flat=True)
    shared = Counter(slug(name) for name in [*(row.name for row in rows), *others])
    return {
        row.kommunenummer: slug(row.name)
        if shared[slug(row.name)] == 1
        else f"{slug(row.name)}-{slug(row.fylkesnavn)}"
        for row in rows
    }


def _load_counties(rows: list[Row]) -> dict[str, Region]:
    names = {row.fylkesnummer: row.fylkesnavn for row in rows}
    for number, name in names.items():
        Region.objects.update_or_create(
            fylkesnummer=number, defaults={"name": name, "slug": slug(name), "kind": Region.Kind.COUNTY}
        )
    return {region.fylkesnummer: region for region in Region.objects.filter(fylkesnummer__in=names)}


def _municipality(row: Row, county: Region, address: str) -> Municipality:
    return Municipality(
        kommunenummer=row.kommunenummer,
        name=row.name,
        slug=address,
        county=county,
        admin_centre=row.admin_centre,
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
        maalform=row.maalform,
    )


def _load_names(rows: list[Row]) -> None:
    names = [
        MunicipalityName(
            municipality_id=row.kommunenummer,
            language=language,
            name=name,
            position=position,
            **MunicipalityName.forms_of(name),
        )
        for row in rows
        for position, (language, name) in enumerate(row.names)
    ]
    kept = MunicipalityName.objects.bulk_create(
        names,
        update_conflicts=True,
        unique_fields=["municipality", "language"],
        update_fields=["name", "position", "search_name", "heard"],
    )
    stale = MunicipalityName.objects.filter(municipality__in=[row.kommunenummer for row in rows])
    stale.exclude(pk__in=[name.pk for name in kept]).delete()


def read_table(path: Path, required: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """(line in the file, cells by column) for each row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or []
            missing = [column for column in required if column not in columns]
            if missing:
                raise BadFileError(f"{path.name} has no column {', '.join(missing)}.")
            return [(reader.line_num, cells) for cells in reader]
    except OSError as error:
        raise BadFileError(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise BadFileError(f"{path.name} is not a CSV file in UTF-8.") from None


def _row(cells: Mapping[str, str], number: int) -> Row:
    name = text_in(cells, "name", number)
    return Row(
        kommunenummer=digits_in(cells, "kommunenummer", number, length=4),
        name=name,
        names=_names(cells, name, number),
        fylkesnummer=digits_in(cells, "fylkesnummer", number, length=2),
        fylkesnavn=text_in(cells, "fylkesnavn", number),
        admin_centre=text_in(cells, "admin_centre", number),
        latitude=degrees_in(cells, "lat", number),
        longitude=degrees_in(cells, "lon", number),
        population=_population(cells, number),
        maalform=_checked(cells, "maalform", number, lambda value: value in MAALFORM, "nb, nn, neutral"),
    )


def _names(cells: Mapping[str, str], name: str, number: int) -> list[tuple[str, str]]:
    """The official parts in their order: "Hábmer - Hamarøy" is Lule Sámi first, then Norwegian."""
    languages = {cells[column].strip(): code for column, code in NAME_COLUMNS.items() if cells[column]}
    languages[name] = "no"
    parts = [part.strip() for part in text_in(cells, "name_official", number).split(" - ")]
    for part in parts:
        if part not in languages:
            raise wrong_cell(number, "name_official", part, "the language of this part is not given")
    return [(languages[part], part) for part in parts]


def text_in(cells: Mapping[str, str | None], column: str, number: int) -> str:
    value = (cells[column] or "").strip()
    if not value:
        raise wrong_cell(number, column, "", "it is empty")
    return value


def _checked(
    cells: Mapping[str, str], column: str, number: int, is_right: Callable[[str], bool], expected: str
) -> str:
    value = text_in(cells, column, number)
    if not is_right(value):
        raise wrong_cell(number, column, value, f"expected: {expected}")
    return value


def digits_in(cells: Mapping[str, str], column: str, number: int, *, length: int = 4) -> str:
    # Spreadsheets turn "0301" into 301; the leading zero is part of the number.
    def is_right(value: str) -> bool:
        return len(value) == length and value.isascii() and value.isdigit()

    return _checked(cells, column, number, is_right, "0" * length)


def degrees_in(cells: Mapping[str, str], column: str, number: int) -> Decimal:
    """Two decimals of the latitude or longitude, which is `column`."""
    low, high = (57, 81) if column == "lat" else (4, 32)
    value = text_in(cells, column, number)
    try:
        degrees = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        raise wrong_cell(number, column, value, "it is not a number") from None
    if degrees.is_nan() or not low <= degrees <= high:
        raise wrong_cell(number, column, value, "it does not lie in Norway")
    return degrees


def _population(cells: Mapping[str, str], number: int) -> int:
    column = next((name for name in POPULATION_COLUMNS if name in cells), POPULATION_COLUMNS[0])
    if column not in cells:
        raise BadFileError(f"The file has no column {column}.")

    def is_right(value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 9

    return int(_checked(cells, column, number, is_right, "12345"))


def wrong_cell(number: int, column: str, value: str, reason: str) -> BadFileError:
    return BadFileError(f"Line {number}, column {column}, “{value}”: {reason}.")
