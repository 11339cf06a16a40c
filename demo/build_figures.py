"""Figures: of what was counted in this half year, and of the time before, of which only numbers are left.

Same every time: seeded.
"""

import random
from collections.abc import Iterable
from datetime import date, datetime

from newcomers.tallies import editions, filling
from newcomers.tallies.choices import Measure, Span
from newcomers.tallies.models import ArrivalTally, DateTally, OfferTally
from newcomers.tallies.spans import add_months, months_between, start_of, this_month
from organisations.models import Municipality

MONTHS_BACK = 25
# For how many inhabitants one person moves in and gets a package in a quarter.
INHABITANTS_PER_ARRIVAL = 130
SHARES = {
    1: (Measure.ASKED_1, Measure.ANSWERED_1, Measure.FOUND_1, 2),
    3: (Measure.ASKED_3, Measure.ANSWERED_3, Measure.FOUND_3, 4),
    12: (Measure.ASKED_12, Measure.ANSWERED_12, Measure.HERE_12, 13),
}


def make_figures(municipalities: Iterable[Municipality], now: datetime) -> None:
    """Take in what was counted, put the time before beside it, and publish it."""
    filling.fill(now=now, everything=True)
    _earlier_months(now)
    _arrivals(municipalities, now)
    editions.publish(now=now)


def _earlier_months(now: datetime) -> None:
    """Before what was counted here: as much as in the same month a year later, and a little less."""
    chance = random.Random(18)  # noqa: S311  crowds of a demonstration, not a secret
    latest = this_month(now)
    there = set(DateTally.objects.values_list("month", flat=True).distinct()) - {latest}
    if not there:
        return
    missing = months_between(add_months(latest, -MONTHS_BACK), add_months(min(there), -1))
    full = sorted(there)[1:] or sorted(there)
    rows = {month: list(DateTally.objects.filter(month=month)) for month in full}
    made = [
        _scaled(tally, month, chance)
        for month in missing
        for tally in rows[full[month.month % len(full)]]
        if chance.random() < 0.85
    ]
    DateTally.objects.bulk_create(made, batch_size=1_000)
    filling.add_up(missing)
    written = set(OfferTally.objects.values_list("month", flat=True).distinct())
    offers = [
        _at(offer, month)
        for month in missing
        if month not in written
        for offer in OfferTally.objects.filter(month=full[month.month % len(full)])
    ]
    OfferTally.objects.bulk_create(offers, batch_size=1_000)


def _at(offer: OfferTally, month: date) -> OfferTally:
    numbers = {name: getattr(offer, name) for name in ("dates", *OfferTally.WHAT)}
    return OfferTally(municipality_id=offer.municipality_id, month=month, **numbers)


def _scaled(tally: DateTally, month: date, chance: random.Random) -> DateTally:
    meetings = tally.meetings or 1
    kept = chance.randint(max(1, meetings // 2), meetings)
    numbers = {name: getattr(tally, name) * kept // meetings for name in DateTally.SUMS}
    names = ("municipality_id", "organisation_id", "category", "language", "audience")
    return DateTally(month=month, **{name: getattr(tally, name) for name in names}, **numbers)


def _arrivals(municipalities: Iterable[Municipality], now: datetime) -> None:
    """Who came in the last two years, was asked, and is on no list any longer."""
    chance = random.Random(1818)  # noqa: S311  as above
    latest = start_of(Span.QUARTER, this_month(now))
    rows = []
    for place in municipalities:
        for back in range(1, 9):
            quarter = add_months(latest, -3 * back)
            packages = chance.randint(0, 2 * place.population // INHABITANTS_PER_ARRIVAL // 2 + 2)
            rows += _quarter(place, quarter, packages, chance, now)
    # Those who are on the list still were counted by the night.
    ArrivalTally.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["municipality", "quarter", "measure"],
        update_fields=["left"],
    )


def _quarter(
    place: Municipality, quarter: date, packages: int, chance: random.Random, now: datetime
) -> list[ArrivalTally]:
    numbers = {Measure.PACKAGES: packages}
    for asked, answered, yes, after in SHARES.values():
        if add_months(quarter, 3 + after) > this_month(now):
            continue
        numbers[asked] = packages * chance.randint(80, 100) // 100
        numbers[answered] = numbers[asked] * chance.randint(25, 60) // 100
        numbers[yes] = numbers[answered] * chance.randint(50, 90) // 100
    return [
        ArrivalTally(municipality=place, quarter=quarter, measure=measure, left=number)
        for measure, number in numbers.items()
        if number
    ]
