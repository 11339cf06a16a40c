"""Weekly activities pause when most do: which days, over several years, whatever else their rule says."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.dates import services
from events.dates.days_off import days_off
from events.dates.plan import Plan, plan_of
from events.dates.preview import preview
from events.dates.rests import Season, rest_on, rests_between
from events.dates.rule import slots
from events.models import Occurrence, Series
from tests import factories

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
BOTH = {"rests_at_holidays": True, "rests_in_summer": True}
ALWAYS = Plan(date(2027, 1, 5), time(17), time(19), "weekly")
PAUSING = replace(ALWAYS, **BOTH)


def days(plan: Plan, *, now: datetime = NOW) -> list[date]:
    return [start.date() for start in plan.settled().starts(now=now)]


@pytest.mark.parametrize(
    ("season", "last_before", "first", "last", "first_after"),
    [
        (Season.CHRISTMAS, "2027-12-19", "2027-12-20", "2028-01-06", "2028-01-07"),
        (Season.SUMMER, "2027-06-19", "2027-06-20", "2027-08-20", "2027-08-21"),
        # From the Monday before Maundy Thursday to Easter Monday.
        (Season.EASTER, "2027-03-21", "2027-03-22", "2027-03-29", "2027-03-30"),
        (Season.EASTER, "2028-04-09", "2028-04-10", "2028-04-17", "2028-04-18"),
        (Season.EASTER, "2029-03-25", "2029-03-26", "2029-04-02", "2029-04-03"),
        (Season.EASTER, "2030-04-14", "2030-04-15", "2030-04-22", "2030-04-23"),
    ],
)
def test_both_ends_of_a_pause_are_in_it(season, last_before, first, last, first_after):
    on = [rest_on(PAUSING, date.fromisoformat(day)) for day in (last_before, first, last, first_after)]
    assert [each and each.season for each in on] == [None, season, season, None]


@pytest.mark.parametrize("year", range(2027, 2031))
def test_easter_holidays_of_the_list_are_in_easter_week(year):
    named = days_off(date(year, 3, 1), date(year, 4, 30))
    assert len(named) == 4
    assert {rest_on(PAUSING, day).season for day in named} == {Season.EASTER}


def test_christmas_is_one_pause_in_both_years():
    before, after = rest_on(PAUSING, date(2027, 12, 31)), rest_on(PAUSING, date(2028, 1, 1))
    assert before == after
    assert [rest.season for rest in rests_between(PAUSING, date(2027, 1, 6), date(2027, 12, 20))] == [
        Season.CHRISTMAS,
        Season.EASTER,
        Season.SUMMER,
        Season.CHRISTMAS,
    ]


@pytest.mark.parametrize(
    ("heeds", "in_christmas", "in_summer"),
    [
        ({}, True, True),
        ({"rests_at_holidays": True}, False, True),
        ({"rests_in_summer": True}, True, False),
        (BOTH, False, False),
    ],
)
def test_each_tick_is_about_its_own_pauses(heeds, in_christmas, in_summer):
    found = days(replace(ALWAYS, **heeds))
    assert (date(2027, 12, 21) in found, date(2027, 7, 6) in found) == (in_christmas, in_summer)
    assert (date(2027, 3, 23) in found) is in_christmas


def test_over_the_years_the_clock_on_the_wall_stays_and_no_date_is_in_a_pause():
    series = PAUSING.settled().apply_to(Series(time_zone="Europe/Oslo"))
    found = slots(series, until=datetime(2030, 12, 31, tzinfo=UTC))
    assert {slot.key[-6:] for slot in found} == {"170000"}
    # Winter and summer time.
    assert {slot.starts_at.hour for slot in found} == {15, 16}
    local = [datetime.strptime(slot.key[:8], "%Y%m%d").date() for slot in found]
    assert not [day for day in local if rest_on(series, day)]
    every = slots(
        ALWAYS.settled().apply_to(Series(time_zone="Europe/Oslo")), until=datetime(2030, 12, 31, tzinfo=UTC)
    )
    left_out = {slot.key for slot in every} - {slot.key for slot in found}
    assert len(every) - len(found) == len(left_out)
    assert all(rest_on(series, datetime.strptime(key[:8], "%Y%m%d").date()) for key in left_out)


def test_every_second_week_stays_the_same_weeks_after_a_pause():
    plan = replace(PAUSING, repeats="biweekly", first_date=date(2027, 6, 1))
    found = days(plan)
    assert found[:3] == [date(2027, 6, 1), date(2027, 6, 15), date(2027, 8, 24)]
    assert {(day - plan.first_date).days % 14 for day in found} == {0}


def test_series_that_begins_in_a_pause_begins_after_it():
    plan = replace(PAUSING, repeats="biweekly", first_date=date(2027, 7, 6))
    # The weeks are counted from the day that was said.
    assert days(plan)[:2] == [date(2027, 8, 31), date(2027, 9, 14)]
    assert plan.settled().first_date == date(2027, 7, 6)


def test_course_that_is_in_a_pause_alone_has_no_dates():
    assert days(replace(PAUSING, first_date=date(2027, 7, 6), until=date(2027, 8, 10))) == []


@pytest.mark.parametrize("repeats", ["once", "monthly", "picked"])
def test_what_is_not_every_week_does_not_pause_by_itself(repeats):
    plan = replace(PAUSING, first_date=date(2027, 7, 6), repeats=repeats, dates=(date(2027, 7, 6),)).settled()
    assert (plan.rests_at_holidays, plan.rests_in_summer) == (False, False)
    assert days(plan)[0] == date(2027, 7, 6)


@pytest.mark.parametrize("repeats", ["weekly", "biweekly"])
@pytest.mark.parametrize("heeds", [{}, {"rests_at_holidays": True}, {"rests_in_summer": True}, BOTH])
def test_what_is_stored_says_the_plan_again(repeats, heeds):
    plan = replace(ALWAYS, repeats=repeats, **heeds).settled()
    assert plan_of(plan.apply_to(Series(time_zone="Europe/Oslo"))) == plan


def test_struck_date_in_a_pause_is_nothing():
    plan = replace(PAUSING, without=(date(2027, 7, 6), date(2027, 9, 7))).settled()
    assert plan.without == (date(2027, 9, 7),)


def test_own_break_stands_beside_them():
    plan = replace(PAUSING, break_from=date(2027, 9, 1), break_to=date(2027, 9, 14))
    assert [day for day in days(plan) if date(2027, 6, 1) < day < date(2027, 10, 1)] == [
        date(2027, 6, 8),
        date(2027, 6, 15),
        date(2027, 8, 24),
        date(2027, 8, 31),
        date(2027, 9, 21),
        date(2027, 9, 28),
    ]


def test_preview_says_what_pauses_and_how_many_dates_are_left_out():
    found = preview(PAUSING, struck=(), off={}, since=date(2027, 1, 12), now=NOW)
    assert [(each.rest.season, each.rest.first.year, each.number) for each in found.rests] == [
        (Season.EASTER, 2027, 1),
        (Season.SUMMER, 2027, 9),
        (Season.CHRISTMAS, 2027, 3),
        (Season.EASTER, 2028, 1),
        # Up to as far ahead as dates are made.
        (Season.SUMMER, 2028, 3),
    ]
    assert preview(ALWAYS, struck=(), off={}, since=date(2027, 1, 12), now=NOW).rests == []


@pytest.fixture
def event(db):
    event = factories.an_event(admission="sign_up")
    plan = ALWAYS.settled()
    series = plan.apply_to(Series(event=event, asking="weekly"))
    series.save()
    services.make_occurrences(series=series, now=NOW)
    return event


def in_summer(event) -> dict[str, int]:
    rows = event.occurrences.filter(starts_at__range=("2027-06-20T00:00Z", "2027-08-20T22:00Z"))
    return {status: rows.filter(status=status).count() for status in rows.values_list("status", flat=True)}


def test_pausing_cancels_the_dates_and_an_undo_brings_them_back(event):
    """As any other change of the rule: who means to come to one is told."""
    date_ = event.occurrences.get(starts_at__date="2027-07-06")
    factories.a_signup(date_)
    plan = replace(ALWAYS, **BOTH).settled()
    foreseen = services.foresee(event=event, plan=plan, now=NOW)
    assert (foreseen.people.parties, foreseen.made) == (1, 0)
    done = services.reschedule(event=event, plan=plan, user=None, now=NOW)
    assert in_summer(event) == {"cancelled": 9}
    assert len(foreseen.changes) == event.occurrences.filter(status="cancelled").count() == 18
    # The nightly job makes none of them anew.
    assert services.extend_all(now=NOW + timedelta(days=7)) == 0
    services.undo(change_id=done.change.pk, user=None, now=NOW)
    assert in_summer(event) == {"scheduled": 9}
    series = event.series.get()
    assert (series.rests_at_holidays, series.rests_in_summer) == (False, False)


def test_pause_that_is_taken_away_gives_the_same_dates_back(event):
    before = set(event.occurrences.values_list("pk", "public_id", "starts_at"))
    services.reschedule(event=event, plan=PAUSING.settled(), user=None, now=NOW)
    services.reschedule(event=event, plan=ALWAYS.settled(), user=None, now=NOW)
    assert set(event.occurrences.values_list("pk", "public_id", "starts_at")) == before
    assert not event.occurrences.exclude(status=Occurrence.Status.SCHEDULED).exists()


def test_from_one_date_on_it_pauses_and_what_was_before_does_not(event):
    autumn = event.occurrences.get(starts_at__date="2027-08-24")
    plan = services.plan_from_here(autumn, now=NOW)
    assert not plan.rests_at_holidays
    services.change_from_here(occurrence=autumn, plan=replace(plan, **BOTH), user=None, now=NOW)
    old, new = event.series.order_by("pk")
    assert [(each.rests_at_holidays, each.rests_in_summer) for each in (old, new)] == [
        (False, False),
        (True, True),
    ]
    # How often somebody is asked goes with it.
    assert new.asking == "weekly"
    assert in_summer(event) == {"scheduled": 9}
    assert event.occurrences.get(starts_at__date="2027-12-21").is_cancelled


def test_from_here_pauses_as_before_when_nothing_else_is_said(event):
    services.reschedule(event=event, plan=PAUSING.settled(), user=None, now=NOW)
    date_ = event.occurrences.get(starts_at__date="2027-02-02")
    plan = services.plan_from_here(date_, now=NOW)
    services.change_from_here(
        occurrence=date_, plan=replace(plan, start_time=time(18), end_time=time(20)), user=None, now=NOW
    )
    assert [each.rests_in_summer for each in event.series.order_by("pk")] == [True, True]
    assert in_summer(event) == {"cancelled": 9}


def test_undo_of_dates_leaves_how_often_somebody_is_asked(event):
    done = services.reschedule(event=event, plan=PAUSING.settled(), user=None, now=NOW)
    event.series.update(asking="never")
    services.undo(change_id=done.change.pk, user=None, now=NOW)
    assert event.series.get().asking == "never"


def test_nightly_job_makes_no_date_in_a_pause(event):
    Series.objects.filter(event=event).update(**BOTH)
    later = NOW + timedelta(days=14)
    services.extend_all(now=later)
    newest = event.occurrences.latest("starts_at")
    assert newest.starts_at.date() == date(2028, 7, 4)
    assert services.extend_all(now=later + timedelta(days=49)) == 3
    made = event.occurrences.filter(pk__gt=newest.pk, starts_at__gt=newest.starts_at).order_by("starts_at")
    assert [f"{row.starts_at:%m-%d}" for row in made] == ["08-22", "08-29", "09-05"]
