"""The published figures: made once a month from the tallies, all together, protected, and then they stand.

An edition publishes what has ended ten days before, and revises the quarters before it; so nobody can compare
two nights. A cell that was hidden stays so. Which tables there are is written in `published`.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from core.clock import local_day
from newcomers.tallies import publishing_arrivals, publishing_dates
from newcomers.tallies.choices import OF_ARRIVALS, OF_DATES, Span
from newcomers.tallies.models import ArrivalTally, DateTally, Edition, Figure
from newcomers.tallies.sheet import Sheet
from newcomers.tallies.spans import add_months, end_of, quarters_between, start_of

# Counts are written down, and corrected, within these days.
SETTLES = timedelta(days=10)
# With the quarter that is under way.
REVISED_QUARTERS = 5
ROWS = 2_000


def last_settled(now: datetime) -> date:
    """The first of the latest month that ended at least ten days before `now`."""
    return add_months(start_of(Span.MONTH, local_day(now - SETTLES)), -1)


@transaction.atomic
def publish(*, now: datetime) -> Edition | None:
    """Make the edition that is due at `now` (UTC). None where it stands already."""
    month = last_settled(now)
    edition, is_new = Edition.objects.get_or_create(month=month, defaults={"made_at": now})
    if not is_new:
        return None
    # One edition after another, whoever else runs.
    list(Edition.objects.select_for_update().values_list("pk"))
    threshold = settings.FIGURES_THRESHOLD
    for quarter in _quarters_of_dates(month):
        sheet = Sheet.of(OF_DATES, quarter)
        publishing_dates.publish_quarter(sheet, quarter, last=month, threshold=threshold)
        sheet.save()
    for year in _years(month):
        sheet = Sheet.of(OF_DATES, year, span=Span.YEAR)
        publishing_dates.publish_year(sheet, year, threshold=threshold)
        sheet.save()
    first = ArrivalTally.objects.aggregate(first=Min("quarter"))["first"]
    for number in range(first.year, month.year + 1) if first else ():
        year = date(number, 1, 1)
        sheet = Sheet.of(OF_ARRIVALS, year, span=Span.YEAR)
        publishing_arrivals.publish_year(sheet, year, last=month, threshold=threshold)
        sheet.save()
    return edition


def _quarters_of_dates(month: date) -> Iterable[date]:
    """The quarters to publish: the latest, and on the first time all."""
    first = DateTally.objects.aggregate(first=Min("month"))["first"]
    if first is None:
        return
    latest = start_of(Span.QUARTER, month)
    revised = add_months(latest, -3 * (REVISED_QUARTERS - 1))
    there = set(Figure.objects.filter(span=Span.QUARTER).values_list("start", flat=True).distinct())
    for quarter in quarters_between(first, month):
        if quarter >= revised or quarter not in there:
            yield quarter


def _years(month: date) -> Iterable[date]:
    """The years that are over, and whose quarters were written anew."""
    first = DateTally.objects.aggregate(first=Min("month"))["first"]
    if first is None:
        return
    for number in range(first.year, month.year + 1):
        start = date(number, 1, 1)
        if end_of(Span.YEAR, start) <= add_months(month, 1):
            yield start
