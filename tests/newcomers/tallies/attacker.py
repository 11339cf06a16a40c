"""Somebody who has everything that is published, and a solver of linear programmes.

What they know of the true numbers: every published figure is within its rounding of the truth, none that is
shown is below the threshold, there were no more newcomers than heads, and no more first visits than
newcomers. An organisation knows its own counts besides, a host all of its municipality.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from newcomers.tallies.choices import OF_ARRIVALS, Area, By, Measure, Span
from newcomers.tallies.country import Country
from newcomers.tallies.models import ArrivalTally, DateTally, Figure
from newcomers.tallies.protecting import host_of
from newcomers.tallies.publishing_dates import cell_of
from newcomers.tallies.spans import months_in

SLACK = 1e-6


@dataclass(frozen=True)
class Found:
    """How many values a hidden figure can have for somebody, and how many its heads alone would leave."""

    figure: Figure
    insider: Hashable
    values: int
    at_most: int


class Attack:
    """The linear programme: a variable for each number that is true and unknown."""

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        self.country = Country.now()
        self.index: dict[Hashable, int] = {}
        self.truth: list[float] = []
        self.most: list[float] = []
        # {who: {variable: (their own number, their own heads)}}, and which variables are wholly theirs.
        self.own: dict[Hashable, dict[int, tuple[int, int]]] = defaultdict(dict)
        self.wholly: dict[Hashable, set[int]] = defaultdict(set)
        self.rows: list[dict[int, float]] = []
        self.limits: list[float] = []
        self.figures: list[tuple[Figure, dict[int, float]]] = []

    def variable(self, key: Hashable) -> int:
        if key not in self.index:
            self.index[key] = len(self.truth)
            self.truth.append(0)
            self.most.append(0)
        return self.index[key]

    def at_most(self, terms: dict[int, float], limit: float) -> None:
        self.rows.append(terms)
        self.limits.append(limit)

    def equal(self, one: dict[int, float], other: dict[int, float]) -> None:
        terms = {**one, **{key: -value for key, value in other.items()}}
        self.at_most(terms, 0)
        self.at_most({key: -value for key, value in terms.items()}, 0)

    def knows_dates(self, measures: Iterable[Measure]) -> "Attack":
        parts: dict[Hashable, set[int]] = defaultdict(set)
        measures = list(measures)
        for tally in DateTally.objects.all():
            county = self.country.county_of[tally.municipality_id]
            for measure in measures:
                cell = cell_of(tally, measure)
                keys = [("place", tally.municipality_id, tally.month, measure)]
                keys += [
                    ("part", county, tally.month, measure, by, getattr(tally, by.value))
                    for by in (By.CATEGORY, By.LANGUAGE, By.AUDIENCE)
                ]
                for key in keys:
                    owners = (tally.organisation_id, host_of(tally.municipality_id))
                    self._add(key, cell.number, cell.most, *owners)
                    if key[0] == "part":
                        parts[(county, tally.month, measure, key[4])].add(self.index[key])
        for (county, month, measure, _by), names in parts.items():
            inside = self._places_of(county, [month], measure)
            self.equal(dict.fromkeys(names, 1.0), dict.fromkeys(inside, 1.0))
        self._order(measures)
        self._publish(Figure.objects.filter(measure__in=measures))
        return self

    def knows_arrivals(self) -> "Attack":
        quarters = set(
            Figure.objects.filter(measure__in=OF_ARRIVALS).values_list("start", flat=True).distinct()
        )
        for quarter in quarters:
            for place in self.country.active:
                for measure in OF_ARRIVALS:
                    self._add(("place", place, quarter, measure), 0, None, host_of(place))
        for tally in ArrivalTally.objects.all():
            key = ("place", tally.municipality_id, tally.quarter, Measure(tally.measure))
            self._add(key, tally.number, None, host_of(tally.municipality_id))
        self._chain(("packages", "asked_1", "answered_1", "found_1"))
        self._publish(Figure.objects.filter(measure__in=OF_ARRIVALS))
        return self

    def _add(self, key: Hashable, number: int, most: int | None, *owners: Hashable) -> None:
        at = self.variable(key)
        self.truth[at] += number
        self.most[at] = np.inf if most is None else self.most[at] + most
        for owner in owners:
            mine, limit = self.own[owner].get(at, (0, 0))
            self.own[owner][at] = (mine + number, limit + (number if most is None else most))
            if key[:2] == ("place", owner[1] if isinstance(owner, tuple) else None):
                self.wholly[owner].add(at)

    def _places_of(self, county: str, starts: Iterable[date], measure: Measure) -> list[int]:
        keys = (
            ("place", place, start, measure) for place in self.country.in_county(county) for start in starts
        )
        return [self.index[key] for key in keys if key in self.index]

    def _order(self, measures: list[Measure]) -> None:
        for small, large in (
            (Measure.FIRST_VISITS, Measure.NEWCOMERS),
            (Measure.FIRST_VISITS, Measure.FIRST_TIMERS),
        ):
            if small in measures and large in measures:
                self._below(small, large)

    def _chain(self, names: tuple[str, ...]) -> None:
        for large, small in zip(names, names[1:], strict=False):
            self._below(Measure(small), Measure(large))

    def _below(self, small: Measure, large: Measure) -> None:
        for key, at in list(self.index.items()):
            if key[0] == "place" and key[3] == small:
                other = ("place", key[1], key[2], large)
                if other in self.index:
                    self.at_most({at: 1.0, self.index[other]: -1.0}, 0)

    def _publish(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            terms = dict.fromkeys(self._variables(figure), 1.0)
            self.figures.append((figure, terms))
            if figure.number is None:
                continue
            true = sum(self.truth[at] for at in terms)
            wide = max(2, abs(figure.number - true))
            self.at_most(terms, figure.number + wide)
            lowest = max(figure.number - wide, min(self.threshold, figure.number))
            self.at_most(dict.fromkeys(terms, -1.0), -min(lowest, true))

    def _variables(self, figure: Figure) -> list[int]:
        measure = Measure(figure.measure)
        starts = [figure.start]
        if measure not in OF_ARRIVALS:
            starts = months_in(Span(figure.span), figure.start)
        elif figure.span == Span.YEAR:
            starts = [date(figure.start.year, month, 1) for month in (1, 4, 7, 10)]
        if figure.part:
            by = By(figure.table.rpartition("-")[2])
            counties = [figure.code] if figure.code else sorted(set(self.country.county_of.values()))
            keys = [
                ("part", county, start, measure, by, figure.part) for county in counties for start in starts
            ]
            return [self.index[key] for key in keys if key in self.index]
        where = self.country.county_of
        if figure.area == Area.MUNICIPALITY:
            places = [figure.code]
        elif figure.area == Area.REGION:
            places = [place for place, region in self.country.region_of.items() if region == figure.code]
        elif figure.area == Area.COUNTY:
            places = [place for place, county in where.items() if county == figure.code]
        else:
            places = list(where)
        keys = [("place", place, start, measure) for place in places for start in starts]
        return [self.index[key] for key in keys if key in self.index]

    def hidden(self) -> list[tuple[Figure, dict[int, float]]]:
        return [(figure, terms) for figure, terms in self.figures if figure.number is None and terms]

    def insiders(self, figure: Figure, terms: dict[int, float], how_many: int) -> list[Hashable]:
        """The organisations that know most of it, and the hosts beside it who know most of what is hidden
        with it: theirs is what they subtract."""
        share = {owner: sum(own[at][0] for at in terms if at in own) for owner, own in self.own.items()}
        known = [owner for owner in share if share[owner] and not self.wholly[owner].issuperset(terms)]
        beside: dict[Hashable, float] = defaultdict(float)
        for other, others in self.hidden():
            is_with_it = (other.start, other.measure, other.area) == (
                figure.start,
                figure.measure,
                figure.area,
            )
            if is_with_it and other.area == Area.MUNICIPALITY and other.code != figure.code:
                beside[host_of(other.code)] += sum(self.truth[at] for at in others)
        known.sort(key=lambda owner: -share[owner])
        return [*known[:how_many], *sorted(beside, key=lambda host: -beside[host])[:how_many]]

    def work_out(self, figure: Figure, terms: dict[int, float], insider: Hashable) -> Found:
        """The least and the most that a hidden figure can be."""
        own = self.own[insider] if insider is not None else {}
        bounds = [
            (own.get(at, (0, 0))[0], own.get(at, (0, 0))[0] + max(most - own.get(at, (0, 0))[1], 0))
            for at, most in enumerate(self.most)
        ]
        for at in self.wholly[insider]:
            bounds[at] = (self.truth[at], self.truth[at])
        target = np.zeros(len(self.truth))
        for at in terms:
            target[at] = 1
        least = self._solve(target, bounds)
        most = -self._solve(-target, bounds)
        room = sum(bounds[at][1] - bounds[at][0] for at in terms)
        values = floor(most + SLACK) - ceil(least - SLACK) + 1
        return Found(figure, insider, values, int(min(room + 1, 1_000_000)))

    def _solve(self, target, bounds) -> float:
        if not hasattr(self, "_matrix"):
            entries = [(row, at, value) for row, terms in enumerate(self.rows) for at, value in terms.items()]
            rows, columns, values = zip(*entries, strict=True)
            shape = (len(self.rows), len(self.truth))
            self._matrix = csr_matrix((values, (rows, columns)), shape=shape)
        answer = linprog(target, A_ub=self._matrix, b_ub=self.limits, bounds=bounds, method="highs")
        assert answer.status in (0, 3), answer.message
        return answer.fun if answer.status == 0 else -np.inf
