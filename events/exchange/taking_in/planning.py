"""When something that is taken in takes place: which of its dates come, and one plan for them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from core.clock import NORWAY
from events.dates.plan import MIDNIGHT, Plan, Repeats
from events.exchange.candidates import Candidate, Problem

# What a source may say of a date in its title that does not take place as planned.
NOT_TAKING_PLACE = ("cancelled", "postponed")


def coming(candidates: Iterable[Candidate], now: datetime) -> list[tuple[int, Candidate]]:
    """Those, with their numbers, that take place and are not over; what does not say when may be."""
    return [
        (index, each)
        for index, each in enumerate(candidates)
        if not each.cancelled
        and each.proposal not in NOT_TAKING_PLACE
        and (each.plan is not None or each.ends_at is None or each.ends_at > now)
    ]


def without_times(candidates: Iterable[Candidate]) -> list[Problem]:
    """What nobody has asked about, and cannot be taken in for all that."""
    dates = [each for each in candidates if each.plan is None]
    if any(each.starts_at is None for each in dates):
        return [Problem("date", _("It does not say which day."))]
    if any(each.ends_at is None for each in dates):
        return [Problem("time", _("It says when it starts, but not when it ends."))]
    return []


def plan_for(candidates: list[Candidate]) -> tuple[Plan, list[Candidate]]:
    """One plan for all dates, at the time that most of them have; and those that have another one alone."""
    if candidates[0].plan is not None:
        return candidates[0].plan, []
    hours = Counter(_hours(each) for each in candidates)
    [((start, lasts), _times)] = hours.most_common(1)
    days = sorted({day_of(each) for each in candidates})
    all_day = start == MIDNIGHT and not lasts % timedelta(days=1)
    whole, rest = divmod(lasts, timedelta(days=1))
    end = (datetime.combine(days[0], start) + lasts).time()
    passes = datetime.combine(days[0], start) + rest
    span = whole if all_day else whole + (1 if whole and passes.date() == days[0] else 2 if whole else 1)
    repeats = Repeats.PICKED if len(days) > 1 else Repeats.ONCE
    plan = Plan(days[0], start, end, repeats, days=max(span, 1), all_day=all_day, dates=tuple(days))
    return plan.settled(), [each for each in candidates if _hours(each) != (start, lasts)]


def day_of(candidate: Candidate) -> date:
    assert candidate.starts_at is not None, "a date without a start is asked about"
    return candidate.starts_at.astimezone(NORWAY).date()


def _hours(candidate: Candidate) -> tuple[time, timedelta]:
    """The wall-clock time of the start, and how long it lasts by the clock on the wall."""
    assert candidate.starts_at is not None, "a date without a start is asked about"
    assert candidate.ends_at is not None, "a date without an end is asked about"
    start = candidate.starts_at.astimezone(NORWAY).replace(tzinfo=None)
    end = candidate.ends_at.astimezone(NORWAY).replace(tzinfo=None)
    return start.time(), end - start if end > start else candidate.ends_at - candidate.starts_at
