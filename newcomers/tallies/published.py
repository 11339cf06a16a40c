"""The tables that are published of what splits people: these, and no others. Filters choose among them.

A table that is not written here cannot be saved (`sheet.Sheet.put`), and what is not saved is shown nowhere.
None is finer than a municipality and a quarter: a month is published of a county and the nation, where
several municipalities and organisations stand behind it.

What the nation's newcomers took part in, and a year of what a county's did, are the sums of numbers that are
shown already, and are shown where each of these is: they tell nothing more (`publishing_parts`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from newcomers.tallies.choices import Area, By, Span


@dataclass(frozen=True)
class Table:
    """For which areas and spans of time a table has numbers, and what it is divided by."""

    area: Area
    spans: tuple[Span, ...]
    by: By = By.ALL
    of_arrivals: bool = False


_FROM_MONTHS = (Span.MONTH, Span.QUARTER, Span.YEAR)
_FROM_QUARTERS = (Span.QUARTER, Span.YEAR)

TABLES: Mapping[str, Table] = {
    "nation": Table(Area.NATION, _FROM_MONTHS),
    "county": Table(Area.COUNTY, _FROM_MONTHS),
    "nation-category": Table(Area.NATION, _FROM_MONTHS, By.CATEGORY),
    "nation-language": Table(Area.NATION, _FROM_MONTHS, By.LANGUAGE),
    "nation-audience": Table(Area.NATION, _FROM_MONTHS, By.AUDIENCE),
    "county-category": Table(Area.COUNTY, _FROM_MONTHS, By.CATEGORY),
    "county-language": Table(Area.COUNTY, _FROM_MONTHS, By.LANGUAGE),
    "county-audience": Table(Area.COUNTY, _FROM_MONTHS, By.AUDIENCE),
    "region": Table(Area.REGION, (Span.YEAR,)),
    "municipality": Table(Area.MUNICIPALITY, _FROM_QUARTERS),
    "nation-arrivals": Table(Area.NATION, _FROM_QUARTERS, of_arrivals=True),
    "county-arrivals": Table(Area.COUNTY, _FROM_QUARTERS, of_arrivals=True),
    "region-arrivals": Table(Area.REGION, (Span.YEAR,), of_arrivals=True),
    "municipality-arrivals": Table(Area.MUNICIPALITY, _FROM_QUARTERS, of_arrivals=True),
}


def table_of(area: str, *, by: str = By.ALL, of_arrivals: bool = False) -> str:
    """The name of a table. KeyError where there is none."""
    for name, table in TABLES.items():
        if (table.area, table.by, table.of_arrivals) == (area, by, of_arrivals):
            return name
    raise KeyError(area, by, of_arrivals)
