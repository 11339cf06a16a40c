"""The rows of an Excel workbook. Runs in a bounded process (`core.bounded`), without Django.

It answers with one JSON value: a list of [row number, cells] or {"refused": reason}. A date is a list of one
text, [iso date] or [iso date and time], which no other cell is.
"""

import io
import json
import zipfile
from datetime import date, datetime

from openpyxl import load_workbook

MAX_ROWS = 5000
MAX_COLUMNS = 60
# A workbook is a zip: two megabytes can unpack to two gigabytes.
MAX_UNPACKED_BYTES = 60_000_000
MAX_PARTS = 2000
# Excel itself allows 65,490 formats of cells in one workbook; openpyxl takes its time for each.
MAX_STYLES = 70_000
# Nobody's name is longer: what else stands in a cell is not kept.
MAX_TEXT = 1000
MAX_ANSWER_BYTES = 20_000_000
STYLES = "xl/styles.xml"
# So far down a table may begin, and a cover sheet go on.
COVER_ROWS = 30

TOO_LARGE, TOO_MANY_ROWS = "too large", "too many rows"

Json = str | list[str] | None


class Refused(Exception):
    """The workbook asks for more than a list of people needs. Holds the reason."""


def check_declared(data: bytes) -> None:
    """Refuse by what the zip's directory says, which is what zipfile then holds it to. Raises `Refused`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise Refused(TOO_LARGE)


def read(data: bytes) -> bytes:
    """The answer of the bounded process."""
    try:
        check_declared(data)
        _check_styles(data)
        answer = json.dumps(list(_rows(data))).encode()
        if len(answer) > MAX_ANSWER_BYTES:
            raise Refused(TOO_LARGE)
    except Refused as refused:
        return json.dumps({"refused": str(refused)}).encode()
    return answer


def _check_styles(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if STYLES in archive.namelist():
            text = archive.read(STYLES)
            if text.count(b"<xf") + text.count(b":xf") > MAX_STYLES:
                raise Refused(TOO_LARGE)


def _rows(data: bytes):
    """Rows of the first sheet that people see, if they are not empty. Formulas come as their text, never as a
    result."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    sheet = next((each for each in seen if _is_a_table(each)), [*seen, *book.worksheets][0])
    # Some programs write a size that is not the sheet's: with it rows would be left out, or made up.
    sheet.reset_dimensions()
    found = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
        if row.count(None) == len(row):
            # A million of these can stand above one full row.
            continue
        cells = [_cell(value) for value in row]
        if any(cell not in (None, "") for cell in cells):
            found += 1
            if found > MAX_ROWS + 1:
                raise Refused(TOO_MANY_ROWS)
            yield [number, cells]


def _is_a_table(sheet) -> bool:
    """Whether one of its first rows has columns: a cover sheet has one text under the other."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS, max_row=COVER_ROWS)
    return any(sum(value not in (None, "") for value in row) > 1 for row in rows)


def _cell(value: object) -> Json:
    if value is None:
        return None
    if isinstance(value, datetime):
        return [(value if value.time() else value.date()).isoformat()]
    if isinstance(value, date):
        return [value.isoformat()]
    return str(value)[:MAX_TEXT].strip()
