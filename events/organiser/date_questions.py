"""What the form of an activity's dates asks for, by how they repeat, and what it is filled with."""

from collections.abc import Collection

from core.formats import numeric_day
from events.dates.plan import RESTING, Plan, Repeats
from events.dates.rests import Season

# What is asked for one way of repeating, and means nothing for the others.
ASKED_FOR: dict[str, Collection[str]] = {
    "until": (Repeats.WEEKLY, Repeats.BIWEEKLY, Repeats.MONTHLY),
    "weekdays": (Repeats.WEEKLY, Repeats.BIWEEKLY, Repeats.MONTHLY),
    "positions": (Repeats.MONTHLY,),
    "break_from": (Repeats.WEEKLY, Repeats.BIWEEKLY, Repeats.MONTHLY),
    "break_to": (Repeats.WEEKLY, Repeats.BIWEEKLY, Repeats.MONTHLY),
    "also_at_holidays": RESTING,
    "also_in_summer": RESTING,
    "first_date": (Repeats.ONCE, Repeats.WEEKLY, Repeats.BIWEEKLY, Repeats.MONTHLY),
    "picked": (Repeats.PICKED,),
}
# Which tick leaves out a pause.
PAUSED_BY = {
    Season.CHRISTMAS: "also_at_holidays",
    Season.EASTER: "also_at_holidays",
    Season.SUMMER: "also_in_summer",
}
# With mistakes in these the list of dates shows what is wrong.
LISTED_WITH = {"repeats", *PAUSED_BY.values()}


def said(plan: Plan) -> dict[str, object]:
    """`plan` as it stands in the form."""
    return vars(plan) | {
        # What is not every week yet pauses when it becomes so, unless they say otherwise then.
        "also_at_holidays": plan.can_rest and not plan.rests_at_holidays,
        "also_in_summer": plan.can_rest and not plan.rests_in_summer,
        "is_endless": plan.follows_rule and plan.until is None,
        "picked": ", ".join(numeric_day(day) for day in plan.dates),
        # So that a form that was read before somebody struck a date is known to be old.
        "shown": [day.isoformat() for day in plan.without],
    }
