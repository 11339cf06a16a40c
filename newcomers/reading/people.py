"""A list of people, row by row: whom we understood, what is wrong with the rest, and what was not taken.

`PeopleReader` is fed lines one at a time and keeps nothing of a row but what is understood, or what has to be
corrected; it gives each row away when it is whole. Children are a number and an age band, and belong to the
household whose row they stand under.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.comparing import search_form
from core.formats import in_a_row, labelled
from core.isolation import filled
from core.languages import NORWEGIAN
from core.spreadsheets.formulas import is_formula
from core.spreadsheets.reading import Cell, Line
from newcomers.choices import MOST_CHILDREN, Situation
from newcomers.person import Person, known_as
from newcomers.reading import headings
from newcomers.reading.cells import (
    CellError,
    has_national_number,
    read_address,
    read_language,
    read_month,
    read_name,
    read_phone,
    refuse_misspelt,
    text_of,
)
from newcomers.reading.families import BANDS, Children, age_in, child_of, children_in, is_child, number_in
from newcomers.reading.headings import Header
from newcomers.reading.words import split

FIELD_LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Phone number"),
    "language": gettext_lazy("Language"),
    "arrived_month": gettext_lazy("Month of arrival"),
    "row": gettext_lazy("The row"),
}
# The fields that a person can correct on the page, in this order.
CORRECTED = ("name", "email", "phone", "language", "arrived_month")
# A row with one of these and nothing else is no person.
SUMS = frozenset(split("sum|totalt|total|antall|i|alt|samlet|всього|разом|المجموع")) | {
    "i alt",
    "sum totalt",
}
SHOWN_OF_A_CELL = 120


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, and what to do. `field` is a key of `FIELD_LABELS`; `reason` a word."""

    field: str
    message: str
    reason: str = ""
    proposals: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(FIELD_LABELS[self.field])

    @property
    def sentence(self) -> str:
        return labelled(self.label, self.message)


@dataclass(slots=True)
class ReadRow:
    """A row of the list. With `problems` it waits for somebody, and `typed` is what its cells said, without
    what may never be kept. `same_as` is the earlier row of the same person. `person.language` is "" where the
    list does not say it; `language_written` is how it does.
    """

    number: int
    person: Person
    language_written: str = ""
    problems: list[Problem] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    same_as: int | None = None


Cells = Mapping[str, list[Cell]]


def households_in(lines: Iterable[Line], header: Header) -> Counter[str]:
    """How many rows that people see each family has, by what its column says of it."""
    seen = (line for line in lines if line.number > header.number and not line.is_hidden)
    return Counter(family for line in seen if (family := _household(cells_of(line, header))))


def cells_of(line: Line, header: Header) -> dict[str, list[Cell]]:
    """What a line says, by what its columns are about."""
    return {
        name: [line.cells[index] for index in columns if index < len(line.cells)]
        for name, columns in header.fields.items()
    }


def _household(cells: "Cells") -> str:
    return search_form(_first(cells, headings.HOUSEHOLD))


class PeopleReader:
    """Reads the lines under `header`. `writes` is the municipality's own language, for "norsk"; `families`
    says how many rows each has (`households_in`).

    A row is given away as soon as nothing that follows can belong to it: what is held is the row above, and
    families of which there is more to come.
    """

    def __init__(self, header: Header, *, writes: str, today: date, families: Counter[str]) -> None:
        self.header, self.writes, self.today = header, writes, today
        self.hidden: list[int] = []
        self._left = families
        self._open: dict[str, ReadRow] = {}
        # The row above, of which children without a family are.
        self._last: str | None = None
        self._seen: dict[str, tuple[int, bool]] = {}

    def take(self, line: Line, readings: list[str]) -> Iterator[ReadRow]:
        """Understand one line; gives the rows that are whole by that. What is hidden is noted, not taken.

        `readings` is the name in each of the encodings where nobody is sure of its letters.
        """
        if line.number <= self.header.number:
            return
        if line.is_hidden:
            self.hidden.append(line.number)
            return
        cells = cells_of(line, self.header)
        family, before = _household(cells), self._last
        self._left[family] -= bool(family)
        if not (self._says_nothing(cells) or self._repeats_the_header(cells)):
            self._last = self._placed(line.number, cells, family, readings)
        for key in dict.fromkeys((before, family)):
            if key and key != self._last and not self._left[key] and key in self._open:
                yield self._open.pop(key)

    def rest(self) -> Iterator[ReadRow]:
        """What is still held when there is nothing more to come."""
        while self._open:
            yield self._open.pop(next(iter(self._open)))

    def _placed(self, number: int, cells: Cells, family: str, readings: list[str]) -> str:
        """The key of the row that the line is, or belongs to."""
        age = age_in(_cell(cells, headings.AGE), today=self.today)
        if is_child(_cell(cells, headings.ROLE), age):
            return self._add_child(number, cells, family, child_of(age))
        row = self._understood(number, cells)
        if readings:
            problem = Problem("name", unsure_letters(readings), "encoding", tuple(readings))
            row.problems.append(problem)
        return self._place(row, family)

    def _says_nothing(self, cells: Cells) -> bool:
        said = [name for name, several in cells.items() if any(map(_says_something, several))]
        if not said:
            return True
        names = " ".join(_first(cells, name) for name in (headings.NAME, headings.FIRST, headings.LAST))
        return not {headings.EMAIL, headings.PHONE} & set(said) and search_form(names) in SUMS

    def _repeats_the_header(self, cells: Cells) -> bool:
        """Where a list was printed and scanned, or put together of several."""
        said = [(name, str(cell)) for name, several in cells.items() for cell in several if cell]
        return len(said) > 1 and all(headings.field_of(text) == name for name, text in said)

    def _place(self, row: ReadRow, family: str) -> str:
        """Put the row where it belongs: to its family, beside an earlier row of the same person, or by
        itself. Returns its key."""
        if family in self._open:
            self._join(self._open[family], row)
            return family
        if not row.problems:
            row.same_as = self._seen_before(row)
        return self._hold(row, family)

    def _hold(self, row: ReadRow, family: str) -> str:
        key = family or f"\x00{row.number}"
        self._open[key] = row
        return key

    def _seen_before(self, row: ReadRow) -> int | None:
        """The earlier row of the same person. A number alone is the same person's only where one of the two
        has no e-mail address: a couple may share it."""
        marks, has_email = known_as(row.person), bool(row.person.email)
        same = None
        for mark in marks:
            number, had_email = self._seen.get(mark, (None, False))
            if same is None and number and ("@" in mark or not (has_email and had_email)):
                same = number
            self._seen.setdefault(mark, (row.number, has_email))
        return same

    def _join(self, first: ReadRow, row: ReadRow) -> None:
        """Somebody else in a household that has a row: what its contact lacks is filled in, the children are
        added up."""
        person, other = first.person, row.person
        if any(problem.reason == "child" for problem in first.problems):
            first.number, first.language_written = row.number, row.language_written
            first.problems = []
        first.problems += row.problems
        for name, text in row.typed.items():
            first.typed.setdefault(name, text)
        values = {
            name: getattr(person, name) or getattr(other, name)
            for name in ("email", "phone", "language", "arrived_month", "name")
        }
        counts = {band: getattr(person, band) + getattr(other, band) for band, _ages in BANDS}
        first.person = replace(person, **values, **counts)

    def _add_child(self, number: int, cells: Cells, family: str, child: Children) -> str:
        key = family or self._last or ""
        if key not in self._open:
            # The children may stand first: the household's contact comes with its own row.
            row = ReadRow(number, Person(situations=(Situation.FAMILY.value,), **child.values()))
            row.problems.append(Problem("row", no_grown_up(), "child"))
            return self._hold(row, family)
        row = self._open[key]
        counts = {band: min(getattr(row.person, band) + count, MOST_CHILDREN) for band, count in child.bands}
        situations = tuple(dict.fromkeys([*row.person.situations, Situation.FAMILY.value]))
        row.person = replace(row.person, situations=situations, **counts)
        return key

    def _understood(self, number: int, cells: Cells) -> ReadRow:
        problems: list[Problem] = []

        def tried(name: str, read: Callable, otherwise: object = "") -> object:
            try:
                return read()
            except CellError as error:
                problems.append(Problem(name, str(error), error.reason, error.proposals))
                return otherwise

        said = _first(cells, headings.LANGUAGE)
        children = children_in(_cell(cells, headings.CHILDREN)) + self._bands(cells)
        values: dict = {
            "name": tried("name", lambda: self._name(cells)),
            "email": tried("email", lambda: self._email(cells)),
            "phone": tried("phone", lambda: _first_read(cells, headings.PHONE, read_phone)),
            "language": tried("language", lambda: read_language(said, default=self.own_norwegian)),
            "arrived_month": tried(
                "arrived_month",
                lambda: read_month(_cell(cells, headings.ARRIVED), today=self.today),
                None,
            ),
        }
        if not problems and not any(values[name] for name in ("name", "email", "phone")):
            problems.append(Problem("row", nobody(), "nobody"))
        has_family = children.has_any or any(count for _band, count in children.bands)
        situations = (Situation.FAMILY.value,) if has_family else ()
        person = Person(**values, situations=situations, **children.values())
        row = ReadRow(number, person, harmless(said), problems)
        if problems:
            row.typed = self._typed(cells)
        return row

    @property
    def own_norwegian(self) -> str:
        return self.writes if self.writes in NORWEGIAN else "nb"

    def _bands(self, cells: Cells) -> Children:
        return Children(
            tuple((band, number) for band, _ages in BANDS if (number := number_in(_cell(cells, band))))
        )

    def _email(self, cells: Cells) -> str:
        address = _first_read(cells, headings.EMAIL, read_address)
        if address:
            refuse_misspelt(address)
        return address

    def _name(self, cells: Cells) -> str:
        whole = read_name(_cell(cells, headings.NAME))
        parts = [read_name(_cell(cells, each)) for each in (headings.FIRST, headings.MIDDLE, headings.LAST)]
        if parts[0] or parts[2] or not whole:
            return read_name(" ".join(part for part in parts if part)) if any(parts) else whole
        if self.header.has_last_name_first and whole.count(",") == 1:
            last, _comma, first = whole.partition(",")
            return read_name(f"{first.strip()} {last.strip()}")
        return whole

    def _typed(self, cells: Cells) -> dict[str, str]:
        """What the cells say that somebody has to correct, without what may never be kept."""
        names = [_first(cells, name) for name in (headings.FIRST, headings.MIDDLE, headings.LAST)]
        said = {
            "name": _first(cells, headings.NAME) or " ".join(filter(None, names)),
            "email": _first(cells, headings.EMAIL),
            "phone": _first(cells, headings.PHONE),
            "language": _first(cells, headings.LANGUAGE),
            "arrived_month": _first(cells, headings.ARRIVED),
        }
        return {name: harmless(text) for name, text in said.items() if text}


def harmless(text: str) -> str:
    """A cell as text, without what no table of ours may hold: a formula, a national identity number, more
    than any address is long."""
    if (is_formula(text) and not text.startswith("+")) or has_national_number(text):
        return ""
    return text[:SHOWN_OF_A_CELL]


def nobody() -> str:
    return _("There is no name, no e-mail address and no phone number in this row.")


def unsure_letters(readings: list[str]) -> str:
    return filled(
        _("We cannot be sure which letters the file means. Is it %(names)s?"),
        names=in_a_row(*(f"“{name}”" for name in dict.fromkeys(readings) if name)),
    )


def no_grown_up() -> str:
    return _("This row is about a child, and no grown-up stands with it. Write the name of a parent.")


def same_as_row(number: int) -> str:
    return filled(_("The same person as in row %(row)s."), row=number)


def _says_something(cell: Cell) -> bool:
    """A row of hyphens is as empty as one of nothing; question marks may have been a name."""
    text = str(cell or "")
    return "??" in text or any(map(str.isalnum, text))


def _cell(cells: Cells, name: str) -> Cell:
    return next((cell for cell in cells.get(name, ()) if cell not in (None, "")), None)


def _first(cells: Cells, name: str) -> str:
    """The first of the field's cells that says something, as text."""
    for cell in cells.get(name, ()):
        try:
            # Question marks are what is left of a name.
            text = text_of(cell) or (str(cell) if "??" in str(cell) else "")
        except CellError:
            text = str(cell)
        if text:
            return text
    return ""


def _first_read(cells: Cells, name: str, read: Callable[[Cell], str]) -> str:
    """The first of the field's cells that can be read. Raises what was wrong with the first one otherwise."""
    wrong: CellError | None = None
    for cell in cells.get(name, ()):
        try:
            value = read(cell)
        except CellError as error:
            wrong = wrong or error
        else:
            if value:
                return value
    if wrong:
        raise wrong
    return ""
