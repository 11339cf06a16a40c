"""The figures of a place in a period, put together from the aggregates."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import dropwhile

from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from newcomers.participation.areas import Place, published_above
from newcomers.participation.contents import Arrivals, Figures, Part, Point, Row
from newcomers.participation.parts import part_name
from newcomers.participation.periods import Period
from newcomers.participation.reading import (
    EXACT,
    Exact,
    Published,
    Shown,
    coverage_of,
    exact,
    is_published,
    latest_edition,
    of_municipalities,
    offers,
    sums_of,
)
from newcomers.tallies.choices import Area, By, Measure, Span
from newcomers.tallies.models import OfferTally
from newcomers.tallies.spans import add_months, end_of, start_of
from organisations.models import Municipality, Region

# Quarters of arrival that stand on a page, of those that are looked at: the oldest are asked after 48 months.
QUARTERS_OF_ARRIVAL = 8
QUARTERS_LOOKED_AT = QUARTERS_OF_ARRIVAL + 16
TREND_QUARTERS = 5
TREND_MONTHS = 13
# What is read together steps up together.
TOGETHER = (
    (Measure.PACKAGES,),
    (Measure.ASKED_1, Measure.ANSWERED_1, Measure.FOUND_1),
    (Measure.ASKED_3, Measure.ANSWERED_3, Measure.FOUND_3),
    (Measure.ASKED_12, Measure.ANSWERED_12, Measure.HERE_12),
    (Measure.ASKED_48, Measure.ANSWERED_48, Measure.HERE_48),
)
COUNTED = (("newcomers", Measure.NEWCOMERS), ("mixed", Measure.MIXED), ("first_timers", Measure.FIRST_TIMERS))


def add(rows: Iterable[Exact], names: Iterable[str]) -> Exact:
    """The sum of each number, under its name."""
    total = dict.fromkeys(names, 0)
    for numbers in rows:
        for name, number in numbers.items():
            total[name] += number
    return total


def make_figures(*, place: Place, period: Period, now: datetime) -> Figures:
    """The figures of `place` in `period`. As many queries for a thousand dates as for a million."""
    points = _points(period)
    first = min(points[0].start, period.year_before.within(Span.YEAR).year_before.start)
    edition = latest_edition()
    published = Published(
        place,
        since=min(first, _first_arrival(now)),
        until=end_of(Span.YEAR, start_of(Span.YEAR, max(period.start, now.date()))),
        edition=edition,
        codes=[each.pk for each in place.listed],
        arrivals=not place.is_own,
        parts=None if place.is_own else period,
    )
    months = {month for point in (*points, period, period.year_before) for month in point.months}
    sums = exact(place, months)

    def of(which: Period) -> Exact:
        inside = (numbers for (month, _part), numbers in sums.items() if month in which.months)
        return add(inside, sums_of(place))

    def shown(which: Period, measure: Measure) -> Shown:
        if place.is_own:
            return Shown(of(which)[measure.value], str(place.area), place.code, which)
        return published.get(place.area, place.code, which, measure)

    def stepped(which: Period, measure: Measure) -> Shown:
        return shown(which, measure) if place.is_own else published.stepped(place, which, measure)

    rows = _rows(place, period, published, edition)
    first_visits = stepped(period, Measure.FIRST_VISITS)
    return Figures(
        place=place,
        period=period,
        exact=of(period),
        before=of(period.year_before),
        first_visits=first_visits,
        first_visits_before=shown(period.year_before, Measure.FIRST_VISITS),
        split={name: stepped(period, measure) for name, measure in COUNTED},
        split_before={name: shown(period.year_before, measure) for name, measure in COUNTED},
        coverage=of(period) if first_visits.is_own else coverage_of(first_visits),
        above=_above(place, period, published),
        trend=_since_something(
            Point(point, of(point), shown(point, Measure.NEWCOMERS), shown(point, Measure.FIRST_VISITS))
            for point in points
        ),
        parts=_parts(place, period, published),
        parts_are_of=str(Area.COUNTY) if place.area not in (Area.ORGANISATION, Area.COUNTY) else "",
        rows=rows,
        offers=_offers(place, period, rows),
        arrivals=_arrivals(place, published, now),
        edition=edition,
        is_over=period.is_over(now),
        areas=_areas(place),
    )


def _points(period: Period) -> list[Period]:
    """The periods of the picture: so many of the same kind, up to this one."""
    step = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}[Span(period.span)]
    number = TREND_MONTHS if period.span == Span.MONTH else TREND_QUARTERS
    return [Period(add_months(period.start, -step * back), period.span) for back in reversed(range(number))]


def _since_something(points: Iterable[Point]) -> list[Point]:
    """Without the periods before anybody counted."""
    return list(dropwhile(lambda point: not point.exact["meetings"], points))


def _above(place: Place, period: Period, published: Published) -> list[tuple[str, str, Shown]]:
    """First visits per week where the reader compares with: the region, the county, the nation."""
    if place.is_own:
        return []
    found = []
    for area, code in published_above(place):
        at = period if area != Area.REGION else period.within(Span.YEAR).year_before
        found.append((str(area), code, published.get(area, code, at, Measure.FIRST_VISITS)))
    return found


def _rows(place: Place, period: Period, published: Published, edition: date | None) -> list[Row]:
    if place.area in (Area.ORGANISATION, Area.MUNICIPALITY):
        return []
    quarter = _at_least_a_quarter(period, edition)
    sums = of_municipalities(place, period.months)
    offered = offers([each.pk for each in place.listed], period.months)
    return [
        Row(
            each,
            sums.get(each.pk, dict.fromkeys(EXACT, 0)),
            published.get(Area.MUNICIPALITY, each.pk, quarter, Measure.NEWCOMERS),
            published.get(Area.MUNICIPALITY, each.pk, quarter, Measure.FIRST_VISITS),
            offered.get(each.pk, {}),
        )
        for each in place.listed
        if each.is_active or each.pk in sums
    ]


def _at_least_a_quarter(period: Period, edition: date | None) -> Period:
    """A municipality's numbers are never published of a month: of its quarter, else of the one before."""
    if period.span != Span.MONTH:
        return period
    quarter = period.within(Span.QUARTER)
    return quarter if is_published(quarter, edition) else Period(add_months(quarter.start, -3), Span.QUARTER)


def _offers(place: Place, period: Period, rows: list[Row]) -> Exact:
    if place.is_municipality:
        return offers([place.code], period.months).get(place.code, {})
    names = ("dates", *OfferTally.WHAT)
    return {name: sum(row.offers.get(name, 0) for row in rows) for name in names}


def _parts(place: Place, period: Period, published: Published) -> dict[str, list[Part]]:
    """What takes place, by kind, language and audience; newcomers of it where that is published: a county's.

    A municipality's are the county's: kinds of activity in one municipality are too small.
    """
    found: dict[str, list[Part]] = {}
    for by in (By.CATEGORY, By.LANGUAGE, By.AUDIENCE):
        months: dict[str, list[Exact]] = defaultdict(list)
        for (_month, part), numbers in exact(place, period.months, by=by).items():
            months[part].append(numbers)
        sums = {part: add(rows, sums_of(place)) for part, rows in months.items()}
        found[by.value] = sorted(
            (
                Part(
                    part, part_name(by, part), numbers, _of_part(place, period, published, by, part, numbers)
                )
                for part, numbers in sums.items()
            ),
            key=lambda part: (-part.exact["participants"], part.name),
        )
    return found


def _of_part(place: Place, period: Period, published: Published, by: By, part: str, numbers: Exact) -> Shown:
    if place.is_own:
        return Shown(numbers["newcomers"], str(place.area), place.code, period)
    return published.stepped_part(place, period, by, part)


def _first_arrival(now: datetime) -> date:
    return start_of(Span.YEAR, add_months(start_of(Span.QUARTER, now.date()), -3 * QUARTERS_LOOKED_AT))


def _arrivals(place: Place, published: Published, now: datetime) -> list[Arrivals]:
    """By quarter of arrival, the latest first: those of which anything is published."""
    if place.is_own:
        return []
    quarter = start_of(Span.QUARTER, now.date())
    found = []
    for back in range(QUARTERS_LOOKED_AT):
        period = Period(add_months(quarter, -3 * back), Span.QUARTER)
        shown: dict[str, Shown] = {}
        for group in TOGETHER:
            shown |= published.together(place, period, group)
        if shown:
            found.append(Arrivals(period, shown))
    return found[:QUARTERS_OF_ARRIVAL]


def _areas(place: Place) -> dict[tuple[str, str], tuple[str, int]]:
    """What the areas are called that a figure may be of, and how many people live there."""
    areas = {(str(place.area), place.code): (place.name, place.population)}
    above = published_above(place)
    regions = [int(code) for area, code in above if area == Area.REGION]
    counties = [code for area, code in above if area == Area.COUNTY]
    rows = Region.objects.filter(Q(pk__in=regions) | Q(fylkesnummer__in=counties)).annotate(
        in_county=_people("county_municipalities"), in_region=_people("municipalities")
    )
    for region in rows:
        area = Area.COUNTY if region.fylkesnummer else Area.REGION
        people = region.in_county if region.fylkesnummer else region.in_region
        areas[(str(area), region.fylkesnummer or str(region.pk))] = (region.name, people or 0)
    if not place.is_nation:
        everybody = Municipality.objects.active().aggregate(people=Sum("population"))["people"] or 0
        areas[(str(Area.NATION), "")] = (_("Norway"), everybody)
    return areas


def _people(name: str) -> Subquery:
    """How many live in those of a region's municipalities that are open; it calls them `name`."""
    inside = Region.objects.filter(pk=OuterRef("pk"), **{f"{name}__is_active": True}).order_by().values("pk")
    return Subquery(inside.annotate(people=Sum(f"{name}__population")).values("people"))
