"""What splits people by their quarter of arrival: packages, questions asked, and answers.

No organisation knows a part of these but the host, who has sent and asked; and nobody counts heads beside
them: a number is small by itself alone.
"""

from collections.abc import Hashable
from datetime import date

from newcomers.tallies.choices import SETTLED, Area, Measure, Span
from newcomers.tallies.country import Country
from newcomers.tallies.models import ArrivalTally
from newcomers.tallies.protecting import Cell, hidden_in, host_of, is_safe, rounded, share, summed
from newcomers.tallies.publishing_years import year_of_county
from newcomers.tallies.sheet import Sheet
from newcomers.tallies.spans import add_months, end_of

Cells = dict[str, dict[date, Cell]]


def months_of(measure: Measure) -> int:
    """How many months after arrival a measure is of: `found_3` is of three."""
    number = measure.value.rpartition("_")[2]
    return int(number) if number.isdigit() else 0


def is_settled(measure: Measure, quarter: date, last: date) -> bool:
    """Whether nearly all who came in `quarter` have been sent, or have answered, by the end of `last`."""
    return add_months(end_of(Span.QUARTER, quarter), SETTLED[months_of(measure)]) <= add_months(last, 1)


def cell_of(place: str, number: int) -> Cell:
    return Cell(number, parts={host_of(place): (number, number)} if number else {})


def publish_year(sheet: Sheet, year: date, *, last: date, threshold: int) -> None:
    """The quarters of arrival of `year` that are settled at the end of the month `last`, and its sums."""
    country = Country.now()
    quarters = [add_months(year, number) for number in (0, 3, 6, 9)]
    tallies = list(ArrivalTally.objects.filter(quarter__in=quarters))
    for measure in sheet.measures:
        of_measure = [tally for tally in tallies if tally.measure == measure and tally.number]
        settled = [quarter for quarter in quarters if is_settled(measure, quarter, last)]
        cells: Cells = {}
        for quarter in settled:
            numbers = {
                tally.municipality_id: tally.number for tally in of_measure if tally.quarter == quarter
            }
            # Where nobody was asked in the whole country there is nothing to say.
            if numbers:
                for place in country.active | numbers.keys():
                    cells.setdefault(place, {})[quarter] = cell_of(place, numbers.get(place, 0))
                _publish(sheet, quarter, measure, cells, country, threshold)
        if len(settled) == len(quarters) and cells:
            year_of_county(sheet, year, measure, cells, country, threshold)


def _publish(
    sheet: Sheet, quarter: date, measure: Measure, cells: Cells, country: Country, threshold: int
) -> None:
    """The nation, its counties and their municipalities, of those who came in one quarter."""
    places: dict[str, dict[Hashable, Cell]] = {}
    for place, columns in cells.items():
        if quarter in columns:
            places.setdefault(country.county_of[place], {})[place] = columns[quarter]
    counties: dict[Hashable, Cell] = {}
    for county, column in places.items():
        whole = summed(column.values())
        is_open = _hidden(sheet, Area.MUNICIPALITY, quarter, measure, column, threshold) is not None
        # A county whose municipalities cannot be kept apart from its sum counts as too small.
        counties[county] = whole if is_open else Cell(whole.number, whole.number)
    whole = summed(Cell(cell.number, parts=cell.parts) for cell in counties.values())
    hidden = _hidden(sheet, Area.COUNTY, quarter, measure, counties, threshold)
    is_known = hidden is not None and is_safe(whole, threshold)
    number = rounded(whole.number, threshold) if is_known else None
    sheet.put(Area.NATION, "", Span.QUARTER, quarter, measure, number)
    chosen = hidden if is_known and hidden is not None else set(counties)
    shown = share(counties, chosen, number, threshold)
    for county, column in places.items():
        of_county = shown.get(county)
        sheet.put(Area.COUNTY, county, Span.QUARTER, quarter, measure, of_county)
        below = _hidden(sheet, Area.MUNICIPALITY, quarter, measure, column, threshold)
        if of_county is None or below is None:
            below = set(column)
        given = share(column, below, of_county, threshold)
        for row in column:
            sheet.put(Area.MUNICIPALITY, str(row), Span.QUARTER, quarter, measure, given.get(row))


def _hidden(
    sheet: Sheet, area: Area, quarter: date, measure: Measure, column: dict[Hashable, Cell], threshold: int
) -> set | None:
    before = [row for row in column if sheet.must_be_hidden(area, str(row), Span.QUARTER, quarter, measure)]
    return hidden_in(column, threshold, never=before)
