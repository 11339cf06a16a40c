"""What of a file waits until somebody has looked through it: its cells, without what may never be kept.

Columns of nationality, DUF number, national identity number and day of birth are emptied, and so is each cell
with a national identity number, before anything is written down. A text whose letters nobody is sure of is
kept as its bytes, so that another reading can be chosen.
"""

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any, Protocol

from core.spreadsheets import reading
from core.spreadsheets.encodings import decoded
from core.spreadsheets.reading import Cell, Line, SheetHead, UnreadableFile
from newcomers.reading.cells import has_national_number, is_telephone
from newcomers.reading.headings import header_in

# Stands where a national identity number stood: it is refused in the same words.
NEVER = "000000 00000"
TELLS_EVERY = 500
# Bytes as letters, one to one.
RAW = "latin-1"


class Source(Protocol):
    """Where a list is read from."""

    def encodings(self) -> list[str]: ...

    def sheets(self, encoding: str | None) -> list[SheetHead]: ...

    def lines(self, sheet: int, encoding: str | None, most: int) -> Iterator[Line]: ...


@dataclass(frozen=True)
class File:
    """A file as it came."""

    data: bytes

    def encodings(self) -> list[str]:
        return reading.encodings_of(self.data)

    def sheets(self, encoding: str | None) -> list[SheetHead]:
        return reading.sheets(self.data, encoding=encoding)

    def lines(self, sheet: int, encoding: str | None, most: int) -> Iterator[Line]:
        return reading.lines(self.data, sheet=sheet, encoding=encoding, most=most)


@dataclass(frozen=True)
class KeptSheet:
    """A sheet of a list: its head, how many lines it has that are not empty, and those lines, packed."""

    head: SheetHead
    count: int
    packed: bytes

    def lines(self) -> Iterator[list[Any]]:
        """Each as [number, is hidden, cells]; cells are as in `core.spreadsheets.workbook`."""
        with gzip.open(BytesIO(self.packed), "rt", encoding="utf-8") as unpacked:
            for line in unpacked:
                yield json.loads(line)


@dataclass(frozen=True)
class Kept:
    """What was kept of a file. Its lines are packed: of a long list one at a time is in memory."""

    listed: tuple[str, ...] = ()
    kept: tuple[KeptSheet, ...] = ()

    @classmethod
    def of(cls, data: bytes, *, most: int, told: Callable[[int], None] | None = None) -> "Kept":
        """Of the file `data`, of which no sheet may have more than `most` lines; `told` hears now and then
        how many have been read of a sheet. Raises `UnreadableFile`."""
        encodings = reading.encodings_of(data)
        # With one reading the text is kept; with several, what it was before anybody read it.
        reads_as = encodings[0] if len(encodings) == 1 else RAW if encodings else None
        sheets = [
            _packed(head, _harmless(head, lines), told)
            for head, lines in reading.whole(data, encoding=reads_as, most=most)
        ]
        return cls(tuple(encodings), tuple(sheets))

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Kept":
        """What `as_json` has given."""
        sheets = [
            KeptSheet(
                SheetHead(index, name, is_hidden, frozenset(hidden)), count, base64.b64decode(packed.encode())
            )
            for index, (name, is_hidden, hidden, count, packed) in enumerate(values["sheets"])
        ]
        return cls(tuple(values["encodings"]), tuple(sheets))

    def as_json(self) -> dict[str, Any]:
        """{"encodings": […], "sheets": [[name, is hidden, hidden columns, how many lines, packed], …]}."""
        sheets = [
            [
                each.head.name,
                each.head.is_hidden,
                sorted(each.head.hidden_columns),
                each.count,
                base64.b64encode(each.packed).decode(),
            ]
            for each in self.kept
        ]
        return {"encodings": list(self.listed), "sheets": sheets}

    @property
    def count(self) -> int:
        """How many lines all its sheets have."""
        return sum(each.count for each in self.kept)

    def encodings(self) -> list[str]:
        return list(self.listed)

    def sheets(self, encoding: str | None) -> list[SheetHead]:
        return [
            replace(
                each.head,
                first=[self._line(line, encoding) for line in islice(each.lines(), reading.COVER_ROWS)],
            )
            for each in self.kept
        ]

    def lines(self, sheet: int, encoding: str | None, most: int) -> Iterator[Line]:
        if not 0 <= sheet < len(self.kept):
            raise UnreadableFile
        return (self._line(line, encoding) for line in self.kept[sheet].lines())

    def _line(self, line: list[Any], encoding: str | None) -> Line:
        number, is_hidden, cells = line
        is_raw = len(self.listed) > 1
        return Line(number, is_hidden, [_cell(cell, encoding if is_raw else None) for cell in cells])


def _packed(head: SheetHead, lines: Iterator[list[Any]], told: Callable[[int], None] | None) -> KeptSheet:
    packed, count = BytesIO(), 0
    with gzip.open(packed, "wt", compresslevel=6, encoding="utf-8") as out:
        for line in lines:
            json.dump(line, out, ensure_ascii=False)
            out.write("\n")
            count += 1
            if told and count % TELLS_EVERY == 0:
                told(count)
    return KeptSheet(replace(head, first=[]), count, packed.getvalue())


def _harmless(head: SheetHead, lines: Iterator[Line]) -> Iterator[list[Any]]:
    header = header_in(head.first, hidden=head.hidden_columns)
    never = {each.index for each in header.columns if each.is_forbidden} if header else set()
    first = header.number if header else 0
    for line in lines:
        is_below = line.number > first
        cells = [
            None if is_below and index in never else _json(cell) for index, cell in enumerate(line.cells)
        ]
        yield [line.number, line.is_hidden, cells]


def _json(cell: Cell) -> str | list[str] | None:
    if isinstance(cell, date):
        return [cell.isoformat()]
    if cell and has_national_number(cell) and not is_telephone(cell):
        return NEVER
    return cell or None


def _cell(cell: str | list[str] | None, encoding: str | None) -> Cell:
    if isinstance(cell, list):
        moment = datetime.fromisoformat(cell[0])
        return moment if "T" in cell[0] else moment.date()
    if cell and encoding and not cell.isascii():
        return reading.cleaned(decoded(cell.encode(RAW), encoding))
    return cell
