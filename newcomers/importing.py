"""A list of newcomers, row by row: what is good, what is wrong with the rest, and what we did not keep."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import labelled
from core.mail.letter import LONGEST_ADDRESS
from core.names import NATIONAL_NUMBER
from core.spreadsheets.formulas import is_formula
from core.spreadsheets.reading import Cell, Row, UnreadableFile, read_rows
from core.spreadsheets.writing import csv_text
from core.text import same_address
from newcomers.columns import (
    HEADERS,
    CellError,
    read_email,
    read_language,
    read_month,
    read_name,
)
from newcomers.person import Person
from organisations.naming import search_form

FIELD_LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail address"),
    "language": gettext_lazy("Language"),
    "arrived_month": gettext_lazy("Month of arrival"),
}
# The names that our own template and corrections have: everyone's spreadsheet opens them.
TEMPLATE_HEADER = ["Navn", "E-post", "Språk", "Ankomst"]
# Of a cell that can be no address and no name.
SHOWN_OF_A_CELL = 80
# Of the corrections: every row of an honest list of five thousand, and no page that a phone cannot hold.
MOST_SIGNS = 2_500_000
# A title or two may stand above the list.
HEADER_WITHIN_ROWS = 10


@dataclass(frozen=True)
class NewcomerRow(Person):
    """A good row. `number` is the row in the file."""

    number: int = field(kw_only=True)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, and what to do. `field` is a key of `FIELD_LABELS`."""

    field: str
    message: str

    @property
    def label(self) -> str:
        return str(FIELD_LABELS[self.field])


@dataclass(frozen=True)
class BadRow:
    """A row that was not taken. `cells` holds only the columns that we keep."""

    number: int
    cells: dict[str, Cell]
    problems: list[Problem]


@dataclass
class NewcomerList:
    """What a file held. `ignored` names the columns that were not kept; `repeated` are (row, earlier row)."""

    rows: list[NewcomerRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.rows or self.bad)


def read_list(data: bytes, *, default_language: str, today: date) -> NewcomerList:
    """Read the file `data`. `default_language` is for people whose language is not given.

    Raises `UnreadableFile` when the file as a whole cannot be used.
    """
    numbered = read_rows(data)
    columns, ignored = _find_header(numbered)
    result = NewcomerList(ignored=ignored)
    seen: dict[str, int] = {}
    for number, row in numbered:
        cells = {name: row[index] for name, index in columns.items() if index < len(row)}
        if any(cell not in (None, "") for cell in cells.values()):
            _sort_row(result, seen, number, cells, default_language=default_language, today=today)
    if not result:
        raise UnreadableFile(_("There is a header, but no people under it."))
    return result


def _find_header(numbered: Iterator[tuple[int, Row]]) -> tuple[dict[str, int], list[str]]:
    """The columns that we keep, {name: index}, and the titles of those that we do not."""
    for number, row in numbered:
        columns: dict[str, int] = {}
        ignored: list[str] = []
        for index, cell in enumerate(row):
            name = HEADERS.get(search_form(str(cell or "")))
            if name and name not in columns:
                columns[name] = index
            elif cell:
                ignored.append(str(cell)[:60])
        if "email" in columns:
            return columns, ignored
        if number >= HEADER_WITHIN_ROWS:
            break
    raise UnreadableFile(
        _(
            "We did not find a column with e-mail addresses. "
            "The first row must name the columns, for example: Navn; E-post; Språk; Ankomst."
        )
    )


def _sort_row(
    result: NewcomerList,
    seen: dict[str, int],
    number: int,
    cells: dict[str, Cell],
    *,
    default_language: str,
    today: date,
) -> None:
    values, problems = _read_cells(cells, default_language=default_language, today=today)
    if problems:
        result.bad.append(BadRow(number, cells, problems))
        return
    row = NewcomerRow(number=number, **values)
    earlier = seen.setdefault(same_address(row.email), number)
    if earlier != number:
        result.repeated.append((number, earlier))
    else:
        result.rows.append(row)


def _read_cells(cells: dict[str, Cell], *, default_language: str, today: date) -> tuple[dict, list[Problem]]:
    readers = {
        "name": lambda: _whole_name(cells),
        "email": lambda: read_email(cells.get("email")),
        "language": lambda: read_language(cells.get("language"), default=default_language),
        "arrived_month": lambda: read_month(cells.get("arrived_month"), today=today),
    }
    values: dict = {}
    problems: list[Problem] = []
    for name, read in readers.items():
        try:
            values[name] = read()
        except CellError as error:
            problems.append(Problem(name, str(error)))
    return values, problems


def _whole_name(cells: dict[str, Cell]) -> str:
    if cells.get("name"):
        return read_name(cells["name"])
    parts = [read_name(cells.get(part)) for part in ("first_name", "last_name")]
    return read_name(" ".join(part for part in parts if part))


def template_csv() -> str:
    """An empty list to fill in."""
    example = ["Olena Eksempel", "olena@example.org", "ukrainsk", "2026-10"]
    return csv_text(headings=TEMPLATE_HEADER, lines=[example])


@dataclass(frozen=True)
class Corrections:
    """A file of the rows to correct. `rows` is how many of them it has: it goes through the page and back."""

    text: str
    rows: int


def corrections(bad: Iterable[BadRow]) -> Corrections:
    """The rows that were not taken, ready to be corrected and uploaded again, with what is wrong in a last
    column; as many of them as a page can carry."""
    rows: list[list[str]] = []
    signs = 0
    for row in bad:
        name = row.cells.get("name") or " ".join(
            str(row.cells[part]) for part in ("first_name", "last_name") if row.cells.get(part)
        )
        cells = [name, *(row.cells.get(column) for column in ("email", "language", "arrived_month"))]
        wrong = " ".join(labelled(problem.label, problem.message) for problem in row.problems)
        line = [*map(_harmless, cells), wrong]
        signs += sum(map(len, line))
        if signs > MOST_SIGNS:
            break
        rows.append(line)
    text = csv_text(headings=[*TEMPLATE_HEADER, _("What is wrong")], lines=rows)
    return Corrections(text, len(rows))


def _harmless(cell: Cell) -> str:
    """The cell as text, without what no file of ours may hold: a formula that runs, a national identity
    number, more than any address is long."""
    text = "" if cell is None or is_formula(cell) else str(cell)
    text = NATIONAL_NUMBER.sub("", text)
    return text if len(text) <= LONGEST_ADDRESS else f"{text[:SHOWN_OF_A_CELL]}…"
