"""The rule of an activity's dates in a sentence, for who reads its page: "Every Tuesday, 18:00–20:00"."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.clock import NORWAY, to_utc
from core.formats import hours, in_words, weekday
from core.isolation import OwnWords, filled
from events.dates.plan import Plan, Repeats, plan_of
from events.models import Series


def sentence_of(series: Series) -> str:
    """In the active language; "" for what takes place once, on days picked by hand, or by another rule."""
    plan = plan_of(series)
    return in_a_sentence(plan) if plan and plan.follows_rule else ""


def in_a_sentence(plan: Plan) -> str:
    """`plan` follows a rule."""
    days = in_words(weekday(number) for number in plan.weekdays or (plan.first_date.weekday(),))
    text = filled(_often(plan), days=OwnWords(days), hours=_hours(plan))
    pause = _pause(plan)
    return filled(_("%(rule)s, %(pause)s"), rule=OwnWords(text), pause=OwnWords(pause)) if pause else text


def _often(plan: Plan) -> str:
    """What lasts all day, or several days, has no hours to say."""
    has_hours = not plan.all_day and plan.days == 1
    if plan.repeats == Repeats.WEEKLY:
        return _("Every %(days)s, %(hours)s") if has_hours else _("Every %(days)s")
    if plan.repeats == Repeats.BIWEEKLY:
        return _("Every second %(days)s, %(hours)s") if has_hours else _("Every second %(days)s")
    return _("Every month on %(days)s, %(hours)s") if has_hours else _("Every month on %(days)s")


def _hours(plan: Plan) -> str:
    start = datetime.combine(plan.first_date, plan.start_time)
    return hours(to_utc(start, NORWAY), to_utc(start + plan.duration, NORWAY))


def _pause(plan: Plan) -> str:
    if plan.rests_at_holidays and plan.rests_in_summer:
        return _("not in the Christmas, Easter and summer holidays")
    if plan.rests_at_holidays:
        return _("not in the Christmas and Easter holidays")
    return _("not in the summer holidays") if plan.rests_in_summer else ""
