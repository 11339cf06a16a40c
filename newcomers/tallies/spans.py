"""Months, quarters and years, by their first day."""

from collections.abc import Iterator
from datetime import date, datetime

from core.clock import local_day
from newcomers.tallies.choices import Span

LENGTH = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


def add_months(month: date, number: int) -> date:
    """The first of the month `number` months after `month`."""
    index = month.year * 12 + month.month - 1 + number
    return date(index // 12, index % 12 + 1, 1)


def start_of(span: str, day: date) -> date:
    """The first day of the month, quarter or year that `day` is in."""
    length = LENGTH[Span(span)]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def months_in(span: str, start: date) -> list[date]:
    """The firsts of the months of what begins on `start`."""
    return [add_months(start, number) for number in range(LENGTH[Span(span)])]


def months_between(first: date, last: date) -> list[date]:
    """The firsts of the months from `first` to `last`, both with; none where `last` is earlier."""
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, number) for number in range(max(length, 0))]


def quarters_between(first: date, last: date) -> Iterator[date]:
    """The quarters from the one of `first` to the one of `last`, both with."""
    return (month for month in months_between(start_of(Span.QUARTER, first), last) if month.month % 3 == 1)


def end_of(span: str, start: date) -> date:
    """The first day after what begins on `start`."""
    return add_months(start, LENGTH[Span(span)])


def weeks_in(span: str, start: date) -> float:
    """How many weeks what begins on `start` has: 92 days are 13.14, in a year with a week 53 as in any."""
    return (end_of(span, start) - start).days / 7


def this_month(now: datetime) -> date:
    """The first of the month that it is in Norway at `now`."""
    return start_of(Span.MONTH, local_day(now))
