"""Reads a list as people send it: CSV from Excel in any of its encodings, an Excel workbook, an OpenDocument
table.

Nothing here knows what the columns mean; that is `newcomers.reading` and `events.exchange.tables`.
"""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext_noop as _

from core.bounded import TooMuchWork, Unreadable, lines_bounded
from core.spreadsheets import workbook
from core.spreadsheets.encodings import decoded, mended, readings
from core.spreadsheets.kinds import UnreadableFile, is_workbook, protected
from core.spreadsheets.parts import MAX_COLUMNS, MAX_TEXT, PROTECTED
from core.text import clean

Cell = str | date | None
Row = list[Cell]

__all__ = ["Cell", "Line", "Row", "SheetHead", "UnreadableFile", "decode", "lines", "read_rows", "sheets"]

MAX_ROWS = 5000
# A million empty rows that have a format take seven seconds.
SECONDS, MEGABYTES = 30, 400
COVER_ROWS = 30

# The longer marks first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
DELIMITERS = ";\t,|"
SAMPLE_SIGNS, SAMPLE_ROWS = 50_000, 30
# What no encoding has a letter for: it is no name any longer.
LOST = re.compile("[\x7f-\x84\x86-\x9f]")
# Signs that no text has. One that was pasted along is left out; so large a part are a picture's or a PDF's,
# or the zeros of UTF-16.
NO_TEXT, STRAY = re.compile("[\x00-\x08\x0e-\x1f]"), 0.05
THE_END = "\x1f the end"


@dataclass(frozen=True)
class Line:
    """A row that is not empty: its number as a spreadsheet shows it (from 1), and whether it shows it."""

    number: int
    is_hidden: bool
    cells: Row


@dataclass(frozen=True)
class SheetHead:
    """A sheet and its first lines. A text file has one, without a name. Columns are counted from 0."""

    index: int
    name: str = ""
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    first: list[Line] = field(default_factory=list)


def encodings_of(data: bytes) -> list[str]:
    """How the text `data` may be read, the likeliest first: one, where there is no doubt."""
    if is_workbook(data):
        return []
    known = _known_encoding(data)
    return [known] if known else readings(data)


def sheets(data: bytes, *, encoding: str | None = None, first: int = COVER_ROWS) -> list[SheetHead]:
    """The sheets of the file, in their order, each with its `first` lines. Raises `UnreadableFile`."""
    if not is_workbook(data):
        lines = _text_lines(data, encoding, most=None)
        return [SheetHead(0, first=list(islice(lines, first)))]
    found: list[SheetHead] = []
    for value in _answers(data, sheet=None, first=first, most=first + 1):
        if isinstance(value, dict):
            columns = frozenset(value["hidden_columns"])
            found.append(SheetHead(value["sheet"], cleaned(value["name"]), value["hidden"], columns))
        else:
            found[-1].first.append(_line(value))
    return found


def lines(data: bytes, *, sheet: int = 0, encoding: str | None = None, most: int) -> Iterator[Line]:
    """Every row of the sheet that is not empty, one at a time; with more than `most` it is refused.

    Raises `UnreadableFile` at once or while iterating.
    """
    if not is_workbook(data):
        yield from _text_lines(data, encoding, most=most)
        return
    for value in _answers(data, sheet=sheet, first=None, most=most):
        if isinstance(value, list):
            yield _line(value)


def whole(
    data: bytes, *, encoding: str | None = None, most: int
) -> Iterator[tuple[SheetHead, Iterator[Line]]]:
    """Every sheet with all of its lines, in one reading: a sheet's lines are taken before the next sheet is
    asked for. With more than `most` in one it is refused.

    Raises `UnreadableFile` at once or while iterating.
    """
    if not is_workbook(data):
        yield _begun(SheetHead(0), _text_lines(data, encoding, most=most))
        return
    values = _answers(data, sheet=None, first=None, most=most)
    value = next(values, None)
    while value is not None:
        columns = frozenset(value["hidden_columns"])
        head = SheetHead(value["sheet"], cleaned(value["name"]), value["hidden"], columns)
        after: list[Any] = []
        lines = _until_next_sheet(values, after)
        yield _begun(head, lines)
        # What nobody has taken is passed over.
        for _line_left in lines:
            pass
        value = after[0] if after else None


def _begun(head: SheetHead, lines: Iterator[Line]) -> tuple[SheetHead, Iterator[Line]]:
    """The sheet with its first lines, and all of them."""
    first = list(islice(lines, COVER_ROWS))
    return replace(head, first=first), chain(first, lines)


def _until_next_sheet(values: Iterator[Any], after: list[Any]) -> Iterator[Line]:
    """The lines of one sheet; what begins the next goes into `after`."""
    for value in values:
        if isinstance(value, dict):
            after.append(value)
            return
        yield _line(value)


def read_rows(data: bytes) -> Iterator[tuple[int, Row]]:
    """Every row of the first sheet that people see and that has columns, if it is not empty, with its number.
    Of a text in an unsure encoding the likeliest reading.

    Raises `UnreadableFile` at once or while iterating.
    """
    listed = sheets(data)
    seen = [sheet for sheet in listed if not sheet.is_hidden]
    chosen = next((sheet for sheet in seen if _is_a_table(sheet)), [*seen, *listed][0])
    # One more: the row that names the columns.
    found = lines(data, sheet=chosen.index, most=MAX_ROWS + 1)
    return ((line.number, line.cells) for line in found)


def _is_a_table(sheet: SheetHead) -> bool:
    """Whether one of its first rows has columns: a cover sheet has one text under the other."""
    return any(sum(cell not in (None, "") for cell in line.cells) > 1 for line in sheet.first)


def _too_many_rows(most: int) -> UnreadableFile:
    # Ours has one more, which names the columns.
    return UnreadableFile(
        _("The list has more than %(count)s rows. Divide it and upload the parts."), count=most - 1
    )


# Text


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text of a file, in its likeliest encoding or in `encoding`. Raises `UnreadableFile` for what is no
    text.

    A byte order mark decides; then UTF-8, which other text hardly ever is by chance; then `readings`.
    """
    known = _known_encoding(data)
    try:
        text = data.decode(known) if known else decoded(data, encoding or _likeliest(data))
    except UnicodeDecodeError:
        text = "\x00"
    whole = len(text)
    text = NO_TEXT.sub("", text)
    if whole - len(text) > whole * STRAY:
        raise UnreadableFile(
            _("This is not a list that we can read. Send a CSV file or an Excel workbook (.xlsx).")
        )
    return text.lstrip("\ufeff")


def _likeliest(data: bytes) -> str:
    """Where there is a doubt: what Excel in Norway writes, if it can be that."""
    possible = readings(data)
    return "cp1252" if "cp1252" in possible else possible[0]


def _known_encoding(data: bytes) -> str | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:2000]
    if start.count(0) > len(start) * STRAY:
        return _utf16_order(start)
    try:
        codecs.decode(data, "utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _utf16_order(start: bytes) -> str:
    """What separates cells and rows has its zeros in the odd places when the small end comes first."""
    return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"


def _text_lines(data: bytes, encoding: str | None, *, most: int | None) -> Iterator[Line]:
    found = 0
    for number, cells in enumerate(_csv_rows(decode(data, encoding)), start=1):
        # Bytes as letters are not looked at yet.
        row: Row = [cell if encoding == "latin-1" else cleaned(cell) for cell in cells[:MAX_COLUMNS]]
        if any(row):
            found += 1
            if most is not None and found > most:
                raise _too_many_rows(most)
            yield Line(number, False, row)


def _csv_rows(text: str) -> Iterator[list[str]]:
    """The rows. A quotation mark that is never closed would swallow all that follow: then it is refused."""
    text, delimiter = _separated(text)
    reader = csv.reader(io.StringIO(f'{text}\n"{THE_END}"', newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            if cells == [THE_END]:
                return
            if cells and THE_END in cells[-1]:
                break
            begins = reader.line_num + 1
            yield cells
    except csv.Error:
        pass
    raise UnreadableFile(
        _("Row %(row)s cannot be read. Look for a quotation mark that is not closed."), row=begins
    )


def _separated(text: str) -> tuple[str, str]:
    """The text, and what separates its columns. Excel's own "sep=" line is no row."""
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip("\r\n ")) <= len("sep=;"):
        return rest, first.rstrip("\r\n")[4:5] or ";"
    return text, delimiter_of(text)


def delimiter_of(text: str) -> str:
    """What separates the columns: what Excel's own "sep=" line says, else what gives the most rows of as many
    cells. What stands within quotation marks separates nothing."""
    first, _newline, _rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1]
    sample = text[:SAMPLE_SIGNS]
    return max(DELIMITERS, key=lambda each: (_regularity(sample, each), -DELIMITERS.index(each)))


def _regularity(sample: str, delimiter: str) -> tuple[int, int]:
    """(rows with the commonest number of cells above one, that number)."""
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), SAMPLE_ROWS))
    except csv.Error:
        rows = [line.split(delimiter) for line in sample.splitlines()[:SAMPLE_ROWS]]
    counts = Counter(len(row) for row in rows if len(row) > 1)
    size, times = max(counts.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return times, size


# Workbooks


def _answers(data: bytes, *, sheet: int | None, first: int | None, most: int) -> Iterator[Any]:
    """What the process that reads says, value by value."""
    order = json.dumps({"sheet": sheet, "first": first, "most": most})
    reader = "core.spreadsheets.workbook:read"
    try:
        for answer in lines_bounded(reader, data, seconds=SECONDS, megabytes=MEGABYTES, argument=order):
            value = json.loads(answer)
            if isinstance(value, dict) and "refused" in value:
                raise _refusal(value["refused"], most)
            yield value
    except Unreadable as error:
        raise UnreadableFile(
            _(
                "This Excel file is damaged or is not a workbook. "
                "Open it in Excel, save it again, and upload it."
            )
        ) from error
    except TooMuchWork as error:
        raise _too_large() from error


def _refusal(reason: str, most: int) -> UnreadableFile:
    if reason == workbook.TOO_MANY_ROWS:
        return _too_many_rows(most)
    return UnreadableFile(protected()) if reason == PROTECTED else _too_large()


def _too_large() -> UnreadableFile:
    return UnreadableFile(_("The workbook is too large. Send only the sheet with the list."))


def _line(value: list[Any]) -> Line:
    number, is_hidden, cells = value
    return Line(number, is_hidden, [_cell(each) for each in cells])


def _cell(value: str | list[str] | None) -> Cell:
    """A date with a time of day is a `datetime`, which is a date too."""
    if value is None:
        return None
    if isinstance(value, str):
        return cleaned(value)
    moment = datetime.fromisoformat(value[0])
    return moment.date() if "T" not in value[0] else moment


def cleaned(text: str) -> str:
    """As it was before its encoding was taken for another, where that is certain; lost letters are U+FFFD."""
    return clean(LOST.sub("\ufffd", mended(text[:MAX_TEXT]))).strip()
