"""The form of an activity's dates: when it begins, its time, how often, until when, and what is struck."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import NORWAY, local_day
from core.form_fields import date_field
from core.formats import ONE_EVENING, clock, day_with_year, weekday
from core.forms import Form
from core.isolation import filled
from events.dates.days_off import DayOff, Holiday, days_off
from events.dates.picked import mistakes_in, read_days
from events.dates.plan import Plan, Repeats
from events.dates.preview import Preview, preview
from events.dates.rests import rest_on
from events.dates.rule import horizon
from events.models import LONGEST
from events.organiser.date_fields import DaysField, EndTimeField, time_field
from events.organiser.date_questions import ASKED_FOR, LISTED_WITH, PAUSED_BY, said

# What was sent; None while the page is only shown.
Data = Mapping[str, Any] | None


def weekday_choices() -> list[tuple[int, str]]:
    return [(number, weekday(number)) for number in range(7)]


class DatesForm(Form):
    """`old_plan` is what the dates are now. `school` are the holidays of the municipality's schools.

    A plan that gives dates on special days is only saved when these dates have been looked at: the list of
    dates sends them back as `shown`, and those with a tick as `kept`.

    `may_wait` is for a draft: with no day written, there is no plan yet, and nothing is wrong.
    """

    repeats = forms.ChoiceField(label=_("How often?"), choices=Repeats, widget=forms.RadioSelect)
    first_date = date_field(_("First date"), required=False)
    picked = forms.CharField(
        label=_("Dates"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write or paste them as you like, for example: 19.06.2027, 26. juni"),
    )
    all_day = forms.BooleanField(label=_("It lasts all day"), required=False)
    start_time = time_field(_("Starts"), required=False)
    end_time = time_field(_("Ends"), kind=EndTimeField, required=False)
    days = forms.IntegerField(
        label=_("Over how many days?"),
        required=False,
        min_value=1,
        max_value=LONGEST.days,
        help_text=_("From Friday to Sunday is 3. An evening that ends after midnight is 1."),
    )
    until = date_field(_("Last date"), required=False)
    is_endless = forms.BooleanField(label=_("There is no last date: it goes on"), required=False)
    also_at_holidays = forms.BooleanField(
        label=_("Also at Christmas and Easter"),
        required=False,
        help_text=_("Without a tick it pauses from 20 December to 6 January, and in Easter week."),
    )
    also_in_summer = forms.BooleanField(
        label=_("Also in the summer"),
        required=False,
        help_text=_("Without a tick it pauses from 20 June to 20 August."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which weekdays?"),
        choices=weekday_choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If you choose none, it is on the weekday of the first date."),
    )
    positions = forms.TypedMultipleChoiceField(
        label=_("Which of them in the month?"),
        choices=[
            (1, _("The first")),
            (2, _("The second")),
            (3, _("The third")),
            (4, _("The fourth")),
            (-1, _("The last")),
        ],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For example the second and the fourth. If you choose none, it is as the first date."),
    )
    break_from = date_field(_("First day of the pause"), required=False)
    break_to = date_field(_("Last day of the pause"), required=False)
    shown = DaysField(required=False)
    kept = DaysField(required=False)

    def __init__(
        self,
        data: Data = None,
        *,
        now: datetime,
        old_plan: Plan | None = None,
        school: Collection[Holiday] = (),
        may_wait: bool = False,
    ) -> None:
        self.now, self.old_plan, self.school, self.may_wait = now, old_plan, school, may_wait
        # With and without what is struck; None until it is known that they can be.
        self._plan: Plan | None = None
        self._whole: Plan | None = None
        super().__init__(data, initial=said(old_plan) if old_plan else {"repeats": Repeats.ONCE, "days": 1})

    @property
    def plan(self) -> Plan:
        assert self._plan is not None, "asked for only when the form is valid"
        return self._plan

    @property
    def plan_if_any(self) -> Plan | None:
        """The plan of a valid form; None for a draft's, where no day is written yet."""
        return self._plan

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.may_wait and not self._has_a_day():
            self.errors.clear()
            return data
        repeats = data.get("repeats", Repeats.ONCE)
        for name, ways in ASKED_FOR.items():
            if repeats not in ways:
                # What was left in a field that is not asked for is no mistake.
                self.errors.pop(name, None)
                data[name] = None
        if data.get("all_day"):
            for name in ("start_time", "end_time"):
                self.errors.pop(name, None)
                data[name] = time(0)
        self._check_that_nothing_is_missing(repeats)
        if not self.errors:
            self._check(repeats)
        return data

    def _has_a_day(self) -> bool:
        """Whether anything was written where the days are asked for."""
        return any(self[name].value() for name in ("first_date", "picked"))

    def _check_that_nothing_is_missing(self, repeats: str) -> None:
        data = self.cleaned_data
        asked = ["picked" if repeats == Repeats.PICKED else "first_date", "start_time", "end_time"]
        for name in asked:
            if not self.errors.get(name) and data.get(name) in (None, ""):
                self.add_error(name, self.fields[name].error_messages["required"])
        has_end = data.get("until") or data.get("is_endless") or "until" in self.errors
        if repeats in ASKED_FOR["until"] and not has_end:
            self.add_error("until", _("Write the last date, or say that there is none."))
        for name, other in (("break_from", "break_to"), ("break_to", "break_from")):
            if data.get(name) and not data.get(other) and other not in self.errors:
                self.add_error(other, _("A pause has a first and a last day. Write both."))

    def _check(self, repeats: str) -> None:
        picked = self._read_picked() if repeats == Repeats.PICKED else ()
        if self.errors:
            return
        plan = self._as_typed(picked)
        # A rule far into the past or the future must not be spelled out date by date.
        for check in (self._check_length, self._check_first, self._check_until, self._check_break):
            check(plan)
        if not self.errors:
            self._settle(plan)

    def _read_picked(self) -> tuple[date, ...]:
        found = read_days(self.cleaned_data["picked"], today=local_day(self.now))
        for message in mistakes_in(found):
            self.add_error("picked", message)
        return found.days

    def _as_typed(self, picked: tuple[date, ...]) -> Plan:
        data = self.cleaned_data
        return Plan(
            first_date=picked[0] if picked else data["first_date"],
            start_time=data["start_time"],
            end_time=data["end_time"],
            repeats=data["repeats"],
            until=None if data["is_endless"] else data["until"],
            days=data["days"] or 1,
            all_day=data["all_day"],
            weekdays=tuple(data["weekdays"] or ()),
            positions=tuple(data["positions"] or ()),
            dates=picked,
            break_from=data["break_from"],
            break_to=data["break_to"],
            rests_at_holidays=not data["also_at_holidays"],
            rests_in_summer=not data["also_in_summer"],
        )

    def _check_length(self, plan: Plan) -> None:
        if plan.all_day:
            return
        if plan.start_time == plan.end_time and plan.days == 1:
            self.add_error("end_time", _("It ends when it starts. Write a later time."))
        elif plan.end_time < plan.start_time and plan.days == 1 and plan.duration >= ONE_EVENING:
            self.add_error("end_time", _("The end is before the start. Write a later time."))

    def _check_first(self, plan: Plan) -> None:
        field = "picked" if plan.repeats == Repeats.PICKED else "first_date"
        old = self.old_plan
        if old and (plan.first_date == old.first_date and plan.follows_rule or plan.settled() == old):
            return
        # What was picked earlier may be over.
        first = min(set(plan.dates or [plan.first_date]) - set(old.dates if old else ()), default=None)
        if first is None:
            return
        start = datetime.combine(first, plan.start_time)
        if first < local_day(self.now):
            self.add_error(field, _("This date has passed. Choose a later one."))
        elif not plan.all_day and start <= self.now.astimezone(NORWAY).replace(tzinfo=None):
            self.add_error("start_time", _("This time has passed. Choose a later one."))
        elif max((first, *plan.dates)) > self._last_possible:
            self._add_too_late(field)

    def _check_until(self, plan: Plan) -> None:
        if plan.until is None:
            return
        if plan.until < plan.first_date:
            self.add_error("until", _("The last date is before the first one."))
        elif plan.until > self._last_possible and (
            self.old_plan is None or plan.until != self.old_plan.until
        ):
            self._add_too_late("until")

    def _check_break(self, plan: Plan) -> None:
        if plan.break_from and plan.break_to and plan.break_to < plan.break_from:
            self.add_error("break_to", _("The pause ends before it begins."))

    def _add_too_late(self, name: str) -> None:
        message = gettext("You can publish dates until %(day)s. Choose that day or an earlier one.")
        self.add_error(name, filled(message, day=day_with_year(self._last_possible)))

    @property
    def _last_possible(self) -> date:
        return local_day(horizon(self.now))

    def _settle(self, typed: Plan) -> None:
        """Spell the dates out, and take those away that are struck."""
        whole = typed.settled()
        starts = [start.date() for start in whole.starts(now=self.now)]
        if not starts:
            self._add_no_date(whole)
            return
        self._whole = whole
        if not self._has_first(whole):
            return
        struck = self._struck(starts)
        if not set(starts) - struck:
            field = "picked" if whole.repeats == Repeats.PICKED else "repeats"
            self.add_error(field, _("Every date is taken away. Tick those that take place."))
            return
        self._plan = replace(whole, without=tuple(struck)).settled()
        if self._plan != self.old_plan:
            self._check_that_times_exist(self._plan)

    def _has_first(self, whole: Plan) -> bool:
        """The first date that somebody has typed is not left out without a word."""
        rest = rest_on(whole, whole.first_date)
        if rest is None or self.old_plan and self.old_plan.first_date == whole.first_date:
            return True
        message = gettext(
            "The first date, %(day)s, is in this pause. "
            "Tick here if it takes place then, or choose another first date."
        )
        self.add_error(PAUSED_BY[rest.season], filled(message, day=day_with_year(whole.first_date)))
        return False

    def _add_no_date(self, whole: Plan) -> None:
        """Nothing is left of `whole`: is it because of the pauses, its own or those that most have?"""
        awake = preview(replace(whole, without=()), struck=(), off={}, since=date.min, now=self.now)
        if awake.rests:
            message = _(
                "Every date is in this pause. Tick here if it takes place then, or choose other days."
            )
            self.add_error(PAUSED_BY[awake.rests[0].rest.season], message)
            return
        field = "break_to" if whole.break_to else "until"
        self.add_error(field, _("There is no date in this time. Choose other days."))

    def _struck(self, starts: list[date]) -> set[date]:
        """The days that the organiser has struck, and those that are left out unless they say otherwise."""
        if self._whole is None or self._whole.repeats == Repeats.ONCE:
            return set()
        shown, kept = self.cleaned_data["shown"], self.cleaned_data["kept"]
        struck = shown - kept
        if self.old_plan:
            struck |= set(self.old_plan.without) - shown
        if self._whole.follows_rule:
            known = shown | self._old_days
            struck |= {
                day for day in starts if day not in known and day in self._off and self._off[day].pauses
            }
        return struck & set(starts)

    @cached_property
    def _old_days(self) -> frozenset[date]:
        """On which it takes place now: they are kept as they are."""
        if self.old_plan is None:
            return frozenset()
        return frozenset(start.date() for start in self.old_plan.starts(now=self.now))

    @cached_property
    def _off(self) -> dict[date, DayOff]:
        return days_off(local_day(self.now), self._last_possible, school=self.school)

    def _check_that_times_exist(self, plan: Plan) -> None:
        missing = plan.first_missing_time(now=self.now)
        if missing is None:
            return
        moment, which = missing
        message = gettext(
            "%(time)s on %(day)s does not exist: the clocks are put forward that night. Choose another time."
        )
        values = {"time": clock(moment), "day": day_with_year(moment.date())}
        self.add_error("start_time" if which == "start" else "end_time", filled(message, **values))

    @cached_property
    def preview(self) -> Preview | None:
        """The dates that there will be; None while it is not clear when it takes place."""
        if self.is_bound:
            whole = None if self.errors.keys() - LISTED_WITH else self._whole
        else:
            whole = replace(self.old_plan, without=()) if self.old_plan else None
        if whole is None:
            return None
        starts = [start.date() for start in whole.starts(now=self.now)]
        struck = (
            self._struck(starts) if self.is_bound else set(self.old_plan.without if self.old_plan else ())
        )
        return preview(whole, struck=struck, off=self._off, since=local_day(self.now), now=self.now)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the list said of days that are not in it now, so that no tick is lost."""
        if not self.is_bound:
            return []
        listed = {planned.day for planned in self.preview.dates} if self.preview else set()
        return [
            (name, day.isoformat())
            for name in ("shown", "kept")
            for day in sorted(self.cleaned_data.get(name, frozenset()) - listed)
        ]

    @property
    def more_is_open(self) -> bool:
        return self._is_filled("weekdays", "positions", "break_from", "break_to")

    @property
    def rests_are_open(self) -> bool:
        """Folded to one line that says it while it pauses as most do."""
        return self._is_filled("also_at_holidays", "also_in_summer")

    @property
    def length_is_open(self) -> bool:
        return self._is_filled("all_day") or str(self["days"].value() or 1) != "1" or "days" in self.errors

    def _is_filled(self, *names: str) -> bool:
        return any(name in self.errors or self[name].value() for name in names)

    @property
    def needs_a_look(self) -> bool:
        """Whether a date falls on a special day that the organiser has not seen pointed out."""
        if self._whole is None or not self._whole.follows_rule or self._plan == self.old_plan:
            return False
        known = self.cleaned_data["shown"] | self._old_days
        return any(
            start.date() in self._off and start.date() not in known
            for start in self._whole.starts(now=self.now)
        )
