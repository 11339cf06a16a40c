"""When a place is open: hours by weekday, seasons, exceptions, holidays, midnight and changes of clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from events.standing.hours import (
    CLOSED_WEEK,
    Exceptional,
    Hours,
    Season,
    Times,
    hours_on,
    openings,
    put_in_order,
)
from events.standing.state import Is, next_opening, open_now, state_at
from events.standing.wording import state_in_words

OSLO = ZoneInfo("Europe/Oslo")


def times(*pairs: str) -> tuple[Times, ...]:
    return tuple(Times(*(time.fromisoformat(end) for end in pair.split("-"))) for pair in pairs)


def week(**days: tuple[Times, ...]) -> tuple[tuple[Times, ...], ...]:
    return tuple(days.get(name, ()) for name in ("mo", "tu", "we", "th", "fr", "sa", "su"))


def at(text: str) -> datetime:
    """A moment on the clock in Norway, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


DAYS = times("10:00-14:00", "17:00-20:00")
# A library: closed at weekends, long on Thursdays, other hours in summer.
LIBRARY = Hours(
    week=week(mo=times("10:00-16:00"), tu=times("10:00-16:00"), th=DAYS, fr=times("10:00-15:00")),
    seasons=(Season((6, 20), (8, 20), week(tu=times("12:00-16:00"))),),
    exceptions=(
        Exceptional(date(2027, 3, 3), date(2027, 3, 7), note="Vi maler."),
        Exceptional(date(2027, 5, 17), date(2027, 5, 17), times("12:00-18:00"), "Kakebord"),
    ),
)


def test_hours_come_back_as_they_were_stored():
    assert Hours.read(LIBRARY.as_json()) == LIBRARY
    assert Hours.read({}) == Hours()


@pytest.mark.parametrize(
    "stored",
    [
        {"week": [[]]},
        {"week": [[["25:00", "26:00"]], [], [], [], [], [], []]},
        {"week": [[["10:00", "16:00"], ["12:00", "18:00"]], [], [], [], [], [], []]},
        {"week": [[["10:00"]], [], [], [], [], [], []]},
        {"seasons": [{"first": "02-30", "last": "03-01", "week": [[]] * 7}]},
        {"exceptions": [{"first": "x", "last": "2027-01-01", "times": []}]},
        {"week": 7},
        {"exceptions": [7]},
    ],
)
def test_what_cannot_be_hours_is_refused(stored):
    with pytest.raises(ValueError, match="."):
        Hours.read(stored)


def test_a_day_may_have_several_times_that_do_not_overlap():
    assert put_in_order([*times("17:00-20:00", "10:00-14:00")]) == DAYS
    with pytest.raises(ValueError, match="overlap"):
        put_in_order([*times("10:00-14:00", "13:00-15:00")])
    with pytest.raises(ValueError, match="overlap"):
        put_in_order([*times("20:00-01:00", "22:00-23:00")])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), times("10:00-16:00")),
        (date(2026, 11, 25), ()),
        (date(2026, 11, 26), DAYS),
        # In the season, on its first and its last day, and on the days beside them.
        (date(2027, 6, 18), times("10:00-15:00")),
        (date(2027, 6, 22), times("12:00-16:00")),
        (date(2027, 7, 1), ()),
        (date(2027, 8, 20), ()),
        (date(2027, 8, 23), times("10:00-16:00")),
        # An exception counts before the weekday and before a holiday.
        (date(2027, 3, 4), ()),
        (date(2027, 5, 17), times("12:00-18:00")),
        # Holidays, and the two days that are none by law.
        (date(2027, 3, 26), ()),
        (date(2026, 12, 24), ()),
        (date(2026, 12, 31), ()),
        (date(2026, 12, 29), times("10:00-16:00")),
    ],
)
def test_hours_of_a_day(day, expected):
    assert hours_on(LIBRARY, day).times == expected


def test_holidays_are_kept_where_it_is_said():
    shop = Hours(week=(times("00:00-00:00"),) * 7, keeps_holidays=True)
    assert hours_on(shop, date(2026, 12, 24)).times
    assert hours_on(shop, date(2027, 3, 26)).times


def test_a_season_may_go_over_new_year():
    winter = Hours(week=CLOSED_WEEK, seasons=(Season((11, 15), (1, 15), (times("12:00-14:00"),) * 7),))
    open_days = [
        day for day in (date(2026, 11, 14), date(2026, 11, 15), date(2027, 1, 15), date(2027, 1, 16))
        if hours_on(winter, day).times
    ]  # fmt: skip
    assert open_days == [date(2026, 11, 15), date(2027, 1, 15)]


@pytest.mark.parametrize(
    ("now", "what", "moment"),
    [
        ("2026-11-24 09:59", Is.OPENS_TODAY, "2026-11-24 10:00"),
        ("2026-11-24 10:00", Is.OPEN, "2026-11-24 16:00"),
        ("2026-11-24 15:29", Is.OPEN, "2026-11-24 16:00"),
        ("2026-11-24 15:30", Is.CLOSES_SOON, "2026-11-24 16:00"),
        # At the minute that it closes, it is closed.
        ("2026-11-24 16:00", Is.OPENS_ON, "2026-11-26 10:00"),
        ("2026-11-25 12:00", Is.OPENS_TOMORROW, "2026-11-26 10:00"),
        ("2026-11-26 14:30", Is.OPENS_TODAY, "2026-11-26 17:00"),
        ("2026-11-27 18:00", Is.OPENS_ON, "2026-11-30 10:00"),
        # All but one of the days before are closed: the holidays, and 31 December.
        ("2026-12-22 17:00", Is.OPENS_ON, "2026-12-28 10:00"),
        ("2027-03-02 18:00", Is.OPENS_ON, "2027-03-08 10:00"),
        ("2027-07-06 17:00", Is.CLOSED_UNTIL, "2027-07-13 12:00"),
    ],
)
def test_state_of_a_library(now, what, moment):
    state = state_at(LIBRARY, at(now))
    assert (state.what, state.moment) == (what, at(moment))


def test_a_note_about_today_comes_with_the_state():
    state = state_at(LIBRARY, at("2027-05-17 13:00"))
    assert state.is_open
    assert state.today.exception.note == "Kakebord"
    assert state_at(LIBRARY, at("2027-03-26 13:00")).today.is_holiday


@pytest.mark.parametrize("hours", [Hours(), Hours(exceptions=LIBRARY.exceptions[:1])])
def test_what_never_opens_is_closed(hours):
    state = state_at(hours, at("2026-11-24 12:00"))
    assert (state.what, state.moment) == (Is.CLOSED, None)


# Friday from eight in the evening to one at night, and Saturday from ten.
YOUTH_CLUB = Hours(week=week(fr=times("20:00-01:00"), sa=times("10:00-12:00")))


@pytest.mark.parametrize(
    ("now", "what", "moment"),
    [
        ("2026-11-27 19:59", Is.OPENS_TODAY, "2026-11-27 20:00"),
        ("2026-11-27 23:59", Is.OPEN, "2026-11-28 01:00"),
        # It is Saturday, and Friday's evening goes on.
        ("2026-11-28 00:15", Is.OPEN, "2026-11-28 01:00"),
        ("2026-11-28 00:40", Is.CLOSES_SOON, "2026-11-28 01:00"),
        ("2026-11-28 01:00", Is.OPENS_TODAY, "2026-11-28 10:00"),
    ],
)
def test_past_midnight_belongs_to_the_day_it_began_on(now, what, moment):
    state = state_at(YOUTH_CLUB, at(now))
    assert (state.what, state.moment) == (what, at(moment))
    assert hours_on(YOUTH_CLUB, date(2026, 11, 28)).times == times("10:00-12:00")


def test_an_exception_the_next_day_does_not_end_the_evening_before():
    closed = Hours(week=YOUTH_CLUB.week, exceptions=(Exceptional(date(2026, 11, 28), date(2026, 11, 28)),))
    assert state_at(closed, at("2026-11-28 00:15")).is_open
    assert state_at(closed, at("2026-11-28 11:00")).what == Is.OPENS_ON


def test_what_follows_without_a_break_is_one_opening():
    hours = Hours(week=week(fr=times("20:00-00:00"), sa=times("00:00-02:00")))
    assert state_at(hours, at("2026-11-27 21:00")).moment == at("2026-11-28 02:00")
    everywhen = Hours(week=(times("00:00-00:00"),) * 7, keeps_holidays=True)
    assert state_at(everywhen, at("2026-12-24 21:00")).what == Is.ALWAYS_OPEN
    # Closed on 24 December: until then is more than a day, and a time alone would be taken for today's.
    but_for_holidays = Hours(week=everywhen.week)
    state = state_at(but_for_holidays, at("2026-12-21 12:00"))
    assert (state.what, state.moment) == (Is.OPEN_FOR_DAYS, at("2026-12-24 00:00"))
    with override("en"):
        assert state_in_words(state) == "Open now until Thu 24 Dec, 00:00"
    assert state_at(but_for_holidays, at("2026-12-23 12:00")).what == Is.OPEN


def test_the_clock_on_the_wall_decides_over_a_change_of_clock():
    """Summer time ends on 25 October 2026 at three, and begins on 28 March 2027 at two."""
    late = Hours(week=week(sa=times("20:00-03:30"), su=times("10:00-16:00")), keeps_holidays=True)
    [autumn, sunday] = openings(late, date(2026, 10, 24), date(2026, 10, 25))
    assert autumn.ends_at - autumn.starts_at == timedelta(hours=8, minutes=30)
    assert sunday.starts_at == datetime(2026, 10, 25, 9, tzinfo=UTC)
    [spring, _sunday] = openings(late, date(2027, 3, 27), date(2027, 3, 28))
    assert spring.ends_at - spring.starts_at == timedelta(hours=6, minutes=30)
    # From half past two to three is not there that night.
    gone = Hours(week=week(su=times("02:30-03:00")), keeps_holidays=True)
    assert [*openings(gone, date(2027, 3, 28), date(2027, 3, 28))] == []


@pytest.mark.parametrize("hour", range(0, 24 * 9, 5))
def test_state_is_what_the_openings_say(hour):
    """Hour by hour over the change of clock: open within an opening, else the next one's beginning."""
    hours = Hours(week=week(mo=DAYS, sa=times("22:00-02:30"), su=times("02:45-04:00", "12:00-13:00")))
    now = at("2026-10-21 00:10") + timedelta(hours=hour)
    all_of_them = [*openings(hours, date(2026, 10, 18), date(2026, 11, 10))]
    current = [each for each in all_of_them if each.is_at(now)]
    state = state_at(hours, now)
    assert state.is_open == bool(current)
    if current:
        assert open_now(hours, now).ends_at == state.moment == current[0].ends_at
    else:
        coming = next(each for each in all_of_them if each.starts_at > now)
        assert next_opening(hours, now) == coming
        assert state.moment == coming.starts_at
