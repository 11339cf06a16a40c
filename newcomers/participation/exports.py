"""The figures as files. They hold what the page shows, and nothing more."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.spreadsheets.writing import Line, Sheet, csv_text, workbook
from newcomers.participation.figures import Figures
from newcomers.participation.protect import NUMBERS, Shown, Totals, as_shown


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
        _("A plus sign after a total means that hidden numbers come in addition."),
    ]


def lines(figures: Figures) -> Iterator[Line]:
    """A line per municipality and month, and the total."""
    for row in figures.rows:
        yield [row.municipality.pk, row.municipality.name, row.month.strftime("%Y-%m"), *_cells(row.shown)]
    yield ["", _("Total"), "", *_cells(figures.totals)]


def as_csv(figures: Figures) -> bytes:
    return csv_text(headings=headings(), lines=lines(figures)).encode()


def as_xlsx(figures: Figures) -> bytes:
    """A workbook: the months, the municipalities' totals, and how to read them."""
    number, name, month, *numbers = headings()
    places = [
        [municipality.pk, municipality.name, *_cells(totals)]
        for municipality, totals in figures.by_municipality
    ]
    notes = [[text] for text in explanations()]
    return workbook(
        [
            Sheet(_("Months"), [number, name, month, *numbers], lines(figures), numbers_from=3),
            Sheet(_("Municipalities"), [number, name, *numbers], places, numbers_from=2),
            Sheet(_("How to read"), [_("How to read the numbers")], notes),
        ]
    )


def _cells(numbers: Shown | Totals) -> list[str | int]:
    return [as_shown(getattr(numbers, name)) for name in NUMBERS]
