"""Terms, and how the rule of an earlier activity is moved to the coming one."""

from dataclasses import dataclass
from datetime import date, timedelta

from events.dates.plan import ONE_DAY, Plan, Repeats

# From when most start again after Christmas and the summer, and until when they go on.
SPRING = ((1, 7), (6, 19))
AUTUMN = ((8, 21), (12, 19))
# Of a term that is nearly over nobody plans the rest.
WORTH_PLANNING = timedelta(weeks=6)


@dataclass(frozen=True)
class Term:
    first: date
    last: date


def coming_term(today: date) -> Term:
    """The term that somebody who plans on `today` most likely means: this one, unless it nears its end."""
    terms = [
        Term(date(year, *begins), date(year, *ends))
        for year in (today.year, today.year + 1)
        for begins, ends in (SPRING, AUTUMN)
    ]
    return next(term for term in terms if term.last - max(today, term.first) >= WORTH_PLANNING)


def moved(plan: Plan, *, today: date) -> Plan | None:
    """`plan` in the coming term, on the same weekdays; None where its days say nothing about another term."""
    if not plan.follows_rule:
        return None
    term = coming_term(today)
    first = max(term.first, today + ONE_DAY)
    if plan.repeats == Repeats.MONTHLY:
        # The second and the fourth Tuesday stay those: the plan says which, or its first date does.
        first = _same_place(plan, first)
    else:
        first += ((plan.first_date.weekday() - first.weekday()) % 7) * ONE_DAY
    until = None if plan.until is None else max(term.last, first)
    bare = Plan(
        first,
        plan.start_time,
        plan.end_time,
        plan.repeats,
        until=until,
        days=plan.days,
        all_day=plan.all_day,
        weekdays=plan.weekdays,
        positions=plan.positions,
        rests_at_holidays=plan.rests_at_holidays,
        rests_in_summer=plan.rests_in_summer,
    )
    return bare.settled()


def _same_place(plan: Plan, earliest: date) -> date:
    """The first day from `earliest` on that has the weekday and the place in its month of the first date."""
    wanted = plan.settled()
    rule = Plan(
        wanted.first_date,
        wanted.start_time,
        wanted.end_time,
        Repeats.MONTHLY,
        weekdays=wanted.weekdays,
        positions=wanted.positions,
    )
    return next(start.date() for start in rule.rule_days() if start.date() >= earliest)
