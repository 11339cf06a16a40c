"""Where in a file the list of people is, in which encoding it is written, and everybody in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, zip_longest

from django.utils.translation import gettext_noop as _

from core.spreadsheets.reading import Line, SheetHead, UnreadableFile
from newcomers.reading.headings import HEADER_WITHIN_ROWS, HOUSEHOLD, NAME, Header, header_in
from newcomers.reading.kept import TELLS_EVERY, Source
from newcomers.reading.people import PeopleReader, ReadRow, households_in

# With the row that names the columns, and a title or two above it.
MOST_ROWS = 50_000
MOST_LINES = MOST_ROWS + HEADER_WITHIN_ROWS
Known = Mapping[str, str]


@dataclass(frozen=True)
class FoundList:
    """The list in a file: its sheet, the row that names its columns, and what else there is.

    `encodings` are the readings of a text that nobody can choose among but a person, the likeliest first; one
    or none where there is no doubt. `others` are sheets that people see with a list on them too.
    """

    sheet: SheetHead
    header: Header
    encodings: tuple[str, ...] = ()
    others: tuple[SheetHead, ...] = ()
    hidden_sheets: tuple[SheetHead, ...] = ()


@dataclass
class PeopleRead:
    """Everybody in a list. `rows` are read as they are asked for, once; what is `hidden` is known then."""

    found: FoundList
    rows: Iterable[ReadRow]
    reader: PeopleReader

    @property
    def hidden(self) -> list[int]:
        """The numbers of rows that the list does not show, and which were not taken."""
        return self.reader.hidden


def find_list(
    source: Source, *, encoding: str | None = None, sheet: int | None = None, known: Known | None = None
) -> FoundList:
    """The list in a file: on the sheet that names most columns, among those that people see.

    `sheet` and `encoding` are what somebody has chosen, `known` what they say of headings (`headings`).
    Raises `UnreadableFile`.
    """
    possible: list[str | None] = [encoding] if encoding else [*source.encodings()] or [None]
    looked = [(each, source.sheets(each)) for each in possible]
    # What names the columns is written in our letters: in the right encoding it is read.
    found = [(each, *_chosen(sheets, sheet, known)) for each, sheets in looked]
    most = max(len(header.fields) if header else 0 for _each, _sheet, header in found)
    fitting = [one for one in found if one[2] is not None and len(one[2].fields) == most]
    if not fitting:
        raise _why_not(looked[0][1], known)
    _encoding, head, header = fitting[0]
    assert header is not None, "only those have been kept"
    sheets = next(sheets for each, sheets in looked if each == _encoding)
    others = [each for each in sheets if each.index != head.index]
    return FoundList(
        head,
        header,
        tuple(each for each, _sheet, _header in fitting if each),
        tuple(each for each in others if not each.is_hidden and _has_a_list(each, known)),
        tuple(each for each in others if each.is_hidden),
    )


def _chosen(
    sheets: list[SheetHead], wanted: int | None, known: Known | None
) -> tuple[SheetHead, Header | None]:
    if wanted is not None:
        sheet = next((each for each in sheets if each.index == wanted), sheets[0])
        return sheet, _header_in(sheet, known)
    seen = [(each, _header_in(each, known)) for each in sheets if not each.is_hidden]
    # The first of those that are as good: an archive comes after what it is an archive of.
    best = max(seen, key=lambda each: len(each[1].fields) if each[1] else 0, default=None)
    return best or (sheets[0], None)


def _header_in(sheet: SheetHead, known: Known | None) -> Header | None:
    return header_in(sheet.first, hidden=sheet.hidden_columns, known=known)


def _has_a_list(sheet: SheetHead, known: Known | None) -> bool:
    header = _header_in(sheet, known)
    return header is not None and any(
        line.number > header.number and not line.is_hidden for line in sheet.first
    )


def _why_not(sheets: list[SheetHead], known: Known | None) -> UnreadableFile:
    hidden = next((each for each in sheets if each.is_hidden and _has_a_list(each, known)), None)
    if hidden:
        return UnreadableFile(
            _("The list is on the hidden sheet “%(name)s”. Show it in the workbook, and upload it again."),
            name=hidden.name,
        )
    return UnreadableFile(
        _(
            "We did not find the row that names the columns. It must name e-mail addresses, phone numbers or "
            "names, for example: Navn; E-post; Telefon; Språk; Ankomst."
        )
    )


def read_people(
    source: Source,
    *,
    writes: str,
    today: date,
    encoding: str | None = None,
    sheet: int | None = None,
    known: Known | None = None,
    told: Callable[[int], None] | None = None,
) -> PeopleRead:
    """Everybody in the file, a row at a time: a long list is never held. `writes` is the municipality's own
    language; `told` hears now and then how many lines have been read.

    Raises `UnreadableFile`, also while the rows are asked for.
    """
    found = find_list(source, encoding=encoding, sheet=sheet, known=known)
    first = found.encodings[0] if found.encodings else None

    def lines() -> Iterator[Line]:
        return source.lines(found.sheet.index, first, MOST_LINES)

    # How many rows of each family there are: whoever has read them all can let go of it.
    families = households_in(lines(), found.header) if HOUSEHOLD in found.header.fields else Counter()
    reader = PeopleReader(found.header, writes=writes, today=today, families=families)
    return PeopleRead(found, _rows(source, found, lines(), reader, told), reader)


def _rows(
    source: Source,
    found: FoundList,
    lines: Iterator[Line],
    reader: PeopleReader,
    told: Callable[[int], None] | None,
) -> Iterator[ReadRow]:
    several = len(found.encodings) > 1
    for count, (line, readings) in enumerate(_with_readings(source, found) if several else _alone(lines)):
        yield from reader.take(line, readings)
        if told and count % TELLS_EVERY == 0:
            told(count)
    yield from reader.rest()


def _alone(lines: Iterator[Line]) -> Iterator[tuple[Line, list[str]]]:
    return ((line, []) for line in lines)


def _with_readings(source: Source, found: FoundList) -> Iterator[tuple[Line, list[str]]]:
    """Each line, with the name that each of the encodings gives it where one reads it otherwise: nobody is
    taken whose row does."""
    several = [source.lines(found.sheet.index, each, MOST_LINES) for each in found.encodings]
    for together in zip(*several, strict=False):
        differs = len({tuple(map(str, line.cells)) for line in together}) > 1
        yield together[0], _as_read(together, found.header) if differs else []


def _as_read(together: tuple[Line, ...], header: Header) -> list[str]:
    """The name in each of the encodings, or where that is the same in all, what is not."""
    names = [_name_in(line, header) for line in together]
    if len(set(names)) > 1:
        return names
    differing = [
        index
        for index, cells in enumerate(zip_longest(*(line.cells for line in together)))
        if len(set(map(str, cells))) > 1
    ]
    return [
        " ".join(str(line.cells[each]) for each in differing if each < len(line.cells)) for line in together
    ]


def _name_in(line: Line, header: Header) -> str:
    columns = [*header.fields.get(NAME, ()), *header.fields.get("first_name", ())]
    columns += header.fields.get("last_name", ())
    said = [str(line.cells[index]) for index in columns if index < len(line.cells) and line.cells[index]]
    return " ".join(said) or " ".join(str(cell) for cell in islice(line.cells, 3) if cell)
