"""From a rule to its slots: daylight saving, times that do not exist, rules that never pause."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.dates.rule import TooManySlots, rule, slots
from events.models import Series

WEEKLY = rule(frequency="WEEKLY", interval=1, until=datetime(2027, 4, 30))


def a_series_row(**fields):
    defaults = {
        "first_date": date(2027, 3, 16),
        "start_time": time(18, 0),
        "duration": timedelta(hours=2),
        "recurrence": WEEKLY,
    }
    return Series(**(defaults | fields))


def test_slots_keep_the_wall_clock_time_across_daylight_saving():
    found = slots(a_series_row(), until=datetime(2027, 4, 7, tzinfo=UTC))
    assert [slot.key for slot in found] == [
        "20270316T180000",
        "20270323T180000",
        "20270330T180000",
        "20270406T180000",
    ]
    assert [slot.starts_at.hour for slot in found] == [17, 17, 16, 16]


def test_slots_of_a_time_that_does_not_exist_come_an_hour_later():
    series = a_series_row(first_date=date(2027, 3, 28), start_time=time(2, 30), recurrence="")
    (slot,) = slots(series, until=datetime(2028, 1, 1, tzinfo=UTC))
    assert slot.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert slot.key == "20270328T023000"


def test_slots_of_an_evening_past_midnight_end_the_next_day():
    series = a_series_row(start_time=time(23, 0), recurrence="", first_date=date(2027, 1, 5))
    (slot,) = slots(series, until=datetime(2028, 1, 1, tzinfo=UTC))
    assert slot.ends_at - slot.starts_at == timedelta(hours=2)


def test_slots_leave_out_what_ended_before_since():
    found = slots(
        a_series_row(),
        until=datetime(2027, 4, 7, tzinfo=UTC),
        since=datetime(2027, 3, 23, 19, 0, tzinfo=UTC),
    )
    assert [slot.key for slot in found] == ["20270330T180000", "20270406T180000"]


def test_slots_of_extra_and_excluded_dates_follow_the_rule_set():
    lines = f"{WEEKLY}\nRDATE:20270318T180000\nEXDATE:20270323T180000"
    found = slots(a_series_row(recurrence=lines), until=datetime(2027, 3, 31, tzinfo=UTC))
    assert [slot.key[:8] for slot in found] == ["20270316", "20270318", "20270330"]


def test_slots_of_a_rule_that_never_pauses_are_refused():
    with pytest.raises(TooManySlots):
        slots(a_series_row(recurrence="RRULE:FREQ=MINUTELY"), until=datetime(2028, 1, 1, tzinfo=UTC))


def test_rule_of_a_month_names_the_weekday_and_its_position():
    line = rule(frequency="MONTHLY", interval=1, until=datetime(2027, 6, 1), days=["2TU"])
    found = slots(
        a_series_row(recurrence=line, first_date=date(2027, 1, 12)), until=datetime(2028, 1, 1, tzinfo=UTC)
    )
    assert [slot.key[4:8] for slot in found] == ["0112", "0209", "0309", "0413", "0511"]
