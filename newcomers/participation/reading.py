"""Reads the aggregates: a handful of queries for a page, whatever stands behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, Sum

from newcomers.participation.areas import Place, published_above
from newcomers.participation.periods import Period
from newcomers.tallies.choices import OF_ARRIVALS, Area, By, Measure, Span
from newcomers.tallies.models import AreaTally, Edition, Figure, OfferTally
from newcomers.tallies.published import TABLES
from newcomers.tallies.spans import LENGTH, add_months
from organisations.models import Municipality

Exact = dict[str, int]
"""Sums of `EXACT`; of an organisation's own dates, which it knows, of all of `AreaTally.SUMS`."""

# Counts of unnamed people at public places, shown as they are. What splits people is read as `Shown` only.
EXACT = (
    *("meetings", "participants", "children", "volunteers"),
    *("asked_meetings", "asked_participants", "signed_up"),
)


def sums_of(place: Place) -> tuple[str, ...]:
    """The names of the true sums that whoever reads about `place` may see."""
    return AreaTally.SUMS if place.is_own else EXACT


class Why(StrEnum):
    """Why there is no number, or why another stands in its place."""

    SHOWN = "shown"
    # Too small, or one could work out another that is.
    HIDDEN = "hidden"
    # The period is not over, or its numbers are still being corrected.
    LATER = "later"
    # No table has it: months of a municipality, quarters of a region.
    NEVER = "never"
    # Nobody asked who is new.
    NOTHING = "nothing"


@dataclass(frozen=True)
class Shown:
    """A number that splits people as it may be shown, and where it is from.

    `number` is None where it is shown nowhere. `area`, `code` and `period` are what it is of: the figure's
    own, or what it has stepped up to; `why` then says what is the matter with its own.
    """

    number: int | None
    area: str
    code: str
    period: Period
    is_own: bool = True
    why: Why = Why.SHOWN

    @property
    def is_hidden(self) -> bool:
        return self.number is None and self.why == Why.HIDDEN

    @property
    def per_week(self) -> float | None:
        return None if self.number is None else self.number / self.period.weeks


def exact(place: Place, months: Iterable[date], *, by: str = By.ALL) -> dict[tuple[date, str], Exact]:
    """{(month, part): sums} of an area. One query."""
    names = sums_of(place)
    rows = AreaTally.objects.filter(month__in=list(months), by=by)
    if place.area == Area.REGION:
        rows = rows.filter(area=Area.MUNICIPALITY, code__in=place.members)
    else:
        rows = rows.filter(area=place.area, code=place.code)
    summed = rows.order_by().values("month", "part").annotate(**{f"sum_{name}": Sum(name) for name in names})
    return {(row["month"], row["part"]): _sums(row, names) for row in summed}


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
    summed = rows.order_by().values("code").annotate(**{f"sum_{name}": Sum(name) for name in EXACT})
    return {row["code"]: _sums(row, EXACT) for row in summed}


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


def coverage_of(shown: Shown) -> Exact:
    """The exact numbers behind what is shown: of how many meetings newcomers are known. One query."""
    rows = AreaTally.objects.filter(by=By.ALL, month__in=shown.period.months)
    if shown.area == Area.REGION:
        members = Municipality.objects.filter(regions=int(shown.code)).order_by().values("pk")
        rows = rows.filter(area=Area.MUNICIPALITY, code__in=members)
    else:
        rows = rows.filter(area=shown.area, code=shown.code)
    found = rows.aggregate(**{f"sum_{name}": Sum(name, default=0) for name in EXACT})
    return _sums(found, EXACT)


class Published:
    """The published figures that a page about `place` may need: one query, and then looking up.

    `parts` is the period of which the kinds of activity are wanted.
    """

    def __init__(
        self,
        place: Place,
        *,
        since: date,
        until: date,
        edition: date | None,
        codes: Iterable[str] = (),
        arrivals: bool = False,
        parts: Period | None = None,
    ) -> None:
        self.edition = edition
        wanted = [(place.area, place.code), *published_above(place)]
        areas = {(str(area), code) for area, code in wanted} | {
            (str(Area.MUNICIPALITY), code) for code in codes
        }
        rows = Figure.objects.filter(start__gte=since, start__lt=until)
        if not arrivals:
            rows = rows.exclude(measure__in=OF_ARRIVALS)
        codes_wanted = {code for _area, code in areas}
        self.numbers = {
            (row[0], row[1], row[2], row[3], row[4], row[5], row[6]): row[7]
            for row in rows.filter(_parts_of(parts), code__in=codes_wanted).values_list(
                "area", "code", "span", "start", "measure", "table", "part", "number"
            )
            if (row[0], row[1]) in areas
        }
        self._areas = {(key[0], key[1]) for key in self.numbers}

    def get(
        self, area: str, code: str, period: Period, measure: Measure, *, by: str = By.ALL, part: str = ""
    ) -> Shown:
        """One figure, or why there is none."""
        table = f"{area}-arrivals" if measure in OF_ARRIVALS else str(area)
        table = f"{area}-{by}" if by != By.ALL else table
        key = (str(area), code, str(period.span), period.start, str(measure), table, part)
        if key not in self.numbers:
            return Shown(None, str(area), code, period, why=self._why_not(area, code, period, table))
        number = self.numbers[key]
        return Shown(number, str(area), code, period, why=Why.HIDDEN if number is None else Why.SHOWN)

    def _why_not(self, area: str, code: str, period: Period, table: str) -> Why:
        if table not in TABLES or period.span not in TABLES[table].spans:
            return Why.NEVER
        if not is_published(period, self.edition):
            return Why.LATER
        # A district whose municipalities stand in a regional council has no numbers of its own.
        is_left_out = area == Area.REGION and (str(area), code) not in self._areas
        return Why.NEVER if is_left_out else Why.NOTHING

    def stepped(self, place: Place, period: Period, measure: Measure) -> Shown:
        """The figure; where it is too small, that of the year, then the region, then the county, the nation.

        Of the same time where that is published, else of the latest year that is.
        """
        found = self.together(place, period, [measure])
        return found.get(measure.value) or self.get(place.area, place.code, period, measure)

    def stepped_part(self, place: Place, period: Period, by: By, part: str) -> Shown:
        """Newcomers at one kind of activity: a county's, or what stands above it."""
        area, code = (Area.COUNTY, place.county) if place.county else (Area.NATION, "")
        own = self.get(area, code, period, Measure.NEWCOMERS, by=by, part=part)
        if own.number is not None:
            return replace(own, is_own=(place.area, place.code) == (area, code))
        for where, key, each in _steps_of_parts(area, code, period, self.edition):
            found = self.get(where, key, each, Measure.NEWCOMERS, by=by, part=part)
            if found.number is not None:
                return replace(found, is_own=False, why=own.why)
        return own

    def together(self, place: Place, period: Period, measures: Sequence[Measure]) -> dict[str, Shown]:
        """Several figures that are read together: all of the first area and time where each is shown.

        Where they are shown nowhere they are the place's own, hidden; {} where none is published.
        """
        own = {measure.value: self.get(place.area, place.code, period, measure) for measure in measures}
        if all(shown.number is not None for shown in own.values()):
            return own
        is_of_arrivals = any(measure in OF_ARRIVALS for measure in measures)
        is_published = any(shown.why in (Why.SHOWN, Why.HIDDEN) for shown in own.values())
        if is_of_arrivals and not is_published:
            return {}
        for area, code, each in _steps(place, period, self.edition):
            found = [self.get(area, code, each, measure) for measure in measures]
            if all(shown.number is not None for shown in found):
                return {
                    str(measure.value): replace(shown, is_own=False, why=own[measure.value].why)
                    for measure, shown in zip(measures, found, strict=True)
                }
        return own if is_published else {}


def _parts_of(period: Period | None) -> Q:
    """Of the kinds of activity: newcomers only, in what `period` can step up to."""
    if period is None:
        return Q(part="")
    first = period.within(Span.YEAR).year_before.start
    return Q(part="") | Q(measure=Measure.NEWCOMERS, start__gte=first, start__lte=period.start)


def _steps(place: Place, period: Period, edition: date | None) -> list[tuple[str, str, Period]]:
    """Where a figure may step up to: of a month the quarter; the year, the region's year, then the county and
    the nation."""
    quarters, years = _longer(period, Span.QUARTER, edition), _longer(period, Span.YEAR, edition)
    steps: list[tuple[str, str, Period]] = [(str(place.area), place.code, each) for each in quarters + years]
    for area, code in published_above(place):
        same = [] if area == Area.REGION else [period, *quarters]
        whole = [period] if period.span == Span.YEAR else []
        steps += [(str(area), code, each) for each in (*same, *(years or whole))]
    return steps


def _steps_of_parts(
    area: Area, code: str, period: Period, edition: date | None
) -> list[tuple[str, str, Period]]:
    """Of a county: its quarter, its year; then the nation's."""
    longer = _longer(period, Span.QUARTER, edition) + _longer(period, Span.YEAR, edition)
    own = [(str(area), code, each) for each in longer]
    nation = [] if area == Area.NATION else [(str(Area.NATION), "", each) for each in (period, *longer)]
    return own + nation


def _longer(period: Period, span: Span, edition: date | None) -> list[Period]:
    """The quarter or year that `period` is in, or the one before where that is not published yet.

    None for what is as long or longer, unless it is that itself which comes later.
    """
    around = period.within(span)
    if edition is None or is_published(around, edition):
        return [around] if LENGTH[span] > LENGTH[Span(period.span)] else []
    if LENGTH[span] < LENGTH[Span(period.span)]:
        return []
    return [Period(add_months(around.start, -LENGTH[span]), span)]


def is_published(period: Period, edition: date | None) -> bool:
    """Whether the edition of that month has numbers of `period`."""
    return edition is not None and period.end <= add_months(edition, 1)
