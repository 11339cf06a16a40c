"""What questions say, in the active language: for letters, text messages and pages alike."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.clock import NORWAY, local_day
from core.isolation import OwnWords, filled
from events.confirming.choices import Why
from events.confirming.models import Question
from events.confirming.services import last_held
from events.dates.days_off import days_off
from events.door.services import is_counted_at_door
from events.models import Asking, Event, Occurrence, Series

HOW_OFTEN = {
    Asking.EACH: gettext_lazy("We ask you before each date."),
    Asking.WEEKLY: gettext_lazy("We ask you once a week."),
    Asking.TERM: gettext_lazy("We ask you when a term begins."),
    Asking.NEVER: "",
}
EVENING = 17


def title_of(event: Event) -> str:
    """What the activity is called for a reader of the active language."""
    text = event.text_for()
    return str(text.title if text else event.title)


def how_often(series: Series) -> str:
    return str(HOW_OFTEN[Asking(series.asking)])


def is_first(question: Question) -> bool:
    """Whether it is the first message to this volunteer: it says who put them on the list."""
    earlier = Question.objects.filter(responsible=question.responsible_id).exclude(batch=question.batch)
    return not earlier.filter(asked_at__lte=question.asked_at).exists()


def asks_number(question: Question, *, now: datetime) -> bool:
    """Whether to ask how many came last time: there was a last time, and nobody counted at the door.

    Not when a term begins: that was long ago.
    """
    if question.why == Why.TERM:
        return False
    before = last_held(question.occurrence, now=now)
    return before is not None and not is_counted_at_door(before)


def why(question: Question) -> str:
    """Why we ask out of turn; "" where it is its turn."""
    date = question.occurrence
    match question.why:
        case Why.HOLIDAY:
            day = local_day(date.starts_at)
            found = days_off(day, day).get(day)
            name = found.name if found else ""
            return filled(_("We ask because it is on a day when many are free: %(day)s."), day=name)
        case Why.MOVED:
            return _("We ask because the date has a new time.")
        case Why.WARNING:
            return _("We ask because the Norwegian Meteorological Institute warns of the weather there.")
        case Why.TERM:
            return _("We ask because a new term begins.")
    return ""


def soon(starts_at: datetime, *, now: datetime) -> OwnWords:
    """When it begins, as one says it: "tonight at 18:00", "tomorrow at 11:00", "Tue 2 Feb at 18:00"."""
    local = starts_at.astimezone(NORWAY)
    away = local.date() - local_day(now)
    clock = formats.clock(starts_at)
    if away == timedelta(0):
        words = _("tonight at %(time)s") if local.hour >= EVENING else _("today at %(time)s")
        return filled(words, time=clock)
    if away == timedelta(days=1):
        return filled(_("tomorrow at %(time)s"), time=clock)
    return filled(_("%(day)s at %(time)s"), day=formats.short_day(starts_at), time=clock)


def soon_of(date: Occurrence, *, now: datetime) -> OwnWords:
    """The same of a date that may last all day."""
    if formats.is_all_day(date.starts_at, date.ends_at):
        return OwnWords(formats.short_day(date.starts_at))
    return soon(date.starts_at, now=now)
