"""The sheets of a workbook (.xlsx, Transitional or Strict) or an OpenDocument table (.ods), row by row.

Runs in a bounded process (`core.bounded`), without Django, and holds one row at a time: a library that gives
whole sheets would be right for neither fifty thousand rows nor a million empty ones, and none says which rows
and columns are hidden. What the file says of its own size is not believed.

Each line of the answer is one JSON value:
- {"sheet": index, "name": …, "hidden": bool, "hidden_columns": [indices from 0]}, then of that sheet
- [row number from 1, is hidden, cells], each a text, None, or [iso date] or [iso date and time];
- {"refused": reason} instead of anything more.
"""

import io
import json
import zipfile
from collections.abc import Iterator

from core.spreadsheets.opendocument import CONTENT, document_sheets
from core.spreadsheets.parts import (
    MAX_ANSWER_BYTES,
    MAX_PARTS,
    MAX_TEXTS_BYTES,
    MAX_UNPACKED_BYTES,
    TOO_LARGE,
    TOO_MANY_ROWS,
    Refused,
    Sheet,
    is_empty,
)
from core.spreadsheets.worksheets import TEXTS, book_sheets

__all__ = ["MAX_UNPACKED_BYTES", "TOO_LARGE", "TOO_MANY_ROWS", "Refused", "check_declared", "read"]


def check_declared(data: bytes) -> None:
    """Refuse by what the zip's directory says, which is what zipfile then holds it to. Raises `Refused`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise Refused(TOO_LARGE)
        if any(part.file_size > MAX_TEXTS_BYTES for part in parts if part.filename.endswith(TEXTS)):
            raise Refused(TOO_LARGE)


def read(data: bytes, order: str) -> Iterator[bytes]:
    """The answer of the bounded process. `order` is JSON: {"sheet": index or None for all, "first": only so
    many rows of each that are not empty, "most": rows that are too many}."""
    wanted = json.loads(order)
    size = 0
    try:
        check_declared(data)
        for value in _answers(data, wanted):
            line = json.dumps(value, ensure_ascii=False).encode(errors="replace")
            size += len(line)
            if size > MAX_ANSWER_BYTES:
                raise Refused(TOO_LARGE)
            yield line
    except Refused as refused:
        yield json.dumps({"refused": str(refused)}).encode()


def _answers(data: bytes, wanted: dict) -> Iterator[object]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        is_document = CONTENT in archive.namelist()
        for index, sheet in enumerate((document_sheets if is_document else book_sheets)(archive)):
            if wanted["sheet"] in (None, index):
                yield from _answer(index, sheet, wanted)


def _answer(index: int, sheet: Sheet, wanted: dict) -> Iterator[object]:
    rows = sheet.rows()
    # What is hidden among the columns stands before the rows, and is known with the first of them.
    first = next(rows, None)
    yield {"sheet": index, "name": sheet.name[:100], "hidden": sheet.is_hidden, **_columns(sheet)}
    found = 0
    while first is not None:
        number, is_hidden, cells = first
        if not is_empty(cells):
            found += 1
            if wanted["first"] and found > wanted["first"]:
                return
            if found > wanted["most"]:
                raise Refused(TOO_MANY_ROWS)
            yield [number, is_hidden, cells]
        first = next(rows, None)


def _columns(sheet: Sheet) -> dict[str, list[int]]:
    return {"hidden_columns": sorted(sheet.hidden_columns)}
