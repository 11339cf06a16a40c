"""The plan in words: every pattern that a volunteer centre has, the dates it gives, and back again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dates.plan import Plan, Repeats, plan_of
from events.dates.rests import rest_on
from events.models import Series

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TUESDAY, FRIDAY = 1, 4


def days(plan: Plan) -> list[str]:
    """Month and day of every date that `plan` gives."""
    return [start.strftime("%m-%d") for start in plan.starts(now=NOW)]


def a_plan(**changes: object) -> Plan:
    values = {"first_date": date(2027, 1, 5), "start_time": time(17), "end_time": time(19)}
    return Plan(**(values | changes))  # type: ignore[arg-type]


def stored(plan: Plan) -> Series:
    return plan.apply_to(Series(time_zone="Europe/Oslo"))


@pytest.mark.parametrize(
    ("said", "dates"),
    [
        ({}, "01-05"),
        ({"repeats": "weekly", "until": date(2027, 1, 26)}, "01-05 01-12 01-19 01-26"),
        (
            {"repeats": "weekly", "weekdays": (1, 3), "until": date(2027, 1, 14)},
            "01-05 01-07 01-12 01-14",
        ),
        ({"repeats": "biweekly", "until": date(2027, 2, 5)}, "01-05 01-19 02-02"),
        (
            {
                "repeats": "monthly",
                "weekdays": (TUESDAY,),
                "positions": (2, 4),
                "until": date(2027, 2, 28),
            },
            "01-12 01-26 02-09 02-23",
        ),
        (
            {"repeats": "monthly", "weekdays": (FRIDAY,), "positions": (-1,), "until": date(2027, 4, 30)},
            "01-29 02-26 03-26 04-30",
        ),
        ({"repeats": "picked", "dates": (date(2027, 6, 26), date(2027, 6, 19))}, "06-19 06-26"),
        (
            {
                "repeats": "weekly",
                "until": date(2027, 2, 9),
                "break_from": date(2027, 1, 12),
                "break_to": date(2027, 1, 26),
            },
            "01-05 02-02 02-09",
        ),
        ({"repeats": "weekly", "until": date(2027, 1, 19), "without": (date(2027, 1, 12),)}, "01-05 01-19"),
    ],
)
def test_each_pattern_gives_its_dates(said, dates):
    assert " ".join(days(a_plan(**said).settled())) == dates


def test_a_rule_without_an_end_stops_at_the_horizon():
    found = a_plan(repeats="weekly").settled().starts(now=NOW)
    assert (len(found), found[-1]) == (79, datetime(2028, 7, 4, 17))


def test_every_second_tuesday_from_a_friday_begins_on_the_next_tuesday():
    plan = a_plan(
        first_date=date(2027, 1, 8), repeats="biweekly", weekdays=(TUESDAY,), until=date(2027, 2, 10)
    ).settled()
    assert (plan.first_date, plan.weekdays) == (date(2027, 1, 12), ())
    assert days(plan) == ["01-12", "01-26", "02-09"]


def test_the_fifth_tuesday_is_the_last_and_there_is_one_every_month():
    plan = a_plan(first_date=date(2027, 3, 30), repeats="monthly", until=date(2027, 7, 31)).settled()
    assert days(plan) == ["03-30", "04-27", "05-25", "06-29", "07-27"]


def test_the_fourth_and_the_last_of_a_month_are_one_date_where_they_fall_together():
    plan = a_plan(
        repeats="monthly", weekdays=(TUESDAY,), positions=(4, -1), until=date(2027, 3, 31)
    ).settled()
    assert days(plan) == ["01-26", "02-23", "03-23", "03-30"]


@pytest.mark.parametrize(
    ("said", "lasts"),
    [
        ({"start_time": time(22), "end_time": time(1)}, timedelta(hours=3)),
        ({"start_time": time(18), "end_time": time(15), "days": 3}, timedelta(hours=45)),
        ({"all_day": True}, timedelta(days=1)),
        ({"all_day": True, "days": 3}, timedelta(days=3)),
    ],
)
def test_how_long_it_lasts_is_read_back(said, lasts):
    plan = a_plan(**said).settled()
    assert plan.duration == lasts
    assert plan_of(stored(plan)) == plan
    assert (plan.all_day, plan.days) == (said.get("all_day", False), said.get("days", 1))


@pytest.mark.parametrize(
    "recurrence",
    [
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=5",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "RRULE:FREQ=MONTHLY;BYDAY=2TU,4TH",
        "RRULE:FREQ=MONTHLY;BYDAY=TU",
        "RRULE:FREQ=MONTHLY;INTERVAL=1",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=WEEKLY;INTERVAL=3",
        "RRULE:FREQ=WEEKLY;UNTIL=20270301T120000",
        "RRULE:FREQ=WEEKLY\nRDATE:20270318T170000",
        "RRULE:FREQ=WEEKLY\nRRULE:FREQ=WEEKLY;BYDAY=TU",
        "RDATE:20270318T170000,20270319T180000",
        "RDATE:20270318",
        "EXDATE:20270105T170000",
        "RRULE:nonsense",
    ],
)
def test_a_rule_that_no_form_can_say_has_no_plan(recurrence):
    assert plan_of(Series(**vars_of(a_plan()), recurrence=recurrence)) is None


def vars_of(plan: Plan) -> dict[str, object]:
    return {"first_date": plan.first_date, "start_time": plan.start_time, "duration": plan.duration}


@pytest.mark.parametrize(
    "recurrence",
    ["RRULE:FREQ=WEEKLY;INTERVAL=1", "RRULE:FREQ=WEEKLY;BYDAY=TU", "RRULE:FREQ=MONTHLY;BYDAY=1TU"],
)
def test_a_rule_that_is_written_in_another_way_is_read(recurrence):
    series = Series(**vars_of(a_plan()), recurrence=recurrence, time_zone="Europe/Oslo")
    plan = plan_of(series)
    assert plan is not None
    assert (plan.weekdays, plan.positions, plan.until) == ((), (), None)


DAYS = st.dates(date(2026, 11, 1), date(2027, 12, 31))
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0, fold=0))
WEEKDAYS = st.sets(st.integers(0, 6), max_size=3).map(tuple)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Whatever the form could send, as it is stored."""
    repeats = draw(st.sampled_from(Repeats.values))
    monthly = repeats == Repeats.MONTHLY
    pause = sorted(draw(st.lists(DAYS, min_size=2, max_size=2))) if draw(st.booleans()) else [None, None]
    return Plan(
        first_date=draw(DAYS),
        start_time=draw(TIMES),
        end_time=draw(TIMES),
        repeats=repeats,
        until=draw(st.none() | DAYS),
        days=draw(st.integers(1, 5)),
        all_day=draw(st.booleans()),
        weekdays=draw(WEEKDAYS),
        positions=tuple(draw(st.sets(st.sampled_from([1, 2, 3, 4, -1]), max_size=3))) if monthly else (),
        dates=tuple(draw(st.lists(DAYS, max_size=4))),
        without=tuple(draw(st.lists(DAYS, max_size=6))),
        break_from=pause[0],
        break_to=pause[1],
        rests_at_holidays=draw(st.booleans()),
        rests_in_summer=draw(st.booleans()),
    ).settled()


@given(plans())
def test_what_is_stored_says_the_plan_again(plan):
    assert plan_of(stored(plan)) == plan
    assert plan.settled() == plan


@given(plans())
def test_the_clock_on_the_wall_stays_whatever_happens_to_daylight_saving(plan):
    assert {start.time() for start in plan.starts(now=NOW)} <= {plan.start_time}


@given(plans())
def test_no_date_is_struck_in_a_break_or_after_the_end(plan):
    for start in plan.starts(now=NOW):
        day = start.date()
        assert day not in plan.without
        assert plan.until is None or day <= plan.until
        assert plan.break_from is None or not plan.break_from <= day <= plan.break_to
        assert rest_on(plan, day) is None
