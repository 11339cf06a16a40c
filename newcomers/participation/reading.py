"""Reads the aggregates: a handful of queries for a page, whatever stands behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Sum

from newcomers.participation.areas import Place, published_above
from newcomers.participation.periods import Period
from newcomers.tallies.choices import OF_ARRIVALS, Area, By, Measure, Span
from newcomers.tallies.models import AreaTally, Edition, Figure, OfferTally

Exact = dict[str, int]
"""The sums of `AreaTally.SUMS`: counts of unnamed people at public places, which are shown as they are."""


@dataclass(frozen=True)
class Shown:
    """A number that splits people as it may be shown, and where it is from.

    `number` is None where it is shown nowhere. `area`, `code` and `period` are what it is of: the figure's
    own, or what it has stepped up to.
    """

    number: int | None
    area: str
    code: str
    period: Period
    is_own: bool = True
    is_published: bool = True

    @property
    def per_week(self) -> float | None:
        return None if self.number is None else self.number / self.period.weeks


def exact(place: Place, months: Iterable[date], *, by: str = By.ALL) -> dict[tuple[date, str], Exact]:
    """{(month, part): sums} of an area. One query."""
    rows = AreaTally.objects.filter(month__in=list(months), by=by)
    if place.area == Area.REGION:
        rows = rows.filter(area=Area.MUNICIPALITY, code__in=place.members)
    else:
        rows = rows.filter(area=place.area, code=place.code)
    summed = (
        rows.order_by()
        .values("month", "part")
        .annotate(**{f"sum_{name}": Sum(name) for name in AreaTally.SUMS})
    )
    return {(row["month"], row["part"]): _sums(row, AreaTally.SUMS) for row in summed}


def _sums(row: Mapping[str, Any], names: Iterable[str]) -> Exact:
    return {name: row[f"sum_{name}"] for name in names}


def of_municipalities(place: Place, months: Iterable[date]) -> dict[str, Exact]:
    """{kommunenummer: sums} of those that the reader sees one by one. One query."""
    rows = AreaTally.objects.filter(
        area=Area.MUNICIPALITY,
        code__in=[each.pk for each in place.listed],
        month__in=list(months),
        by=By.ALL,
    )
    summed = rows.order_by().values("code").annotate(**{f"sum_{name}": Sum(name) for name in AreaTally.SUMS})
    return {row["code"]: _sums(row, AreaTally.SUMS) for row in summed}


def offers(codes: Iterable[str], months: Iterable[date]) -> dict[str, Exact]:
    """{kommunenummer: how many dates, and for whom}. One query."""
    names = ("dates", *OfferTally.WHAT)
    rows = OfferTally.objects.filter(municipality__in=list(codes), month__in=list(months))
    summed = (
        rows.order_by().values("municipality_id").annotate(**{f"sum_{name}": Sum(name) for name in names})
    )
    return {row["municipality_id"]: _sums(row, names) for row in summed}


def latest_edition() -> date | None:
    """The last month that is published; None before the first edition."""
    return Edition.objects.order_by("-month").values_list("month", flat=True).first()


class Published:
    """The published figures that a page about `place` may need: one query, and then looking up."""

    def __init__(
        self,
        place: Place,
        *,
        since: date,
        until: date,
        codes: Iterable[str] = (),
        arrivals: bool = False,
        parts: bool = False,
    ) -> None:
        wanted = [(place.area, place.code), *published_above(place)]
        areas = {(str(area), code) for area, code in wanted} | {
            (str(Area.MUNICIPALITY), code) for code in codes
        }
        rows = Figure.objects.filter(start__gte=since, start__lt=until)
        if not parts:
            rows = rows.filter(part="")
        if not arrivals:
            rows = rows.exclude(measure__in=OF_ARRIVALS)
        codes_wanted = {code for _area, code in areas}
        self.numbers = {
            (row[0], row[1], row[2], row[3], row[4], row[5], row[6]): row[7]
            for row in rows.filter(code__in=codes_wanted).values_list(
                "area", "code", "span", "start", "measure", "table", "part", "number"
            )
            if (row[0], row[1]) in areas
        }

    def get(
        self, area: str, code: str, period: Period, measure: Measure, *, by: str = By.ALL, part: str = ""
    ) -> Shown:
        """One figure. Not published where no edition has it."""
        table = f"{area}-arrivals" if measure in OF_ARRIVALS else str(area)
        table = f"{area}-{by}" if by != By.ALL else table
        key = (str(area), code, str(period.span), period.start, str(measure), table, part)
        return Shown(self.numbers.get(key), str(area), code, period, is_published=key in self.numbers)

    def stepped(self, place: Place, period: Period, measure: Measure) -> Shown:
        """The figure; where it is too small, that of the year, then the region, then the county, the nation.

        Of the same time where that is published, else of the latest year that is.
        """
        found = self.together(place, period, [measure])
        return found.get(measure.value) or self.get(place.area, place.code, period, measure)

    def together(self, place: Place, period: Period, measures: Sequence[Measure]) -> dict[str, Shown]:
        """Several figures that are read together: all of the first area and time where each is shown.

        Where they are shown nowhere they are the place's own, hidden; {} where none is published.
        """
        own = {measure.value: self.get(place.area, place.code, period, measure) for measure in measures}
        if all(shown.number is not None for shown in own.values()):
            return own
        is_of_arrivals = any(measure in OF_ARRIVALS for measure in measures)
        if is_of_arrivals and not any(shown.is_published for shown in own.values()):
            return {}
        for area, code, each in _steps(place, period):
            found = [self.get(area, code, each, measure) for measure in measures]
            if all(shown.number is not None for shown in found):
                return {
                    str(measure.value): replace(shown, is_own=False)
                    for measure, shown in zip(measures, found, strict=True)
                }
        return own if any(shown.is_published for shown in own.values()) else {}


def _steps(place: Place, period: Period) -> list[tuple[str, str, Period]]:
    """Where a figure may step up to: the year, the region's year, then the county and the nation."""
    years = [period.within(Span.YEAR), period.within(Span.YEAR).year_before]
    steps: list[tuple[str, str, Period]] = [(str(place.area), place.code, each) for each in years]
    for area, code in published_above(place):
        same = [] if area == Area.REGION else [period, period.within(Span.QUARTER)]
        steps += [(str(area), code, each) for each in (*same, *years)]
    return steps
