"""What stands on a page of figures, and in its files: the one number first, then what it is made of."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from newcomers.participation.areas import Place
from newcomers.participation.periods import Period
from newcomers.participation.reading import Exact, Shown
from newcomers.tallies.models import OfferTally
from organisations.models import Municipality

WHAT = OfferTally.WHAT


@dataclass(frozen=True)
class Part:
    """One kind of activity, language or audience."""

    key: str
    name: str
    exact: Exact
    newcomers: Shown


@dataclass(frozen=True)
class Row:
    """One municipality of a region, a county or the nation."""

    municipality: Municipality
    exact: Exact
    newcomers: Shown
    first_visits: Shown
    # What takes place there in the period and is public: {} where nothing does.
    offers: Exact

    @property
    def per_thousand(self) -> Decimal | None:
        return per_thousand(self.exact["participants"], self.municipality.population)

    @property
    def lacks(self) -> list[str]:
        return lacking(self.offers)


@dataclass(frozen=True)
class Point:
    """A month or quarter of the picture."""

    period: Period
    exact: Exact
    newcomers: Shown
    first_visits: Shown


@dataclass(frozen=True)
class Arrivals:
    """Those who came in a quarter: {measure: figure}."""

    period: Period
    shown: dict[str, Shown]

    def get(self, measure: str) -> Shown | None:
        return self.shown.get(measure)


@dataclass(frozen=True)
class Soon:
    """How many had found something so many months after they came: of the latest quarter that says it."""

    months: int
    yes: Shown
    answered: Shown
    asked: Shown

    @property
    def period(self) -> Period:
        """When they came: a quarter, or the year that it has stepped up to."""
        return self.yes.period

    @property
    def percent(self) -> int:
        """Of those who answered; both are rounded to three, so it is no more exact than that."""
        return round(100 * (self.yes.number or 0) / (self.answered.number or 1))


@dataclass(frozen=True)
class Compared:
    """An area that the one number is compared with."""

    name: str
    shown: Shown
    per_thousand: Decimal | None


@dataclass(frozen=True)
class Figures:
    """Everything on a page about `place` in `period`; `before` is the year before."""

    place: Place
    period: Period
    exact: Exact
    before: Exact
    first_visits: Shown
    first_visits_before: Shown
    split: dict[str, Shown]
    split_before: dict[str, Shown]
    # The exact numbers behind the one number: the place's own, or what it has stepped up to.
    coverage: Exact
    above: list[tuple[str, str, Shown]]
    trend: list[Point]
    parts: dict[str, list[Part]]
    parts_are_of: str
    rows: list[Row]
    offers: Exact
    arrivals: list[Arrivals]
    edition: date | None
    is_over: bool
    areas: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    @property
    def per_thousand(self) -> Decimal | None:
        return per_thousand(self.exact["participants"], self.place.population)

    @property
    def lacks(self) -> list[str]:
        return lacking(self.offers)

    @property
    def missing(self) -> list[tuple[str, list[str]]]:
        """Where nothing is open to all, and nothing of a kind: (the kind, names of municipalities)."""
        nowhere = [row.municipality.full_name for row in self.rows if not row.offers.get("dates")]
        found = (
            (name, [row.municipality.full_name for row in self.rows if name in row.lacks]) for name in WHAT
        )
        return [(name, places) for name, places in (*found, ("dates", nowhere)) if places]

    @property
    def absent(self) -> list[str]:
        """Municipalities of the area that have not opened here: nobody knows what takes place there."""
        there = {row.municipality.pk for row in self.rows}
        return [place.full_name for place in self.place.listed if self.rows and place.pk not in there]

    @property
    def first_visits_per_thousand(self) -> Decimal | None:
        return self._per_thousand(self.first_visits)

    @property
    def compared(self) -> list[Compared]:
        """What the one number is compared with: those above that are shown, and are not it."""
        return [
            Compared(
                self.area_name(shown),
                shown,
                # Of a month and of a year it cannot be compared.
                self._per_thousand(shown) if shown.period == self.first_visits.period else None,
            )
            for _area, _code, shown in self.above
            if shown.number is not None
            and (shown.area, shown.code, shown.period)
            != (self.first_visits.area, self.first_visits.code, self.first_visits.period)
        ]

    @property
    def soon(self) -> list[Soon]:
        """After one month and after three: the latest quarter of arrival of which each is shown."""
        found = []
        for months in (1, 3):
            names = (f"found_{months}", f"answered_{months}", f"asked_{months}")
            for each in self.arrivals:
                shown = [one for one in map(each.get, names) if one and one.number]
                if len(shown) == len(names):
                    found.append(Soon(months, *shown))
                    break
        return found

    def area_name(self, shown: Shown) -> str:
        return self.areas.get((shown.area, shown.code), ("", 0))[0]

    def _per_thousand(self, shown: Shown) -> Decimal | None:
        people = self.areas.get((shown.area, shown.code), ("", 0))[1]
        return None if shown.number is None else per_thousand(shown.number, people)


def per_thousand(number: int, population: int) -> Decimal | None:
    """So many for 1,000 inhabitants, to one decimal; None where nobody knows how many live there."""
    if not population:
        return None
    return (Decimal(number) * 1000 / population).quantize(Decimal("0.1"), ROUND_HALF_UP)


def lacking(there: Exact) -> list[str]:
    """Which of `OfferTally.WHAT` do not take place at all."""
    return [name for name in OfferTally.WHAT if not there.get(name)]
