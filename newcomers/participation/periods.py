"""Months, quarters and years, as figures are asked for: "2026-10", "2026-Q4", "2026"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from core import formats
from newcomers.tallies.choices import Span
from newcomers.tallies.spans import add_months, end_of, months_in, start_of, this_month, weeks_in

WRITTEN = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
# As far back as can be chosen.
MONTHS_BACK, QUARTERS_BACK, YEARS_BACK = 13, 9, 5


@dataclass(frozen=True, order=True)
class Period:
    """A month, quarter or year, by its first day."""

    start: date
    span: str

    @property
    def key(self) -> str:
        """As it stands in addresses and files."""
        if self.span == Span.YEAR:
            return f"{self.start:%Y}"
        if self.span == Span.QUARTER:
            return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
        return f"{self.start:%Y-%m}"

    @property
    def months(self) -> list[date]:
        return months_in(Span(self.span), self.start)

    @property
    def end(self) -> date:
        """The first day after it."""
        return end_of(Span(self.span), self.start)

    @property
    def weeks(self) -> float:
        return weeks_in(Span(self.span), self.start)

    @property
    def year_before(self) -> "Period":
        return Period(date(self.start.year - 1, self.start.month, 1), self.span)

    @property
    def name(self) -> str:
        """ "October 2026", "Jul–Sept 2026", "2026" """
        if self.span == Span.YEAR:
            return self.key
        if self.span == Span.MONTH:
            return formats.month(self.start)
        months = self.months
        return f"{formats.short_month(months[0])}–{formats.short_month(months[-1])} {self.start:%Y}"

    def is_over(self, now: datetime) -> bool:
        return self.end <= this_month(now)

    def within(self, span: Span) -> "Period":
        """The quarter or year that it is in."""
        return Period(start_of(span, self.start), span)


def period_of(written: str) -> Period | None:
    """The period that is written so; None for what is none."""
    found = WRITTEN.fullmatch(written)
    if not found:
        return None
    year, quarter, month = found.groups()
    if quarter:
        return Period(date(int(year), int(quarter) * 3 - 2, 1), Span.QUARTER)
    if month:
        return Period(date(int(year), int(month), 1), Span.MONTH)
    return Period(date(int(year), 1, 1), Span.YEAR)


def latest(now: datetime) -> Iterator[Period]:
    """What can be chosen: quarters, months and years, the latest first, with those under way."""
    month = this_month(now)
    quarter = start_of(Span.QUARTER, month)
    for number in range(QUARTERS_BACK):
        yield Period(add_months(quarter, -3 * number), Span.QUARTER)
    for number in range(MONTHS_BACK):
        yield Period(add_months(month, -number), Span.MONTH)
    for number in range(YEARS_BACK):
        yield Period(date(month.year - number, 1, 1), Span.YEAR)


def usual(now: datetime) -> Period:
    """The latest quarter that is over."""
    return Period(add_months(start_of(Span.QUARTER, this_month(now)), -3), Span.QUARTER)
