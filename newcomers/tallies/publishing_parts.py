"""What newcomers took part in, further up: the nation's from its counties', a year's from its quarters'.

Each is the sum of numbers that are shown, and is hidden where one of these is. So it tells nothing that is
not said already, whatever a reader knows.
"""

from collections.abc import Iterable
from datetime import date

from newcomers.tallies.choices import Area, By, Measure, Span
from newcomers.tallies.models import Figure
from newcomers.tallies.published import TABLES, table_of
from newcomers.tallies.sheet import Sheet
from newcomers.tallies.spans import add_months

DIVISIONS = (By.CATEGORY, By.LANGUAGE, By.AUDIENCE)


def nation_from_counties(sheet: Sheet, span: Span, start: date, measure: Measure) -> None:
    """The nation's parts, of a month or quarter whose counties stand in `sheet`."""
    for by in DIVISIONS:
        table = table_of(Area.COUNTY, by=by)
        parts: dict[str, list[int | None]] = {}
        for (name, _code, part, length, begins, what), number in sheet.numbers.items():
            if (name, length, begins, what) == (table, str(span), start, str(measure)):
                parts.setdefault(part, []).append(number)
        for part, numbers in parts.items():
            sheet.put(Area.NATION, "", span, start, measure, _sum(numbers), by=by, part=part)


def years_from_quarters(sheet: Sheet, year: date, measure: Measure) -> None:
    """The year of each part, of the counties and the nation, from the quarters that are published.

    A quarter in which nobody was asked at such an activity has no row, and is a nought.
    """
    quarters = [add_months(year, number) for number in (0, 3, 6, 9)]
    divided = {name: table for name, table in TABLES.items() if table.by != By.ALL}
    found: dict[tuple[str, str, str], list[int | None]] = {}
    rows = Figure.objects.filter(
        table__in=divided, span=Span.QUARTER, start__in=quarters, measure=measure
    ).values_list("table", "code", "part", "number")
    for name, code, part, number in rows:
        found.setdefault((name, code, part), []).append(number)
    for (name, code, part), numbers in found.items():
        table = divided[name]
        sheet.put(table.area, code, Span.YEAR, year, measure, _sum(numbers), by=table.by, part=part)


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of what is shown; None where something is not."""
    found = list(numbers)
    return None if None in found else sum(number or 0 for number in found)
