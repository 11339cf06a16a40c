"""The sheets of an Excel workbook (ISO/IEC 29500): Transitional and Strict, which differ in namespaces.

A cell has what the person sees in it: of a formula the result that was saved with it, or the formula where
there is none. Merged cells have the value of the first down the column; across they stay empty.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from functools import partial

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from core.spreadsheets.parts import (
    MAX_COLUMNS,
    MAX_SHEETS,
    MAX_STYLES,
    MAX_TEXT,
    MAX_TEXTS,
    TOO_LARGE,
    Cells,
    Json,
    Reader,
    Refused,
    Row,
    Sheet,
    local,
)

TEXTS = "sharedStrings.xml"
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
LAST_ROW = 1_048_576
# Day 1 is in 1900: a smaller number in a cell of dates is no date.
FIRST_DAY, LAST_DAY = 1, 2_958_465


class _Book(Reader):
    """workbook.xml: (name, is hidden, relationship) of each sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch = WINDOWS_EPOCH

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH
        if name == "sheet":
            attributes = local(attributes)
            state = attributes.get("state", "visible")
            self.found.append((attributes.get("name", ""), state != "visible", attributes.get("id", "")))


class _Relations(Reader):
    """(id, kind, target) of each relationship of a part."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.append((attributes.get("Id", ""), kind, attributes.get("Target", "")))


class _Styles(Reader):
    """Of each format of cells whether it shows dates, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[str, str] = {str(number): text for number, text in BUILTIN_FORMATS.items()}
        # Dates of Asian Excels, which have no format of their own in the file.
        self.formats |= {str(number): "yyyy-mm-dd" for number in (*range(27, 37), *range(50, 59))}
        self.is_in_cells, self.count = False, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.is_in_cells = True
        elif name == "xf":
            self.count += 1
            if self.count > MAX_STYLES:
                raise Refused(TOO_LARGE)
            if self.is_in_cells:
                self.found.append(is_date_format(self.formats.get(attributes.get("numFmtId", ""), "")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.is_in_cells = False


class _Texts(Reader):
    """sharedStrings.xml: the texts that cells refer to by number, without how they are pronounced."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] | None = None
        self.is_read, self.count = False, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.pieces = []
            self.count += 1
            if self.count > MAX_TEXTS:
                raise Refused(TOO_LARGE)
        elif name == "t":
            self.is_read = True
        elif name == "rPh":
            self.pieces, self.kept = [], self.pieces or []

    def end(self, name: str) -> None:
        if name == "t":
            self.is_read = False
        elif name == "rPh":
            self.pieces = self.kept
        elif name == "si":
            self.found.append("".join(self.pieces or [])[:MAX_TEXT])

    def text(self, text: str) -> None:
        if self.is_read and self.pieces is not None:
            self.pieces.append(text)


class _Cells(Reader):
    """One sheet's XML: rows as they end, hidden columns before them."""

    def __init__(self, sheet: Sheet, texts: list[str], dates: list[bool], epoch: datetime) -> None:
        super().__init__()
        self.sheet, self.texts, self.dates, self.epoch = sheet, texts, dates, epoch
        self.number, self.is_hidden, self.cells = 0, False, {}  # type: int, bool, dict[int, Json]
        self.column, self.cell = -1, {}  # type: int, dict[str, str]
        self.pieces: list[str] = []
        self.formula: list[str] = []
        self.into: list[str] | None = None
        self.is_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # A million cells have a format and nothing else: of those as little is done as can be.
        if name == "c":
            self.cell = attributes
            if "r" not in attributes:
                self.column += 1
        elif name == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isdecimal() else self.number + 1
            if not 0 < self.number <= LAST_ROW:
                raise ValueError("row")
            self.is_hidden = attributes.get("hidden") in ("1", "true")
            self.cells, self.column = {}, -1
        elif name in ("v", "t") and not self.is_phonetic:
            self.into = self.pieces
        elif name == "f":
            self.into = self.formula
        elif name == "rPh":
            self.is_phonetic = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self.sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))

    def end(self, name: str) -> None:
        if name == "c":
            if self.pieces or self.formula:
                self._cell_ends()
        elif name == "row":
            if self.cells:
                cells: Cells = [self.cells.get(index) for index in range(max(self.cells) + 1)]
                self.found.append((self.number, self.is_hidden, cells))
        elif name in ("v", "t", "f"):
            self.into = None
        elif name == "rPh":
            self.is_phonetic = False

    def _cell_ends(self) -> None:
        reference = REFERENCE.fullmatch(self.cell.get("r", ""))
        if reference:
            self.column = _index(reference[1])
        value = self._value(self.cell.get("t", "n"))
        if value not in (None, "") and 0 <= self.column < MAX_COLUMNS:
            self.cells[self.column] = value
        self.pieces.clear()
        self.formula.clear()

    def text(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)

    def _value(self, kind: str) -> Json:
        text = "".join(self.pieces)
        if not text:
            formula = "".join(self.formula).strip()
            return f"={formula}"[:MAX_TEXT] if formula else None
        if kind == "s":
            return self.texts[int(text)].strip()
        if kind == "d":
            return _iso(text)
        if kind == "b":
            return "1" if text.strip() == "1" else "0"
        if kind == "n":
            return self._number(text.strip())
        return text[:MAX_TEXT].strip()

    def _number(self, text: str) -> Json:
        """A date where the cell shows one, else the figures as a person would type them."""
        with suppress(ValueError, OverflowError):
            value = float(text)
            style = int(self.cell.get("s", "0"))
            is_date = 0 <= style < len(self.dates) and self.dates[style]
            if is_date and FIRST_DAY <= value <= LAST_DAY:
                return _day(from_excel(value, self.epoch))
            if value == int(value) and abs(value) < 1e15:
                return str(int(value))
        return text[:MAX_TEXT]


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _day(value: object) -> Json:
    if isinstance(value, datetime):
        return [(value if value.time() != time() else value.date()).isoformat()]
    return [value.isoformat()] if isinstance(value, date) else str(value)


def _iso(text: str) -> Json:
    with suppress(ValueError):
        return _day(datetime.fromisoformat(text.strip()))
    return text[:MAX_TEXT].strip()


def book_sheets(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    """The sheets of the workbook, in their order. Raises whatever a damaged one makes a reader raise."""
    book = _target(archive, "", "officeDocument", "xl/workbook.xml")
    reader = _Book()
    with archive.open(book) as part:
        listed = list(reader.through(part))
    places = {id_: target for id_, kind, target in _relations(archive, book) if kind == "worksheet"}
    texts = _all(archive, _target(archive, book, "sharedStrings", f"xl/{TEXTS}"), _Texts())
    dates = _all(archive, _target(archive, book, "styles", "xl/styles.xml"), _Styles())
    sheets = [(name, hidden, places[id_]) for name, hidden, id_ in listed if id_ in places]
    if len(sheets) > MAX_SHEETS:
        raise Refused(TOO_LARGE)
    if not sheets:
        raise ValueError("no sheets")
    for name, is_hidden, place in sheets:
        sheet = Sheet(name, is_hidden, rows=lambda: iter(()))
        sheet.rows = partial(_rows, archive, place, sheet, texts, dates, reader.epoch)
        yield sheet


def _rows(
    archive: zipfile.ZipFile, place: str, sheet: Sheet, texts: list[str], dates: list[bool], epoch: datetime
) -> Iterator[Row]:
    down = _merged_down(archive, place)
    with archive.open(place) as part:
        for number, is_hidden, cells in _Cells(sheet, texts, dates, epoch).through(part):
            yield number, is_hidden, down.filled(number, cells) if down else cells


class _Merged:
    """Cells that are merged down a column: what stands in the first of them stands in all."""

    MOST = 20_000

    def __init__(self) -> None:
        self.by_first: dict[int, list[tuple[int, int]]] = {}
        self.open: dict[int, tuple[int, Json]] = {}

    def __bool__(self) -> bool:
        return bool(self.by_first)

    def add(self, first: int, last: int, column: int) -> None:
        if last > first and column < MAX_COLUMNS:
            self.by_first.setdefault(first, []).append((last, column))

    def filled(self, number: int, cells: Cells) -> Cells:
        self.open = {column: each for column, each in self.open.items() if each[0] >= number}
        for column, (_last, value) in self.open.items():
            cells.extend([None] * (column + 1 - len(cells)))
            if cells[column] in (None, ""):
                cells[column] = value
        for last, column in self.by_first.get(number, ()):
            if column < len(cells):
                self.open[column] = (last, cells[column])
        return cells


class _MergeCells(Reader):
    """References of merged cells, which stand after the rows."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell" and len(self.found) < _Merged.MOST:
            self.found.append(attributes.get("ref", ""))


def _merged_down(archive: zipfile.ZipFile, place: str) -> _Merged:
    merged = _Merged()
    with archive.open(place) as part:
        has_any = any(b"mergeCell" in chunk for chunk in iter(lambda: part.read(1 << 20), b""))
    if not has_any:
        return merged
    with archive.open(place) as part:
        for reference in _MergeCells().through(part):
            ends = [REFERENCE.fullmatch(end) for end in reference.split(":")]
            if len(ends) == 2 and ends[0] and ends[1] and ends[0][1] == ends[1][1]:
                merged.add(int(ends[0][2]), int(ends[1][2]), _index(ends[0][1]))
    return merged


def _all(archive: zipfile.ZipFile, place: str, reader: Reader) -> list:
    if place not in archive.namelist():
        return []
    with archive.open(place) as part:
        return list(reader.through(part))


def _relations(archive: zipfile.ZipFile, of: str) -> list[tuple[str, str, str]]:
    folder, name = posixpath.split(of)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    found = _all(archive, place, _Relations())
    return [
        (id_, kind, posixpath.normpath(posixpath.join("/", folder, target))[1:])
        for id_, kind, target in found
    ]


def _target(archive: zipfile.ZipFile, of: str, kind: str, usual: str) -> str:
    return next((target for _id, each, target in _relations(archive, of) if each == kind), usual)
