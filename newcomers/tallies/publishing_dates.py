"""What splits people at dates: newcomers, their first visits, first-timers, by area and time."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import date

from newcomers.tallies.choices import Area, By, Measure, Span
from newcomers.tallies.country import Country
from newcomers.tallies.models import DateTally
from newcomers.tallies.protecting import (
    HIDDEN,
    Cell,
    hidden_in,
    host_of,
    is_safe,
    rounded,
    share,
    shared_out,
    summed,
    wholes_of,
)
from newcomers.tallies.publishing_parts import DIVISIONS, nation_from_counties, years_from_quarters
from newcomers.tallies.publishing_years import year_of_county
from newcomers.tallies.sheet import Sheet
from newcomers.tallies.spans import end_of, months_in

Columns = dict[date, Cell]


def cell_of(tally: DateTally, measure: Measure) -> Cell:
    """What one organisation's dates of a month are worth: it knows that itself, and so does its host."""
    most: int | None = tally.asked_participants
    if measure == Measure.FIRST_TIMERS:
        most = tally.participants
    elif measure == Measure.MIXED:
        most = tally.asked_meetings
    elif tally.without_heads:
        most = None
    number = getattr(tally, measure.value)
    own = (number, number if most is None else most)
    return Cell(number, most, {tally.organisation_id: own, host_of(tally.municipality_id): own})


def fine(cell: Cell) -> Cell:
    """`cell` of a month or a kind, of which nobody's own may be all: none so fine is published of them."""
    return replace(cell, strict=frozenset(cell.parts))


class Quarter:
    """The cells of one measure in the months of a quarter."""

    def __init__(self, tallies: Iterable[DateTally], measure: Measure, country: Country) -> None:
        self.places: dict[str, dict[date, Cell]] = {}
        self.parts: dict[tuple[str, By, str], dict[date, Cell]] = {}
        for tally in tallies:
            cell = cell_of(tally, measure)
            place, month = tally.municipality_id, tally.month
            county = country.county_of[place]
            _add(self.places.setdefault(place, {}), month, cell)
            for by in DIVISIONS:
                divided = self.parts.setdefault((county, by, getattr(tally, by.value)), {})
                _add(divided, month, fine(cell))
        self.counties: dict[str, dict[date, Cell]] = {}
        for place, months in self.places.items():
            for month, cell in months.items():
                columns = self.counties.setdefault(country.county_of[place], {})
                _add(columns, month, fine(cell))

    def column(self, month: date) -> dict[Hashable, Cell]:
        return {county: months.get(month, NOUGHT) for county, months in self.counties.items()}

    def parts_in(self, county: str, by: By) -> dict[Hashable, Columns]:
        return {
            part: cells for (where, how, part), cells in self.parts.items() if (where, how) == (county, by)
        }


NOUGHT = Cell(most=0)


def _add(columns: Columns, month: date, cell: Cell) -> None:
    columns[month] = columns[month] + cell if month in columns else cell


def publish_quarter(sheet: Sheet, quarter: date, *, last: date, threshold: int) -> None:
    """Write the months of `quarter` up to `last` into `sheet`, and the quarter itself when it is over."""
    country = Country.now()
    months = [month for month in months_in(Span.QUARTER, quarter) if month <= last]
    tallies = list(DateTally.objects.filter(month__in=months))
    is_over = end_of(Span.QUARTER, quarter) <= end_of(Span.MONTH, last)
    for measure in sheet.measures:
        one = OneQuarter(sheet, quarter, measure, Quarter(tallies, measure, country), country, threshold)
        for month in months:
            one.month(month)
        if is_over:
            one.whole()


class OneQuarter:
    """One measure of a quarter on its way into the sheet: the nation, counties, municipalities."""

    def __init__(
        self,
        sheet: Sheet,
        quarter: date,
        measure: Measure,
        cells: Quarter,
        country: Country,
        threshold: int,
    ) -> None:
        self.sheet, self.quarter, self.measure = sheet, quarter, measure
        self.cells, self.country, self.threshold = cells, country, threshold
        self.months = months_in(Span.QUARTER, quarter)
        # Which counties are not shown in a month, whether or not its sum is.
        self.hidden: dict[Hashable, set] = {}
        self.hidden_parts: dict[tuple[str, By], dict[Hashable, set]] = {}

    def _put(self, area: Area, code: str, span: Span, start: date, number: int | None, **part) -> None:
        self.sheet.put(area, code, span, start, self.measure, number, **part)

    def _get(self, area: Area, code: str, span: Span, start: date, **part) -> int | None:
        return self.sheet.get(area, code, span, start, self.measure, **part)

    def month(self, month: date) -> None:
        """The nation and the counties in a month, and what counties' numbers are of."""
        column = self.cells.column(month)
        whole = summed(column.values())
        before = [
            county
            for county in column
            if self.sheet.must_be_hidden(Area.COUNTY, str(county), Span.MONTH, month, self.measure)
        ]
        hidden = hidden_in(column, self.threshold, never=before)
        is_known = hidden is not None and is_safe(whole, self.threshold)
        self._put(
            Area.NATION, "", Span.MONTH, month, rounded(whole.number, self.threshold) if is_known else None
        )
        everywhere = {county for county, cell in column.items() if not cell.is_nought}
        self.hidden[month] = hidden if is_known and hidden is not None else everywhere
        nation = self._get(Area.NATION, "", Span.MONTH, month)
        shown = share(column, self.hidden[month], nation, self.threshold)
        for county in column:
            number = shown.get(county)
            self._put(Area.COUNTY, str(county), Span.MONTH, month, number)
            for by in DIVISIONS:
                self._divide(str(county), by, month, number)
        nation_from_counties(self.sheet, Span.MONTH, month, self.measure)

    def _divide(self, county: str, by: By, month: date, whole: int | None) -> None:
        rows = self.cells.parts_in(county, by)
        column = {part: cells.get(month, NOUGHT) for part, cells in rows.items()}
        everywhere = {part for part, cell in column.items() if not cell.is_nought}
        hidden: set | None = everywhere
        if whole is not None:
            before = [
                part
                for part in column
                if self.sheet.must_be_hidden(
                    Area.COUNTY, county, Span.MONTH, month, self.measure, by=by, part=str(part)
                )
            ]
            hidden = hidden_in(column, self.threshold, never=before)
        chosen = everywhere if hidden is None else hidden
        self.hidden_parts.setdefault((county, by), {})[month] = chosen
        shown = share(column, chosen, whole, self.threshold)
        for part in everywhere:
            self._put(Area.COUNTY, county, Span.MONTH, month, shown.get(part), by=by, part=str(part))

    def whole(self) -> None:
        """The quarter: the counties, the nation, the municipalities, and what counties' numbers are of."""
        rows = {
            county: {month: months.get(month, NOUGHT) for month in self.months}
            for county, months in self.cells.counties.items()
        }
        wholes = wholes_of(rows, self.hidden, self.threshold, may=self._county_may)
        for county in rows:
            self._county(str(county), rows[county], county in wholes)
        self._nation(rows)
        nation_from_counties(self.sheet, Span.QUARTER, self.quarter, self.measure)

    def _municipalities(self, county: str) -> dict[Hashable, Cell]:
        places = (place for place in self.country.in_county(county) if place in self.cells.places)
        return {place: summed(self.cells.places[place].values()) for place in places}

    def _county_may(self, county: Hashable, whole: Cell) -> bool:
        """Whether a county's quarter may stand alone, with its municipalities below it."""
        column = self._municipalities(str(county))
        if whole.number < self.threshold:
            return False
        if all(cell.is_nought or is_safe(cell, self.threshold) for cell in column.values()):
            return True
        whole = fine(summed(column.values()))
        return is_safe(whole, self.threshold) and hidden_in(column, self.threshold) is not None

    def _county(self, county: str, months: Columns, may: bool) -> None:
        shown = [self._get(Area.COUNTY, county, Span.MONTH, month) for month in self.months]
        noughts = [months[month].is_nought for month in self.months]
        number: int | None = None
        if all(value is not None for value in shown):
            number = sum(value or 0 for value in shown)
        elif may:
            number = rounded(summed(months.values()).number, self.threshold)
        column = self._municipalities(county)
        before = {
            place
            for place in column
            if self.sheet.must_be_hidden(
                Area.MUNICIPALITY, str(place), Span.QUARTER, self.quarter, self.measure
            )
        }
        hidden = hidden_in(column, self.threshold, never=before)
        everywhere = {place for place, cell in column.items() if not cell.is_nought}
        if number is None:
            # Without its county's sum a number says nothing of others, unless the months' sums do.
            nation = any(
                self._get(Area.NATION, "", Span.MONTH, month) is not None and not nought
                for month, nought in zip(self.months, noughts, strict=True)
            )
            safe = {place for place in everywhere if is_safe(column[place], self.threshold)}
            hidden = everywhere if nation else (everywhere - safe) | before
        elif hidden is None:
            hidden = everywhere
        given = share(column, hidden, number, self.threshold)
        if number is not None and not hidden:
            # What months and quarter say is the same.
            number = sum(given.values()) if may and None in shown else number
        self._put(Area.COUNTY, county, Span.QUARTER, self.quarter, number)
        for place in column:
            self._put(Area.MUNICIPALITY, str(place), Span.QUARTER, self.quarter, given.get(place))
        for by in DIVISIONS:
            self._divide_whole(county, by, number)

    def _divide_whole(self, county: str, by: By, whole: int | None) -> None:
        rows = {
            part: {month: cells.get(month, NOUGHT) for month in self.months}
            for part, cells in self.cells.parts_in(county, by).items()
        }
        full: dict[Hashable, int] = {}
        for part, cells in rows.items():
            values = [
                0
                if cells[month].is_nought
                else self._get(Area.COUNTY, county, Span.MONTH, month, by=by, part=str(part))
                for month in self.months
            ]
            if None not in values:
                full[part] = sum(value or 0 for value in values)
        months_shown = all(
            self._get(Area.COUNTY, county, Span.MONTH, month) is not None for month in self.months
        )
        if whole is not None and months_shown:
            wholes = wholes_of(rows, self.hidden_parts.get((county, by), {}), self.threshold) - full.keys()
            full |= _share_rest(rows, full, wholes, whole, self.threshold)
        for part in rows:
            self._put(Area.COUNTY, county, Span.QUARTER, self.quarter, full.get(part), by=by, part=str(part))

    def _nation(self, rows: dict[str, Columns]) -> None:
        months = [self._get(Area.NATION, "", Span.MONTH, month) for month in self.months]
        counties = [
            0
            if all(cell.is_nought for cell in cells.values())
            else self._get(Area.COUNTY, county, Span.QUARTER, self.quarter)
            for county, cells in rows.items()
        ]
        number: int | None = None
        if None not in months:
            number = sum(month or 0 for month in months)
        elif not any(months) and None not in counties:
            number = sum(county or 0 for county in counties)
        self._put(Area.NATION, "", Span.QUARTER, self.quarter, number)


def _share_rest(
    rows: dict[Hashable, Columns], full: dict[Hashable, int], wholes: set, whole: int, threshold: int
) -> dict[Hashable, int]:
    """The sums of rows that are hidden in every column, so that with the rest all add up to `whole`."""
    numbers: dict[Hashable, int] = {row: summed(rows[row].values()).number for row in wholes}
    rest = [row for row in rows if row not in full and row not in wholes]
    if rest:
        numbers[HIDDEN] = sum(summed(rows[row].values()).number for row in rest)
    made = shared_out(numbers, max(whole - sum(full.values()), 0), threshold, loose=HIDDEN)
    made.pop(HIDDEN, None)
    return made


def publish_year(sheet: Sheet, year: date, *, threshold: int) -> None:
    """The year of every county, region, municipality and the nation, from its quarters."""
    country = Country.now()
    tallies = list(DateTally.objects.filter(month__in=months_in(Span.YEAR, year)))
    for measure in sheet.measures:
        cells: dict[str, dict[date, Cell]] = {}
        for tally in tallies:
            quarter = date(year.year, (tally.month.month - 1) // 3 * 3 + 1, 1)
            _add(cells.setdefault(tally.municipality_id, {}), quarter, cell_of(tally, measure))
        year_of_county(sheet, year, measure, cells, country, threshold)
        years_from_quarters(sheet, year, measure)
