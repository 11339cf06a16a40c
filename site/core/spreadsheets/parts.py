"""What both kinds of workbooks have in common: limits, a sheet, and XML that is read as it comes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

# Contacts that a mail program exports have some ninety.
MAX_COLUMNS = 200
# A workbook is a zip: two megabytes can unpack to two gigabytes, and a million empty rows to 200 MB.
MAX_UNPACKED_BYTES = 400_000_000
# These are all held.
MAX_TEXTS_BYTES = 60_000_000
MAX_TEXTS = 2_000_000
MAX_PARTS = 2000
MAX_SHEETS = 200
# Excel itself allows 65,490 formats of cells in one workbook.
MAX_STYLES = 70_000
# Nobody's name is longer: what else stands in a cell is not kept.
MAX_TEXT = 1000
MAX_ANSWER_BYTES = 60_000_000
CHUNK = 1 << 16

TOO_LARGE, TOO_MANY_ROWS, PROTECTED = "too large", "too many rows", "protected"

Json = str | list[str] | None
Cells = list[Json]
Row = tuple[int, bool, Cells]


class Refused(Exception):
    """The workbook asks for more than a list of people needs, or cannot be opened. Holds the reason."""


@dataclass
class Sheet:
    """One sheet. `rows` gives (number from 1, is hidden, cells), and first fills `hidden_columns`."""

    name: str
    is_hidden: bool
    rows: Callable[[], Iterator[Row]]
    hidden_columns: set[int] = field(default_factory=set)


def is_empty(cells: Cells) -> bool:
    return all(cell in (None, "") for cell in cells)


def local(attributes: dict[str, str]) -> dict[str, str]:
    """`attributes` by their names without prefixes."""
    return {key.rpartition(":")[2]: each for key, each in attributes.items()}


class Reader:
    """An XML part read piece by piece. A kind of part says what to do at `start`, `end` and `text` of an
    element (by its local name: Strict files have other namespaces), and puts what it has found into `found`.
    """

    def __init__(self) -> None:
        self.found: list = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text
        # No part of a workbook has a document type: one that has wants entities to be unfolded.
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_declaration: object) -> None:
        raise Refused(TOO_LARGE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self.end(name.rpartition(":")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some text within one."""

    def through(self, part: IO[bytes]) -> Iterator:
        """Everything that is found in `part`, as it comes."""
        while chunk := part.read(CHUNK):
            self.parser.Parse(chunk, False)
            yield from self.found
            self.found.clear()
        self.parser.Parse(b"", True)
        yield from self.found
