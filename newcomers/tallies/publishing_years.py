"""The year: where a quarter is too small the figure steps up to it, then to the region, then the county."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from newcomers.tallies.choices import OF_ARRIVALS, Area, Measure, Span
from newcomers.tallies.country import Country
from newcomers.tallies.models import Figure
from newcomers.tallies.protecting import (
    HIDDEN,
    Cell,
    crosses_together,
    is_safe,
    pool_holds,
    rounded,
    shared_out,
    summed,
    wholes_of,
)
from newcomers.tallies.published import table_of
from newcomers.tallies.sheet import Sheet
from newcomers.tallies.spans import add_months

NOUGHT = Cell(most=0)
Rows = dict[Hashable, dict[Hashable, Cell]]


def year_of_county(
    sheet: Sheet,
    year: date,
    measure: Measure,
    cells: Mapping[str, Mapping[date, Cell]],
    country: Country,
    threshold: int,
) -> None:
    """Put the year of `measure` into the sheet. `cells` are true: {kommunenummer: {quarter: cell}}."""
    quarters = [add_months(year, number) for number in (0, 3, 6, 9)]
    published = _Published(measure, quarters, sheet)
    nation = published.sum(Area.NATION, "", _noughts(quarters, cells))
    sheet.put(Area.NATION, "", Span.YEAR, year, measure, nation)
    for county in sorted({country.county_of[place] for place in cells}):
        rows: Rows = {
            place: {quarter: cells[place].get(quarter, NOUGHT) for quarter in quarters}
            for place in country.in_county(county)
            if place in cells
        }
        _county(sheet, year, measure, county, rows, published, country, threshold)


def _noughts(quarters: list[date], rows: Mapping[Any, Mapping[Any, Cell]]) -> list[date]:
    """The quarters in which nobody was asked anywhere: before a county began there is nothing to add."""
    return [
        quarter
        for quarter in quarters
        if all(cells.get(quarter, NOUGHT).is_nought for cells in rows.values())
    ]


class _Published:
    """The quarters' numbers as they stand in the edition."""

    def __init__(self, measure: Measure, quarters: list[date], sheet: Sheet) -> None:
        self.quarters = quarters
        is_arrival = measure in OF_ARRIVALS
        areas = (Area.NATION, Area.COUNTY, Area.MUNICIPALITY)
        tables = {area: table_of(area, of_arrivals=is_arrival) for area in areas}
        rows = Figure.objects.filter(
            table__in=tables.values(), span=Span.QUARTER, start__in=quarters, measure=measure
        )
        self.numbers = {(row.area, row.code, row.start): row.number for row in rows}
        # Of arrivals the quarters are made in the same sheet.
        for (table, code, part, span, start, what), number in sheet.numbers.items():
            if what == measure and span == Span.QUARTER and not part:
                area = next((area for area, name in tables.items() if name == table), None)
                if area is not None:
                    self.numbers[(area, code, start)] = number

    def get(self, area: str, code: str, quarter: date) -> int | None:
        return self.numbers.get((area, code, quarter))

    def sum(self, area: str, code: str, noughts: list[date]) -> int | None:
        """The sum of four quarters that are shown, else None."""
        values = [0 if quarter in noughts else self.get(area, code, quarter) for quarter in self.quarters]
        return None if None in values else sum(value or 0 for value in values)


def _county(
    sheet: Sheet,
    year: date,
    measure: Measure,
    county: str,
    rows: Rows,
    published: _Published,
    country: Country,
    threshold: int,
) -> None:
    whole = published.sum(Area.COUNTY, county, _noughts(published.quarters, rows))
    sheet.put(Area.COUNTY, county, Span.YEAR, year, measure, whole)
    hidden: dict[Hashable, set] = {
        quarter: {
            place
            for place, cells in rows.items()
            if not cells[quarter].is_nought and published.get(Area.MUNICIPALITY, str(place), quarter) is None
        }
        for quarter in published.quarters
    }
    full: dict[Hashable, int] = {}
    for place, cells in rows.items():
        noughts = [quarter for quarter in published.quarters if cells[quarter].is_nought]
        number = published.sum(Area.MUNICIPALITY, str(place), noughts)
        if number is not None:
            full[place] = number
    groups: dict[str, int] = {}
    if whole is not None:
        wholes = wholes_of(rows, hidden, threshold) - full.keys()
        rest = [row for row in rows if row not in full and row not in wholes]
        members = _groups(rows, hidden, rest, country, threshold)
        parts = {row: _shown_of(published, str(row)) for row in rest}
        left = whole - sum(full.values()) - sum(parts.values())
        made = _share_year(rows, hidden, wholes, members, rest, max(left, 0), threshold)
        full |= {row: made[row] for row in wholes}
        groups = {
            region: made[("region", region)] + sum(parts[row] for row in names)
            for region, names in members.items()
        }
    elif all(published.get(Area.COUNTY, county, quarter) is None for quarter in published.quarters):
        full |= _alone(rows, hidden, full, threshold)
    for place in rows:
        sheet.put(Area.MUNICIPALITY, str(place), Span.YEAR, year, measure, full.get(place))
    _regions(sheet, year, measure, rows, full, groups, country)


def _alone(rows: Rows, hidden: Mapping[Hashable, set], full: Mapping, threshold: int) -> dict[Hashable, int]:
    """Without any sum above them: the rows that are shown in no quarter, and whose year is large enough."""
    found: dict[Hashable, int] = {}
    for row, cells in rows.items():
        never = all(cell.is_nought or row in hidden[quarter] for quarter, cell in cells.items())
        whole = summed(cells.values())
        if row not in full and never and is_safe(whole, threshold):
            found[row] = rounded(whole.number, threshold)
    return found


def _left(rows: Rows, hidden: Mapping[Hashable, set], row: Hashable) -> Cell:
    """What of a row is shown in no quarter."""
    return summed(rows[row][quarter] for quarter, names in hidden.items() if row in names)


def _groups(
    rows: Rows, hidden: Mapping[Hashable, set], rest: list[Hashable], country: Country, threshold: int
) -> dict[str, list[Hashable]]:
    """The regions whose municipalities without a year of their own may be shown together."""
    pools = {quarter: summed(rows[row][quarter] for row in names) for quarter, names in hidden.items()}
    members: dict[str, list[Hashable]] = {}
    for row in rest:
        if str(row) in country.region_of:
            members.setdefault(country.region_of[str(row)], []).append(row)

    def cells(names: list[Hashable]) -> list[Cell]:
        return [cell for row in names if not (cell := _left(rows, hidden, row)).is_nought]

    able = {
        region: names
        for region, names in members.items()
        if cells(names)
        and pool_holds(cells(names), threshold)
        and is_safe(summed(cells(names)), threshold)
        and crosses_together(cells(names), pools, threshold)
    }
    while able:
        alone = cells([row for row in rest if all(row not in names for names in able.values())])
        if not alone or (pool_holds(alone, threshold) and crosses_together(alone, pools, threshold)):
            break
        smallest = min(able, key=lambda region: (summed(cells(able[region])).number, region))
        del able[smallest]
    return able


def _shown_of(published: _Published, place: str) -> int:
    """What is shown of a municipality in some quarters."""
    shown = (published.get(Area.MUNICIPALITY, place, quarter) for quarter in published.quarters)
    return sum(number or 0 for number in shown)


def _share_year(
    rows: Rows,
    hidden: Mapping[Hashable, set],
    wholes: set,
    groups: Mapping[str, list[Hashable]],
    rest: list[Hashable],
    left: int,
    threshold: int,
) -> dict[Hashable, int]:
    """The sums of rows and of regions' rests, which add up to what is `left` with what is hidden."""
    numbers: dict[Hashable, int] = {row: summed(rows[row].values()).number for row in wholes}
    for region, names in groups.items():
        numbers[("region", region)] = sum(_left(rows, hidden, row).number for row in names)
    grouped = {row for names in groups.values() for row in names}
    alone = [row for row in rest if row not in grouped]
    if alone:
        numbers[HIDDEN] = sum(_left(rows, hidden, row).number for row in alone)
    return shared_out(numbers, left, threshold, loose=HIDDEN)


def _regions(
    sheet: Sheet,
    year: date,
    measure: Measure,
    rows: Rows,
    full: Mapping[Hashable, int],
    groups: Mapping[str, int],
    country: Country,
) -> None:
    """A region's year: its municipalities', with those together that have none of their own."""
    regions = {country.region_of[str(row)] for row in rows if str(row) in country.region_of}
    for region in sorted(regions):
        names = [row for row in rows if country.region_of.get(str(row)) == region]
        shown = [full[row] for row in names if row in full]
        is_whole = len(shown) == len(names)
        number = sum(shown) + groups.get(region, 0) if is_whole or region in groups else None
        sheet.put(Area.REGION, region, Span.YEAR, year, measure, number)
