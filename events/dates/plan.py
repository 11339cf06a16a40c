"""When an activity takes place, as an organiser says it: days, a time, how often and until when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product, takewhile
from typing import Any

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import NORWAY, exists
from core.formats import ONE_EVENING
from events.dates.rule import SLOT_FORMAT, horizon, in_break, local_starts, rule, slots_line
from events.models import Series

ONE_DAY = timedelta(days=1)
MIDNIGHT = time(0)
END_OF_DAY = time(23, 59, 59)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Which of a month's Tuesdays one can ask for. Few months have a fifth one: people mean the last.
POSITIONS = frozenset({1, 2, 3, 4, -1})
BYDAY = re.compile(r"(?P<position>-?\d)?(?P<weekday>MO|TU|WE|TH|FR|SA|SU)")


class Repeats(models.TextChoices):
    """How often."""

    ONCE = "once", _("It takes place once")
    WEEKLY = "weekly", _("Every week")
    BIWEEKLY = "biweekly", _("Every second week")
    MONTHLY = "monthly", _("Every month, on the same weekday")
    PICKED = "picked", _("On dates that I choose")


# Those that follow a rule, and what RFC 5545 calls it.
FREQUENCIES = {
    Repeats.WEEKLY: ("WEEKLY", 1),
    Repeats.BIWEEKLY: ("WEEKLY", 2),
    Repeats.MONTHLY: ("MONTHLY", 1),
}
# Those that pause when most do, unless their organiser says otherwise.
RESTING = (Repeats.WEEKLY, Repeats.BIWEEKLY)


@dataclass(frozen=True)
class Plan:
    """Days and wall-clock times in Norway.

    An end at or before the start is on the next day. What lasts all day goes from midnight to midnight, and
    both times are 00:00. The same dates can be said in several ways: `settled` is the one that is stored.
    """

    first_date: date
    start_time: time
    end_time: time
    repeats: str = Repeats.ONCE
    # The last day on which it may start. None: once, on picked dates, or on and on.
    until: date | None = None
    # On how many days each date is: 3 from Friday to Sunday. An evening that ends after midnight is on one.
    days: int = 1
    all_day: bool = False
    # 0 is Monday. Empty: the weekday of the first date.
    weekdays: tuple[int, ...] = ()
    # Which of the month's, -1 for the last one. Empty: as the first date.
    positions: tuple[int, ...] = ()
    # All of them, when they are picked by hand.
    dates: tuple[date, ...] = ()
    # What the rule gives and the organiser has struck.
    without: tuple[date, ...] = ()
    # A pause, both days in it.
    break_from: date | None = None
    break_to: date | None = None
    # Whether it pauses when most do (`events.dates.rests`): only for what is every week, or every second one.
    rests_at_holidays: bool = False
    rests_in_summer: bool = False

    @property
    def duration(self) -> timedelta:
        if self.all_day:
            return self.days * ONE_DAY
        start = datetime.combine(self.first_date, self.start_time)
        end = datetime.combine(self.first_date, self.end_time) + (self.days - 1) * ONE_DAY
        return end - start if end > start else end - start + ONE_DAY

    @property
    def follows_rule(self) -> bool:
        return self.repeats in FREQUENCIES

    @property
    def can_rest(self) -> bool:
        """What is once a month seldom meets a pause: a date in one is pointed out, and struck by hand."""
        return self.repeats in RESTING

    @property
    def recurrence(self) -> str:
        """The RFC 5545 lines; empty when it takes place once."""
        if self.repeats == Repeats.PICKED:
            return slots_line("RDATE", self.dates, self.start_time)
        if not self.follows_rule:
            return ""
        frequency, interval = FREQUENCIES[Repeats(self.repeats)]
        lines = [
            rule(
                frequency=frequency,
                interval=interval,
                until=datetime.combine(self.until, END_OF_DAY) if self.until else None,
                days=self._weekdays_in_rule(),
            )
        ]
        if self.without:
            lines.append(slots_line("EXDATE", self.without, self.start_time))
        return "\n".join(lines)

    def _weekdays_in_rule(self) -> list[str]:
        """["MO", "TH"], or ["2TU", "4TU"] for what is monthly."""
        if self.repeats != Repeats.MONTHLY:
            return [WEEKDAYS[weekday] for weekday in self.weekdays]
        weekdays = self.weekdays or (self.first_date.weekday(),)
        positions = self.positions or (position_in_month(self.first_date),)
        return [f"{position}{WEEKDAYS[weekday]}" for position in positions for weekday in weekdays]

    def apply_to(self, series: Series) -> Series:
        """Write the plan into `series`, which is not saved here."""
        series.first_date = self.first_date
        series.start_time = self.start_time
        series.duration = self.duration
        series.recurrence = self.recurrence
        series.break_from = self.break_from
        series.break_to = self.break_to
        series.rests_at_holidays = self.rests_at_holidays
        series.rests_in_summer = self.rests_in_summer
        return series

    def starts(self, *, now: datetime) -> list[datetime]:
        """The naive local starts of every date, up to as far ahead as dates are made."""
        return list(local_starts(self._series(), horizon(now)))

    def _series(self) -> Series:
        return self.apply_to(Series(time_zone=NORWAY.key))

    def first_missing_time(self, *, now: datetime) -> tuple[datetime, str] | None:
        """The first local start or end that no clock in Norway shows, and which of "start" and "end" it is.

        In Oslo 02:30 on 28 March 2027 does not exist: the clocks go from 02:00 to 03:00.
        """
        for start in self.starts(now=now):
            if not exists(start, NORWAY):
                return start, "start"
            if not exists(start + self.duration, NORWAY):
                return start + self.duration, "end"
        return None

    def settled(self) -> "Plan":
        """The same dates, said in the one way in which they are stored and read back."""
        plan = self._with_settled_length()
        if plan.repeats == Repeats.PICKED:
            return plan._with_settled_dates()
        if not plan.follows_rule:
            return plan._once()
        return plan._with_settled_weekdays()._with_settled_breaks()._with_settled_exceptions()

    def _once(self) -> "Plan":
        return Plan(
            self.first_date,
            self.start_time,
            self.end_time,
            Repeats.ONCE,
            days=self.days,
            all_day=self.all_day,
        )

    def _with_settled_length(self) -> "Plan":
        return replace(self, **_length(MIDNIGHT if self.all_day else self.start_time, self.duration))

    def _with_settled_dates(self) -> "Plan":
        dates = tuple(sorted(set(self.dates) - set(self.without))) or (self.first_date,)
        once = replace(self, first_date=dates[0])._once()
        return once if len(dates) == 1 else replace(once, repeats=Repeats.PICKED, dates=dates)

    def _with_settled_weekdays(self) -> "Plan":
        """On a first date that is one of the dates, without saying what that date says already."""
        weekdays = tuple(sorted(set(self.weekdays) or {self.first_date.weekday()}))
        if self.repeats != Repeats.MONTHLY:
            # The first of these weekdays, also in every second week: from a Friday it is next week's Tuesday.
            ahead = min((weekday - self.first_date.weekday()) % 7 for weekday in weekdays)
            first = self.first_date + ahead * ONE_DAY
            said = () if weekdays == (first.weekday(),) else weekdays
            return replace(self, first_date=first, weekdays=said, positions=(), dates=())
        # In the order of the month: the last one after the fourth.
        positions = tuple(sorted(set(self.positions) or {position_in_month(self.first_date)}, key=_in_month))
        spelled_out = replace(self, weekdays=weekdays, positions=positions, dates=(), without=())
        first = next(spelled_out.rule_days()).date()
        derived = (weekdays, positions) == ((first.weekday(),), (position_in_month(first),))
        if derived:
            weekdays, positions = (), ()
        return replace(
            spelled_out, first_date=first, weekdays=weekdays, positions=positions, without=self.without
        )

    def _with_settled_breaks(self) -> "Plan":
        whole = self.break_from is not None and self.break_to is not None
        plan = self if whole else replace(self, break_from=None, break_to=None)
        return plan if self.can_rest else plan.without_rests()

    def without_rests(self) -> "Plan":
        return replace(self, rests_at_holidays=False, rests_in_summer=False)

    def _with_settled_exceptions(self) -> "Plan":
        """Struck dates that the rule does not give are nothing."""
        if not self.without:
            return self
        last = max(self.without)
        plain = replace(self, without=())
        given = {start.date() for start in takewhile(lambda start: start.date() <= last, plain.rule_days())}
        struck = tuple(sorted(day for day in set(self.without) & given if not self._pauses(day)))
        return replace(self, without=struck)

    def _pauses(self, day: date) -> bool:
        return in_break(self._series(), day)

    def rule_days(self) -> Iterator[datetime]:
        """The rule's own starts, whether or not it has an end or a break."""
        endless = replace(self, until=None, without=())
        first = datetime.combine(self.first_date, self.start_time)
        return iter(rrulestr(endless.recurrence, dtstart=first, forceset=True))


def position_in_month(day: date) -> int:
    """2 for the second Tuesday. Only some months have a fifth one: it is the last, -1."""
    position = (day.day - 1) // 7 + 1
    return position if position < 5 else -1


def _in_month(position: int) -> int:
    return position if position > 0 else 5 - position


def _length(start_time: time, duration: timedelta) -> dict[str, Any]:
    """How `Plan` says that something begins at `start_time` and lasts `duration`."""
    if start_time == MIDNIGHT and not duration % ONE_DAY:
        return {"all_day": True, "days": duration // ONE_DAY, "start_time": MIDNIGHT, "end_time": MIDNIGHT}
    start = datetime.combine(date.min, start_time)
    end = start + duration
    days = (end.date() - start.date()).days + 1
    if days == 2 and duration < ONE_EVENING:
        days = 1
    return {"all_day": False, "days": days, "start_time": start_time, "end_time": end.time()}


def plan_of(series: Series) -> Plan | None:
    """The settled plan that gives the dates of `series`; None for a rule that no organiser's form can say."""
    try:
        rules, picked, struck = _said(series.recurrence)
    except ValueError:
        return None
    length = _length(series.start_time, series.duration)
    plan = Plan(series.first_date, **length)
    at_that_time = {slot.date() for slot in struck if slot.time() == series.start_time}
    if rules and not picked:
        plan = replace(
            plan,
            without=tuple(at_that_time),
            break_from=series.break_from,
            break_to=series.break_to,
            rests_at_holidays=series.rests_at_holidays,
            rests_in_summer=series.rests_in_summer,
            **rules,
        )
    elif picked and not rules and all(slot.time() == series.start_time for slot in picked):
        dates = {slot.date() for slot in picked} - at_that_time
        plan = replace(plan, repeats=Repeats.PICKED, dates=tuple(dates))
    elif series.recurrence:
        # Two rules in one, or a series that was ended before its first date.
        return None
    return plan.settled()


# A rule's part of a plan, then the slots of RDATE and of EXDATE.
Said = tuple[dict[str, Any], list[datetime], list[datetime]]


def _said(recurrence: str) -> Said:
    """What the lines of a rule say. Raises `ValueError` for what the form has no words for."""
    rules: dict[str, Any] = {}
    slots: dict[str, list[datetime]] = {"RDATE": [], "EXDATE": []}
    for line in recurrence.splitlines():
        name, _colon, value = line.partition(":")
        if name == "RRULE" and not rules:
            rules = _rule_said(dict(part.split("=", 1) for part in value.split(";")))
        elif name in slots:
            slots[name] += [datetime.strptime(slot, SLOT_FORMAT) for slot in value.split(",")]
        else:
            raise ValueError(line)
    return rules, slots["RDATE"], slots["EXDATE"]


def _rule_said(parts: dict[str, str]) -> dict[str, Any]:
    if unknown := parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "UNTIL"}:
        raise ValueError(unknown)
    frequency = (parts.get("FREQ"), int(parts.get("INTERVAL", "1")))
    repeats = next((key for key, value in FREQUENCIES.items() if value == frequency), None)
    if repeats is None:
        raise ValueError(frequency)
    until = datetime.strptime(parts["UNTIL"], SLOT_FORMAT) if "UNTIL" in parts else None
    if until and until.time() != END_OF_DAY:
        raise ValueError(until)
    weekdays, positions = _days_said(parts.get("BYDAY", ""), monthly=repeats == Repeats.MONTHLY)
    return {
        "repeats": repeats,
        "until": until.date() if until else None,
        "weekdays": weekdays,
        "positions": positions,
    }


def _days_said(text: str, *, monthly: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The weekdays and positions of a BYDAY, where it is every one of these in every one of those places."""
    found = [BYDAY.fullmatch(part) for part in text.split(",")] if text else []
    pairs = [(int(day["position"] or 0), WEEKDAYS.index(day["weekday"])) for day in found if day]
    weekdays, positions = {pair[1] for pair in pairs}, {pair[0] for pair in pairs}
    whole = len(pairs) == len(found) and set(pairs) == set(product(positions, weekdays))
    # A month without a BYDAY repeats a date of the month, which the form has no words for.
    known = positions <= POSITIONS and bool(positions) if monthly else positions <= {0}
    if not whole or not known:
        raise ValueError(text)
    return tuple(weekdays), tuple(positions) if monthly else ()
