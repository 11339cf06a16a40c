"""The sheets of an OpenDocument table (.ods, ISO/IEC 26300), as LibreOffice and Google save them."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time
from functools import partial

from core.spreadsheets.parts import (
    MAX_COLUMNS,
    MAX_SHEETS,
    MAX_TEXT,
    PROTECTED,
    TOO_LARGE,
    Cells,
    Json,
    Reader,
    Refused,
    Row,
    Sheet,
    local,
)

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
HIDDEN = ("collapse", "filter")


class _Tables(Reader):
    """(name, is hidden) of each sheet; which styles hide one stands before them."""

    def __init__(self) -> None:
        super().__init__()
        self.style, self.hiding = "", set()  # type: str, set[str]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        attributes = local(attributes)
        if name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hiding.add(self.style)
        elif name == "table":
            is_hidden = attributes.get("style-name") in self.hiding or attributes.get("display") == "false"
            self.found.append((attributes.get("name", ""), is_hidden))


class _Rows(Reader):
    """The rows of one sheet, those that are the same repeated only where they say something."""

    def __init__(self, sheet: Sheet, index: int) -> None:
        super().__init__()
        self.sheet, self.index, self.table, self.depth = sheet, index, -1, 0
        self.number, self.column_number = 0, 0
        self.row: Cells = []
        self.repeated, self.is_hidden = 1, False
        self.cell: dict[str, str] = {}
        self.pieces: list[str] = []
        self.paragraphs, self.notes = 0, 0
        # Cells that are merged down a column: (rows to come, what stands in the first), by column.
        self.down: dict[int, tuple[int, Json]] = {}

    @property
    def is_here(self) -> bool:
        return self.table == self.index and self.depth == 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        attributes = local(attributes)
        if name == "table":
            self.depth += 1
            # A table within a cell is no sheet.
            self.table += self.depth == 1
        elif not self.is_here:
            return
        elif name == "table-column":
            self._column(attributes)
        elif name == "table-row":
            self.row, self.repeated = [], _times(attributes, "number-rows-repeated")
            self.is_hidden = attributes.get("visibility") in HIDDEN
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.pieces, self.paragraphs = attributes, [], 0
        elif name == "annotation":
            self.notes += 1
        elif name == "p" and not self.notes:
            self.pieces.append("\n" if self.paragraphs else "")
            self.paragraphs += 1
        elif name in ("s", "tab", "line-break") and not self.notes:
            self.pieces.append("\n" if name == "line-break" else " ")

    def _column(self, attributes: dict[str, str]) -> None:
        count = min(_times(attributes, "number-columns-repeated"), MAX_COLUMNS)
        if attributes.get("visibility") in HIDDEN:
            self.sheet.hidden_columns.update(range(self.column_number, self.column_number + count))
        self.column_number += count

    def end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1
        elif not self.is_here:
            return
        elif name == "annotation":
            self.notes -= 1
        elif name in ("table-cell", "covered-table-cell"):
            value = self._value() if name == "table-cell" else self._covered()
            if name == "table-cell" and self.cell.get("number-rows-spanned", "1") != "1":
                self.down[len(self.row)] = (_times(self.cell, "number-rows-spanned") - 1, value)
            times = min(_times(self.cell, "number-columns-repeated"), MAX_COLUMNS - len(self.row))
            self.row += [value] * times
        elif name == "table-row":
            self._row_ends()

    def _covered(self) -> Json:
        column = len(self.row)
        rows, value = self.down.get(column, (0, None))
        self.down[column] = (rows - 1, value)
        return value if rows > 0 else None

    def _row_ends(self) -> None:
        while self.row and self.row[-1] in (None, ""):
            self.row.pop()
        if self.row:
            # Nobody writes the same thousand times: that is a format that goes on.
            for offset in range(min(self.repeated, 1000)):
                self.found.append((self.number + offset + 1, self.is_hidden, list(self.row)))
        self.number += self.repeated

    def text(self, text: str) -> None:
        if self.is_here and self.paragraphs and not self.notes:
            self.pieces.append(text)

    def _value(self) -> Json:
        kind = self.cell.get("value-type", "")
        if kind == "date":
            with suppress(ValueError):
                moment = datetime.fromisoformat(self.cell.get("date-value", ""))
                return [(moment if moment.time() != time() else moment.date()).isoformat()]
        if kind == "float":
            with suppress(ValueError, OverflowError):
                value = float(self.cell.get("value", ""))
                return str(int(value)) if value == int(value) else str(value)
        shown = "".join(self.pieces)[:MAX_TEXT].strip()
        return shown or self.cell.get("string-value", "")[:MAX_TEXT] or None


def _times(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1


def document_sheets(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    """The sheets of the document, in their order."""
    if MANIFEST in archive.namelist() and b"encryption-data" in archive.read(MANIFEST):
        raise Refused(PROTECTED)
    with archive.open(CONTENT) as part:
        listed = list(_Tables().through(part))
    if len(listed) > MAX_SHEETS:
        raise Refused(TOO_LARGE)
    for index, (name, is_hidden) in enumerate(listed):
        sheet = Sheet(name, is_hidden, rows=lambda: iter(()))
        sheet.rows = partial(_rows, archive, sheet, index)
        yield sheet


def _rows(archive: zipfile.ZipFile, sheet: Sheet, index: int) -> Iterator[Row]:
    with archive.open(CONTENT) as part:
        yield from _Rows(sheet, index).through(part)
