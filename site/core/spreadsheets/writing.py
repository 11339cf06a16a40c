"""Writes tables as files that people open: CSV as Excel in Norway wants it, or a workbook.

Every text goes through `formulas.plain`: what a stranger has typed is never run on somebody else's machine.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.spreadsheets.formulas import plain

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"
NARROWEST, WIDEST = 14, 110
LINES_A_PART = 500

Value = str | int
Line = Sequence[Value]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. Texts in the columns from `numbers_from` (counted from 0) on stand to the
    right, as numbers do: signs for hidden numbers, and sums with a plus.
    """

    title: str
    headings: Sequence[str]
    lines: Iterable[Line]
    numbers_from: int | None = None


def csv_text(*, headings: Sequence[str], lines: Iterable[Line]) -> str:
    """Semicolons and a byte order mark, as Excel in Norway reads it."""
    return "".join(csv_parts(headings=headings, lines=lines))


def csv_parts(*, headings: Sequence[str], lines: Iterable[Line]) -> Iterator[str]:
    """The same in parts, as the lines come: of a long list a few hundred are in memory."""
    text = io.StringIO(BYTE_ORDER_MARK, newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_plain(headings))
    for number, line in enumerate(lines, start=1):
        writer.writerow(_plain(line))
        if number % LINES_A_PART == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """An Excel workbook (.xlsx) of `sheets`."""
    book = Workbook()
    for empty in book.sheetnames:
        del book[empty]
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(line: Line) -> list[Value]:
    return [plain(value) if isinstance(value, str) else value for value in line]


def _fill(page, sheet: Sheet) -> None:
    page.append(_plain(sheet.headings))
    for line in sheet.lines:
        page.append(_plain(line))
    for index, column in enumerate(page.columns, start=1):
        column[0].font = Font(bold=True)
        longest = max(len(str(cell.value or "")) for cell in column)
        page.column_dimensions[get_column_letter(index)].width = min(max(NARROWEST, longest + 3), WIDEST)
    if sheet.numbers_from is not None:
        for cells in page.iter_rows(min_row=2, min_col=sheet.numbers_from + 1):
            for cell in cells:
                cell.alignment = Alignment(horizontal="right")
    page.freeze_panes = "A2"
