"""Pictures drawn on the server: columns of an SVG, in the direction in which the reader reads."""

from dataclasses import dataclass

from core import formats
from newcomers.participation.contents import Figures, Point
from newcomers.tallies.choices import Span

WIDTH, HEIGHT = 720, 260
FLOOR, TOP = 212, 34
GAP = 0.34


@dataclass(frozen=True)
class Column:
    """One column: where it stands, in the units of the picture, and what stands above and below it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    year: str
    text: str
    is_hidden: bool = False

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Picture:
    key: str
    columns: list[Column]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR


def pictures(figures: Figures, *, rtl: bool) -> list[Picture]:
    """First visits by newcomers, and all who took part; a picture without any number is left out."""
    first = [(point, point.first_visits.number) for point in figures.trend]
    people: list[tuple[Point, int | None]] = [(point, point.exact["participants"]) for point in figures.trend]
    made = []
    if any(number for _point, number in first):
        made.append(Picture("first_visits", _columns(first, rtl=rtl)))
    if any(number for _point, number in people):
        made.append(Picture("participants", _columns(people, rtl=rtl)))
    return made


def _columns(values: list[tuple[Point, int | None]], *, rtl: bool) -> list[Column]:
    most = max((number or 0 for _point, number in values), default=0) or 1
    step = WIDTH / len(values)
    width = step * (1 - GAP)
    columns = []
    for place, (point, number) in enumerate(reversed(values) if rtl else values):
        height = 0.0 if number is None else (FLOOR - TOP) * number / most
        # Of nothing and of what is not shown there is a line to see.
        shown = max(height, 2)
        columns.append(
            Column(
                x=round(place * step + step * GAP / 2, 1),
                y=round(FLOOR - shown, 1),
                width=round(width, 1),
                height=round(shown, 1),
                label=_label(point),
                year=f"{point.period.start:%Y}",
                text=":" if number is None else formats.number(number),
                is_hidden=number is None,
            )
        )
    return columns


def _label(point: Point) -> str:
    period = point.period
    if period.span == Span.MONTH:
        return formats.short_month(period.start)
    if period.span == Span.QUARTER:
        months = period.months
        return f"{formats.short_month(months[0])}–{formats.short_month(months[-1])}"
    return ""
