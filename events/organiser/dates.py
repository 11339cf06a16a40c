"""The form of an activity's dates: when it begins, its time, how often, and until when."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import NORWAY, local_day
from core.formats import clock, day_with_year
from events.dates.plan import Plan, Repeats
from events.dates.rule import horizon

# As people here write them; the first is what a browser's own date and time fields send.
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
TIME_FORMATS = ["%H:%M", "%H.%M", "%H%M"]
# Midnight at the end of a day, as posters and many people write it.
TWENTY_FOUR = re.compile(r"\s*24[:.]?00\s*")
# An end before the start is on the next day, but only so late; beyond that somebody has mixed the two up.
LONGEST_NIGHT_HOURS = 8

# What was sent; None while the page is only shown.
Data = Mapping[str, Any] | None


def date_field(label, **kwargs) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format=DATE_FORMATS[0])
    return forms.DateField(label=label, input_formats=DATE_FORMATS, widget=widget, **kwargs)


class EndTimeField(forms.TimeField):
    """Django's, which does not know that 24:00 is a time: the day ends then, and another begins at 00:00."""

    def to_python(self, value):
        if isinstance(value, str) and TWENTY_FOUR.fullmatch(value):
            value = "00:00"
        return super().to_python(value)


def time_field(label, *, kind: type[forms.TimeField] = forms.TimeField, **kwargs) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format=TIME_FORMATS[0])
    return kind(label=label, input_formats=TIME_FORMATS, widget=widget, **kwargs)


class DatesForm(forms.Form):
    """The first date, the time, how often, and until when. `old_plan` is what the dates are now."""

    first_date = date_field(_("First date"))
    start_time = time_field(_("Starts"))
    end_time = time_field(_("Ends"), kind=EndTimeField)
    repeats = forms.ChoiceField(label=_("How often?"), choices=Repeats, widget=forms.RadioSelect)
    until = date_field(_("Last date"), required=False, help_text=_("When it takes place more than once."))

    def __init__(self, data: Data = None, *, now: datetime, old_plan: Plan | None = None) -> None:
        self.now, self.old_plan = now, old_plan
        initial = vars(old_plan) if old_plan else {"repeats": Repeats.ONCE}
        super().__init__(data, initial=initial)

    @property
    def plan(self) -> Plan:
        data = self.cleaned_data
        repeats = data["repeats"]
        until = None if repeats == Repeats.ONCE else data["until"]
        return Plan(data["first_date"], data["start_time"], data["end_time"], repeats, until)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errors:
            return data
        if data["repeats"] != Repeats.ONCE and not data["until"]:
            self.add_error("until", _("Write the last date, or choose that it takes place once."))
        elif self.plan != self.old_plan:
            self._check(self.plan)
        return data

    def _check(self, plan: Plan) -> None:
        for check in (self._check_length, self._check_first, self._check_until):
            check(plan)
        # A rule far into the past or the future must not be spelled out date by date.
        if not self.errors:
            self._check_that_times_exist(plan)

    def _check_length(self, plan: Plan) -> None:
        if plan.start_time == plan.end_time:
            self.add_error("end_time", _("It ends when it starts. Write a later time."))
        elif plan.end_time < plan.start_time and plan.duration.total_seconds() > LONGEST_NIGHT_HOURS * 3600:
            self.add_error("end_time", _("The end is before the start. Write a later time."))

    def _check_first(self, plan: Plan) -> None:
        if self.old_plan and plan.first_date == self.old_plan.first_date and plan.repeats != Repeats.ONCE:
            return
        start = datetime.combine(plan.first_date, plan.start_time)
        if plan.first_date < local_day(self.now):
            self.add_error("first_date", _("This date has passed. Choose a later one."))
        elif start <= self.now.astimezone(NORWAY).replace(tzinfo=None):
            self.add_error("start_time", _("This time has passed. Choose a later one."))
        elif plan.first_date > self._last_possible:
            self._add_too_late("first_date")

    def _check_until(self, plan: Plan) -> None:
        if plan.until is None:
            return
        if plan.until < plan.first_date:
            self.add_error("until", _("The last date is before the first one."))
        elif plan.until > self._last_possible:
            self._add_too_late("until")

    def _add_too_late(self, name: str) -> None:
        message = gettext("You can publish dates until %(day)s. Choose that day or an earlier one.")
        self.add_error(name, message % {"day": day_with_year(self._last_possible)})

    @property
    def _last_possible(self) -> date:
        return local_day(horizon(self.now))

    def _check_that_times_exist(self, plan: Plan) -> None:
        missing = plan.first_missing_time(now=self.now)
        if missing is None:
            return
        moment, which = missing
        message = gettext(
            "%(time)s on %(day)s does not exist: the clocks are put forward that night. Choose another time."
        )
        values = {"time": clock(moment), "day": day_with_year(moment.date())}
        self.add_error("start_time" if which == "start" else "end_time", message % values)
