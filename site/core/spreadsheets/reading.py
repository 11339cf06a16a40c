"""Reads a list as people send it: CSV from Excel in any of its encodings, or an Excel workbook.

Nothing here knows what the columns mean; that is `newcomers.importing` and `events.exchange.tables`.
"""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from core.bounded import TooMuchWork, Unreadable, run_bounded
from core.isolation import filled
from core.spreadsheets import workbook
from core.text import clean

Cell = str | date | None
Row = list[Cell]

MAX_ROWS, MAX_COLUMNS = workbook.MAX_ROWS, workbook.MAX_COLUMNS
# A full list of five thousand people takes a second and a few megabytes.
SECONDS, MEGABYTES = 10, 400
# Enough to tell what a text is written in.
SAMPLE_BYTES = 100_000

ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
# The longer marks first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
DELIMITERS = ";\t,"
# Norwegian has about one letter in ten outside ASCII; Cyrillic or Arabic read as CP1252 has nearly all.
FOREIGN_SHARE = 0.35


class UnreadableFile(Exception):
    """The file as a whole cannot be read. The message is for the person who sent it."""


def read_rows(data: bytes) -> Iterator[tuple[int, Row]]:
    """Every row that is not empty, with its number as a spreadsheet shows it (from 1). Cells are stripped.

    Raises `UnreadableFile` at once or while iterating.
    """
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    if data.startswith(OLD_EXCEL_START):
        raise UnreadableFile(
            _("This is an old Excel file (.xls). Save it as .xlsx or as CSV, and upload it again.")
        )
    rows = _workbook_rows(data) if data.startswith(ZIP_START) else _numbered(_csv_rows(decode(data)))
    return ((number, [_clean_cell(cell) for cell in row]) for number, row in rows)


def _clean_cell(cell: Cell) -> Cell:
    return clean(cell[: workbook.MAX_TEXT]).strip() if isinstance(cell, str) else cell


def _numbered(rows: Iterator[Row]) -> Iterator[tuple[int, Row]]:
    found = 0
    for number, row in enumerate(rows, start=1):
        cells = row[:MAX_COLUMNS]
        if any(cell not in (None, "") for cell in cells):
            found += 1
            if found > MAX_ROWS + 1:
                raise _too_many_rows()
            yield number, cells


def _too_many_rows() -> UnreadableFile:
    return UnreadableFile(
        filled(_("The list has more than %(count)s rows. Divide it and upload the parts."), count=MAX_ROWS)
    )


def decode(data: bytes) -> str:
    """The text of a CSV file, whatever its encoding.

    A byte order mark decides; then UTF-8, which other text hardly ever is by chance; then CP1252, which is
    what Excel in Norway writes. Guessing is left for text that would be mostly foreign letters in CP1252.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(_decode_or_none(data, encoding))
    if b"\x00" in data:
        return _checked(_decode_or_none(data, _utf16_order(data)))
    utf8 = _decode_or_none(data, "utf-8")
    if utf8 is not None:
        return _checked(utf8)
    western = _decode_or_none(data, "cp1252")
    if western is not None and _foreign_share(western) < FOREIGN_SHARE:
        return _checked(western)
    guess = from_bytes(
        data[:SAMPLE_BYTES], cp_isolation=["cp1251", "cp1256", "iso8859_5", "koi8_u", "cp1250"]
    ).best()
    return _checked((_decode_or_none(data, guess.encoding) if guess else None) or western)


def _decode_or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_order(data: bytes) -> str:
    """Text that is mostly Latin has its zeros in the odd places when the small end comes first."""
    start = data[:2000]
    return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"


def _foreign_share(text: str) -> float:
    letters = [ch for ch in text if ch.isalpha() or ord(ch) > 127]
    return sum(ord(ch) > 127 for ch in letters) / max(len(letters), 1)


def _checked(text: str | None) -> str:
    """The text, unless it is no text at all: a picture, a PDF, a damaged file."""
    if text is None or any(ch < " " and ch not in "\t\r\n\x0b\x0c" for ch in text):
        raise UnreadableFile(
            _("This is not a list that we can read. Send a CSV file or an Excel workbook (.xlsx).")
        )
    return text


def _csv_rows(text: str) -> Iterator[Row]:
    lines = text.lstrip("\ufeff")
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter_of(lines))
    try:
        for cells in reader:
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UnreadableFile(
            filled(
                _("Row %(row)s cannot be read. Look for a quotation mark that is not closed."),
                row=reader.line_num,
            )
        ) from error


def delimiter_of(text: str) -> str:
    """What separates the columns: what Excel's own "sep=" line says, else the commonest in the first
    lines."""
    first, _newline, _rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1]
    head = "\n".join(text.splitlines()[:5])
    return max(DELIMITERS, key=head.count)


def _workbook_rows(data: bytes) -> Iterator[tuple[int, Row]]:
    """The rows of one sheet, read in a process that has limits of time and memory."""
    try:
        answer = json.loads(
            run_bounded("core.spreadsheets.workbook:read", data, seconds=SECONDS, megabytes=MEGABYTES)
        )
    except Unreadable as error:
        raise UnreadableFile(
            _(
                "This Excel file is damaged or is not a workbook. "
                "Open it in Excel, save it again, and upload it."
            )
        ) from error
    except TooMuchWork as error:
        raise _too_large() from error
    if isinstance(answer, dict):
        raise _too_many_rows() if answer["refused"] == workbook.TOO_MANY_ROWS else _too_large()
    return ((number, [_cell(value) for value in cells]) for number, cells in answer)


def _too_large() -> UnreadableFile:
    return UnreadableFile(_("The workbook is too large. Send only the sheet with the list."))


def _cell(value: str | list[str] | None) -> Cell:
    """A date with a time of day is a `datetime`, which is a date too."""
    if not isinstance(value, list):
        return value
    moment = datetime.fromisoformat(value[0])
    return moment.date() if "T" not in value[0] else moment
