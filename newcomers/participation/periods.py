"""Periods of whole months, as figures are asked for."""

from datetime import date, datetime

# As far back as the form goes.
MONTHS_BACK = 36
USUAL_MONTHS = 12


def add_months(month: date, number: int) -> date:
    """The first of the month `number` months after `month`."""
    index = month.year * 12 + month.month - 1 + number
    return date(index // 12, index % 12 + 1, 1)


def this_month(now: datetime) -> date:
    """The first of the month that the local (aware) time `now` is in."""
    return date(now.year, now.month, 1)


def months_between(first: date, last: date) -> list[date]:
    """The firsts of the months from `first` to `last`, both with."""
    months = [first]
    while months[-1] < last:
        months.append(add_months(months[-1], 1))
    return months


def latest_months(now: datetime) -> list[date]:
    """The months that can be chosen, the latest first."""
    return [add_months(this_month(now), -back) for back in range(MONTHS_BACK)]


def usual_period(now: datetime) -> tuple[date, date]:
    """The last twelve months, this one with."""
    return add_months(this_month(now), 1 - USUAL_MONTHS), this_month(now)
