"""The figures as files. They hold what the page shows, and nothing more."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from newcomers.participation.figures import Figures
from newcomers.participation.protect import Cell, Shown, Totals

# Statistics Norway's sign for a number that is not shown because it would tell too much.
HIDDEN = ":"
# What a spreadsheet would take for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBERS = ("meetings", "participants", "volunteers", "first_timers", "packages")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Line = list[str | int]


def headings() -> list[str]:
    return [
        _("Municipality number"),
        _("Municipality"),
        _("Month"),
        _("Meetings"),
        _("Participants"),
        _("Volunteers"),
        _("First-timers"),
        _("Packages sent"),
    ]


def explanations() -> list[str]:
    """What a reader must know to read the numbers; they stand on the page and in the workbook."""
    return [
        _("Meetings: dates where somebody counted who came. This number is exact."),
        _("Participants: adults and children who came, counted at the door. Three visits count as three."),
        _("Volunteers: those who helped. They are not among the participants."),
        _("First-timers: participants who were there for the first time."),
        _("Packages sent: welcome packages that the mail server accepted."),
        _("Small numbers are hidden and shown as “:”, so that nobody can be recognised."),
        _("All other numbers of people and packages are rounded to a multiple of three."),
        _("Totals are sums of the numbers shown. A hidden number counts as zero in them."),
    ]


def lines(figures: Figures) -> Iterator[Line]:
    """A line per municipality and month, and the total."""
    for row in figures.rows:
        place = [row.municipality.pk, plain(row.municipality.name), row.month.strftime("%Y-%m")]
        yield [*place, *_cells(row.shown)]
    yield ["", _("Total"), "", *_sums(figures.totals)]


def as_csv(figures: Figures) -> bytes:
    """Semicolons and a byte order mark, as Excel in Norway reads it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings())
    writer.writerows(lines(figures))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(figures: Figures) -> bytes:
    """A workbook: the months, the municipalities' totals, and how to read them."""
    book = Workbook()
    _fill(book.active, _("Months"), headings(), lines(figures))
    places: list[Line] = [
        [municipality.pk, plain(municipality.name), *_sums(totals)]
        for municipality, totals in figures.by_municipality
    ]
    number, name, _month, *numbers = headings()
    _fill(book.create_sheet(), _("Municipalities"), [number, name, *numbers], places)
    notes = book.create_sheet(_("How to read"))
    for text in explanations():
        notes.append([text])
    notes.column_dimensions["A"].width = 110
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet, title: str, columns: list[str], rows) -> None:
    sheet.title = title
    sheet.append(columns)
    for row in rows:
        sheet.append(row)
    for index in range(1, len(columns) + 1):
        heading = sheet.cell(row=1, column=index)
        heading.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = max(14, len(columns[index - 1]) + 3)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if cell.value == HIDDEN:
                cell.alignment = Alignment(horizontal="right")
    sheet.freeze_panes = "A2"


def plain(text: str) -> str:
    """`text` so that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cells(shown: Shown) -> Line:
    return [_written(getattr(shown, name)) for name in NUMBERS]


def _written(cell: Cell) -> str | int:
    return HIDDEN if cell is None else cell


def _sums(totals: Totals) -> Line:
    return [getattr(totals, name).value for name in NUMBERS]
