"""What of a file waits until somebody has looked through it: its cells, without what may never be kept.

Columns of nationality, DUF number, national identity number and day of birth are emptied, and so is each cell
with a national identity number, before anything is written down. A text whose letters nobody is sure of is
kept as its bytes, so that another reading can be chosen.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from core.spreadsheets import reading
from core.spreadsheets.encodings import decoded
from core.spreadsheets.reading import Cell, Line, SheetHead, UnreadableFile
from newcomers.reading.cells import has_national_number, is_telephone
from newcomers.reading.headings import header_in

# Stands where a national identity number stood: it is refused in the same words.
NEVER = "000000 00000"
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
class Kept:
    """What was kept of one: {"encodings": […], "sheets": [[name, is hidden, hidden columns, lines], …]}.

    Each line is [number, is hidden, cells]; cells are as in `core.spreadsheets.workbook`.
    """

    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes, *, most: int) -> "Kept":
        """Of the file `data`, of which no sheet may have more than `most` lines. Raises `UnreadableFile`."""
        file = File(data)
        encodings = file.encodings()
        # With one reading the text is kept; with several, what it was before anybody read it.
        reads_as = encodings[0] if len(encodings) == 1 else RAW if encodings else None
        sheets = [
            [head.name, head.is_hidden, sorted(head.hidden_columns), _harmless(file, head, reads_as, most)]
            for head in file.sheets(reads_as)
        ]
        return cls({"encodings": encodings, "sheets": sheets})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Kept":
        return cls(json.loads(zlib.decompress(data)))

    def to_bytes(self) -> bytes:
        return zlib.compress(json.dumps(self.values, ensure_ascii=False).encode(), 6)

    @property
    def count(self) -> int:
        """How many lines all its sheets have."""
        return sum(len(lines) for *_head, lines in self.values["sheets"])

    def encodings(self) -> list[str]:
        return list(self.values["encodings"])

    def sheets(self, encoding: str | None) -> list[SheetHead]:
        return [
            SheetHead(
                index,
                name,
                is_hidden,
                frozenset(hidden),
                [self._line(line, encoding) for line in lines[: reading.COVER_ROWS]],
            )
            for index, (name, is_hidden, hidden, lines) in enumerate(self.values["sheets"])
        ]

    def lines(self, sheet: int, encoding: str | None, most: int) -> Iterator[Line]:
        if not 0 <= sheet < len(self.values["sheets"]):
            raise UnreadableFile
        for line in self.values["sheets"][sheet][3]:
            yield self._line(line, encoding)

    def _line(self, line: list[Any], encoding: str | None) -> Line:
        number, is_hidden, cells = line
        is_raw = len(self.values["encodings"]) > 1
        return Line(number, is_hidden, [_cell(cell, encoding if is_raw else None) for cell in cells])


def _harmless(file: File, head: SheetHead, encoding: str | None, most: int) -> list[list[Any]]:
    header = header_in(head.first, hidden=head.hidden_columns)
    never = {each.index for each in header.columns if each.is_forbidden} if header else set()
    first = header.number if header else 0
    found = []
    for line in file.lines(head.index, encoding, most):
        is_below = line.number > first
        cells = [
            None if is_below and index in never else _json(cell) for index, cell in enumerate(line.cells)
        ]
        found.append([line.number, line.is_hidden, cells])
    return found


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
