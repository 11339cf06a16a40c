"""When an activity takes place, as an organiser says it: a day, a time, how often and until when."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import NORWAY, exists
from events.dates.rule import SLOT_FORMAT, horizon, local_starts, rule
from events.models import Series

END_OF_DAY = time(23, 59, 59)
RULE = re.compile(
    r"RRULE:FREQ=(?P<frequency>WEEKLY|MONTHLY);INTERVAL=(?P<interval>[12])(;BYDAY=[-\dA-Z]+)?;UNTIL=(?P<until>\w+)"
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeats(models.TextChoices):
    """How often. What is rarer or irregular is made as activities of their own."""

    ONCE = "once", _("It takes place once")
    WEEKLY = "weekly", _("Every week")
    BIWEEKLY = "biweekly", _("Every second week")
    MONTHLY = "monthly", _("Every month, on the same weekday")


FREQUENCIES = {
    Repeats.WEEKLY: ("WEEKLY", 1),
    Repeats.BIWEEKLY: ("WEEKLY", 2),
    Repeats.MONTHLY: ("MONTHLY", 1),
}


@dataclass(frozen=True)
class Plan:
    """Days and wall-clock times in Norway. An end at or before the start is on the next day."""

    first_date: date
    start_time: time
    end_time: time
    repeats: str = Repeats.ONCE
    # The last day on which it may start; None when it takes place once.
    until: date | None = None

    @property
    def duration(self) -> timedelta:
        start = datetime.combine(self.first_date, self.start_time)
        end = datetime.combine(self.first_date, self.end_time)
        return end - start if end > start else end - start + timedelta(days=1)

    @property
    def recurrence(self) -> str:
        """The RFC 5545 rule; empty when it takes place once."""
        if self.repeats == Repeats.ONCE or self.until is None:
            return ""
        frequency, interval = FREQUENCIES[Repeats(self.repeats)]
        return rule(
            frequency=frequency,
            interval=interval,
            until=datetime.combine(self.until, END_OF_DAY),
            weekday_position=self._weekday_position() if self.repeats == Repeats.MONTHLY else "",
        )

    def _weekday_position(self) -> str:
        """ "2TU" for the second Tuesday. Only some months have a fifth one: it is the last, "-1TU"."""
        position = (self.first_date.day - 1) // 7 + 1
        return f"{position if position < 5 else -1}{WEEKDAYS[self.first_date.weekday()]}"

    def apply_to(self, series: Series) -> Series:
        """Write the plan into `series`, which is not saved here."""
        series.first_date = self.first_date
        series.start_time = self.start_time
        series.duration = self.duration
        series.recurrence = self.recurrence
        return series

    def starts(self, *, now: datetime) -> list[datetime]:
        """The naive local starts of every date, up to as far ahead as dates are made."""
        return list(local_starts(self.apply_to(Series(time_zone=NORWAY.key)), horizon(now)))

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


def plan_of(series: Series) -> Plan | None:
    """The plan that made `series`; None for a rule that an organiser's form cannot say."""
    start = datetime.combine(series.first_date, series.start_time)
    if series.duration > timedelta(days=1):
        return None
    end_time = (start + series.duration).time()
    rules = [line for line in series.recurrence.splitlines() if not line.startswith("EXDATE")]
    if not rules:
        return Plan(series.first_date, series.start_time, end_time)
    found = RULE.fullmatch(rules[0])
    if found is None or len(rules) > 1:
        return None
    repeats = next(
        (key for key, value in FREQUENCIES.items() if value == (found["frequency"], int(found["interval"]))),
        None,
    )
    if repeats is None:
        return None
    until = datetime.strptime(found["until"], SLOT_FORMAT).date()
    plan = Plan(series.first_date, series.start_time, end_time, repeats, until)
    # A rule that says more than the form can, such as two weekdays, must not be lost by saving the form.
    return plan if plan.recurrence.split(";UNTIL")[0] == rules[0].split(";UNTIL")[0] else None
