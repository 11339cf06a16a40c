"""When a step of a package is due to somebody: days are counted from arrival, hours are Norway's clock.

It is counted from the first of the month of arrival, which is all that is known of it, or from the day of
registration. A month is a calendar month: one month after 31 January is the last day of February.
"""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from core.clock import NORWAY, local_day, to_utc
from newcomers.models import Newcomer
from newcomers.welcome.choices import MONTHS, StepKind
from newcomers.welcome.models import PackageStep

# A welcome is never too late, but to somebody who came longer ago than this it is no welcome any more.
WELCOMED_WITHIN_MONTHS = 6
# Later than this a step says something that is no longer so ("a month ago …"): it is passed over.
TOO_LATE = timedelta(days=14)
MIDNIGHT_HOUR = 24


def counted_from(newcomer: Newcomer) -> date:
    """The day that their months are counted from."""
    return newcomer.arrived_month or local_day(newcomer.created_at)


def due_day(step: PackageStep, start: date) -> date:
    """The day of `step` for somebody who came on `start`."""
    if step.kind == StepKind.DAYS:
        return start + timedelta(days=step.after_days or 0)
    return start + relativedelta(months=MONTHS[step.kind])


def opens_at(step: PackageStep, day: date) -> datetime:
    """When `step` may leave on `day`, in UTC."""
    return to_utc(datetime.combine(day, time(step.from_hour)), NORWAY)


def closes_at(step: PackageStep, day: date) -> datetime:
    """From when it may not leave on `day` any longer, in UTC."""
    if step.to_hour == MIDNIGHT_HOUR:
        return to_utc(datetime.combine(day + timedelta(days=1), time.min), NORWAY)
    return to_utc(datetime.combine(day, time(step.to_hour)), NORWAY)


def next_opening(step: PackageStep, moment: datetime) -> datetime:
    """`moment` itself where `step` may leave then, else when it may for the first time after it (UTC).

    A night when the clocks jump over all of its hours is left out.
    """
    day = local_day(moment)
    while True:
        opens, closes = opens_at(step, day), closes_at(step, day)
        if moment < closes and opens < closes:
            return max(moment, opens)
        day += timedelta(days=1)


def opening_after(step: PackageStep, day: date) -> datetime:
    """When `step` may leave for the first time on a later day than `day` (UTC)."""
    return next_opening(step, to_utc(datetime.combine(day + timedelta(days=1), time.min), NORWAY))


def due_at(step: PackageStep, newcomer: Newcomer) -> datetime | None:
    """When `step` is due to `newcomer` (UTC); None where it is not meant for them.

    The first one is never due before somebody is on the list, and so never late.
    """
    start = counted_from(newcomer)
    if step.kind != StepKind.ARRIVAL:
        return next_opening(step, opens_at(step, due_day(step, start)))
    registered = local_day(newcomer.created_at)
    if start + relativedelta(months=WELCOMED_WITHIN_MONTHS) < registered:
        return None
    return next_opening(step, max(newcomer.created_at, opens_at(step, start)))
