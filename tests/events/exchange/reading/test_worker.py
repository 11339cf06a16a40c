"""Which dates a calendar file has, and what somebody must be asked."""

import os
from pathlib import Path

import pytest

from events.exchange.reading.series import TooLong, patience
from tests.events.exchange.reading.calendar_files import OSLO, calendar, event, kinds, reading, starts

# --- Rules ------------------------------------------------------------------------------------------------


def test_a_weekly_rule_keeps_its_time_on_the_wall_over_the_change_of_clocks():
    weekly = event(
        "DTSTART;TZID=W. Europe Standard Time:20260317T180000", "DURATION:PT1H30M",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260414T215959Z",
        "EXDATE;TZID=W. Europe Standard Time:20260331T180000",
    )  # fmt: skip
    moved = event(
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20260407T180000",
        "DTSTART;TZID=W. Europe Standard Time:20260407T190000", "DURATION:PT1H30M", title="NB! kl. 19",
    )  # fmt: skip
    read = reading(calendar(weekly, moved))
    assert [(row["starts_at"], row["recurrence_id"], row["title"]) for row in read["dates"]] == [
        ("2026-03-17T17:00:00Z", "2026-03-17T17:00:00Z", "Språkkafé"),
        ("2026-03-24T17:00:00Z", "2026-03-24T17:00:00Z", "Språkkafé"),
        ("2026-04-07T17:00:00Z", "2026-04-07T16:00:00Z", "NB! kl. 19"),
        ("2026-04-14T16:00:00Z", "2026-04-14T16:00:00Z", "Språkkafé"),
    ]
    assert read["dates"][0]["ends_at"] == "2026-03-17T18:30:00Z"
    assert read["problems"] == []


def test_what_a_changed_date_does_not_say_it_has_from_its_series():
    weekly = event(OSLO, "RRULE:FREQ=WEEKLY;COUNT=2", "LOCATION:Biblioteket\\, Silvalen", "DESCRIPTION:Kaffe")
    slot = "RECURRENCE-ID;TZID=Europe/Oslo:20260324T180000"
    silent = event(slot, "DTSTART;TZID=Europe/Oslo:20260324T190000")
    empty = event(slot, "DTSTART;TZID=Europe/Oslo:20260324T190000", "LOCATION:")
    places = [row["place"] for row in reading(calendar(weekly, silent))["dates"]]
    assert places == ["Biblioteket, Silvalen", "Biblioteket, Silvalen"]
    assert [row["place"] for row in reading(calendar(weekly, empty))["dates"]][1] == ""


def test_exceptions_in_utc_are_left_out_over_the_change_of_clocks():
    data = calendar(event(OSLO, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260324T170000Z,20260331T160000Z"))
    assert starts(data) == ["2026-03-17T17:00:00Z", "2026-04-07T16:00:00Z"]


@pytest.mark.parametrize("exception", ["EXDATE;VALUE=DATE:20260324", "EXDATE:20260324T180000"])
def test_exceptions_as_days_and_without_a_zone(exception):
    data = calendar(event(OSLO, "RRULE:FREQ=WEEKLY;COUNT=3", exception))
    assert starts(data) == ["2026-03-17T17:00:00Z", "2026-03-31T16:00:00Z"]


@pytest.mark.parametrize(
    ("until", "number"),
    [
        ("20260331", 3),
        ("20260331T180000", 3),
        ("20260331T155959Z", 2),
        ("20260331T160000Z", 3),
        ("20260330", 2),
    ],
)
def test_the_last_day_of_a_rule_is_in_it(until, number):
    assert len(starts(calendar(event(OSLO, f"RRULE:FREQ=WEEKLY;UNTIL={until}")))) == number


def test_dates_named_one_by_one_with_lengths_of_their_own():
    data = calendar(
        event(OSLO, "RDATE;TZID=Europe/Oslo:20260401T180000",
              "RDATE;VALUE=PERIOD:20260402T160000Z/PT3H,20260403T160000Z/20260403T170000Z")
    )  # fmt: skip
    assert [(row["starts_at"][5:13], row["ends_at"][11:16]) for row in reading(data)["dates"]] == [
        ("03-17T17", "18:30"), ("04-01T16", "17:30"), ("04-02T16", "19:00"), ("04-03T16", "17:00"),
    ]  # fmt: skip


def test_a_rule_without_an_end_goes_twelve_months_beyond_today_or_the_day_asked_for():
    data = calendar(event(OSLO, "RRULE:FREQ=MONTHLY"))
    assert (starts(data)[0], starts(data)[-1]) == ("2026-03-17T17:00:00Z", "2027-11-17T17:00:00Z")
    later = starts(data, start="2027-01-01")
    assert (later[0], later[-1]) == ("2027-01-17T17:00:00Z", "2027-12-17T17:00:00Z")
    assert len(starts(data, start="2027-01-01", until="2030-01-01")) == 36


def test_what_is_asked_for_ends_before_its_last_day_in_norway():
    late = event("DTSTART:20260317T223000Z", "DTEND:20260318T010000Z")
    assert starts(calendar(late), start="2026-03-17", until="2026-03-18") == ["2026-03-17T22:30:00Z"]
    assert starts(calendar(late), start="2026-03-18", until="2026-03-19") == ["2026-03-17T22:30:00Z"]
    assert starts(calendar(late), until="2026-03-17") == []
    after = event("DTSTART:20260317T233000Z", "DTEND:20260318T010000Z")
    assert starts(calendar(after), until="2026-03-18") == []


def test_a_single_date_far_ahead_and_long_ago_is_read():
    data = calendar(event("DTSTART:20310101T170000Z"), event("DTSTART:19990101T170000Z", uid="2"))
    assert starts(data) == ["1999-01-01T17:00:00Z", "2031-01-01T17:00:00Z"]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=0,10,20,30,40",
     "FREQ=HOURLY;BYMINUTE=0,30"],
)  # fmt: skip
def test_a_rule_that_no_activity_has_is_asked_about_and_the_rest_is_read(rule):
    read = reading(calendar(event(OSLO, f"RRULE:{rule}"), event(OSLO, uid="2")))
    assert [row["uid"] for row in read["dates"]] == ["2"]
    assert [problem["kind"] for problem in read["problems"]] == ["too_often"]


@pytest.mark.parametrize(
    "rule", ["FREQ=NEVER", "FREQ=WEEKLY;INTERVAL=0", "BYDAY=TU", "FREQ=WEEKLY;BYDAY=XX", "x"]
)
def test_a_rule_that_is_none(rule):
    data = calendar(event(OSLO, f"RRULE:{rule}"))
    assert (starts(data), kinds(data)) == ([], ["unreadable"])


def test_work_on_one_series_has_an_end():
    def forever() -> None:
        # Not within C: a signal is heard between two steps of Python.
        while True:
            pass

    with pytest.raises(TooLong), patience(0.05):
        forever()


def test_a_rule_with_more_dates_than_anybody_needs_is_cut():
    data = calendar(event(OSLO, "RRULE:FREQ=DAILY;COUNT=100000000"))
    read = reading(data, start="2039-11-20")
    assert [row["starts_at"] for row in read["dates"]] == [
        f"2039-11-{day}T17:00:00Z" for day in range(20, 24)
    ]
    assert [each["kind"] for each in read["problems"]] == ["too_many_dates"]


# --- Zones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Europe/Oslo", "europe/oslo", "W. Europe Standard Time", '"W. Europe Standard Time"',
     "/mozilla.org/2005_1/Europe/Oslo",
     '"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"',
     "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Romance Standard Time",
         "Europe/Berlin"],
)  # fmt: skip
def test_names_of_norways_time(name):
    data = calendar(event(f"DTSTART;TZID={name}:20260717T180000"))
    assert (starts(data), kinds(data)) == (["2026-07-17T16:00:00Z"], [])


@pytest.mark.parametrize(
    ("name", "hour"),
    [
        ("FLE Standard Time", 15),
        ("GMT Standard Time", 17),
        ("Eastern Standard Time", 22),
        ("Europe/Kyiv", 15),
        ("UTC", 18),
    ],
)
def test_other_zones(name, hour):
    assert starts(calendar(event(f"DTSTART;TZID={name}:20260717T180000"))) == [f"2026-07-17T{hour}:00:00Z"]


def test_a_zone_that_nobody_knows_is_asked_about_and_never_guessed():
    data = calendar(event("DTSTART;TZID=Lagets tid:20260717T180000"), event(OSLO, uid="2"))
    read = reading(data)
    assert [row["uid"] for row in read["dates"]] == ["2"]
    assert [(each["kind"], each["item"], each["values"]) for each in read["problems"]] == [
        ("zone", "Språkkafé", {"zone": "Lagets tid"})
    ]
    answered = reading(data, zones={"Lagets tid": "Europe/Oslo"})
    assert [row["starts_at"] for row in answered["dates"]] == ["2026-03-17T17:00:00Z", "2026-07-17T16:00:00Z"]


ZONE = """BEGIN:VTIMEZONE
TZID:Lagets tid
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_that_the_file_describes():
    data = calendar(ZONE, event("DTSTART;TZID=Lagets tid:20260317T180000", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert starts(data) == ["2026-03-17T17:00:00Z", "2026-03-24T17:00:00Z", "2026-03-31T16:00:00Z"]


@pytest.mark.parametrize(
    "broken",
    [ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY"), ZONE.replace("TZOFFSETTO", "X-NOTHING"),
     "BEGIN:VTIMEZONE\nTZID:Lagets tid\nEND:VTIMEZONE\n"],
)  # fmt: skip
def test_a_zone_that_the_file_describes_badly_is_asked_about(broken):
    data = calendar(broken, event("DTSTART;TZID=Lagets tid:20260317T180000"))
    assert (starts(data), kinds(data)) == ([], ["zone"])


def test_an_offset_for_a_zone_is_taken_and_pointed_out_where_the_clocks_differ():
    summer = calendar(event('DTSTART;TZID="(GMT +01:00)":20260717T180000'))
    winter = calendar(event('DTSTART;TZID="(GMT +01:00)":20260117T180000'))
    assert (starts(summer), kinds(summer)) == (["2026-07-17T17:00:00Z"], ["offset"])
    assert (starts(winter), kinds(winter)) == (["2026-01-17T17:00:00Z"], [])


def test_times_without_a_zone_are_norways_or_the_calendars_and_it_is_said():
    floating = event("DTSTART:20260717T180000", "DTEND:20260717T190000")
    assert (starts(calendar(floating)), kinds(calendar(floating))) == (["2026-07-17T16:00:00Z"], ["floating"])
    finnish = calendar(floating, head="X-WR-TIMEZONE:Europe/Helsinki\r\n")
    assert starts(finnish) == ["2026-07-17T15:00:00Z"]


def test_utc_stays_utc_whatever_zone_the_calendar_is_shown_in():
    data = calendar(event("DTSTART:20211223T020000Z"), head="X-WR-TIMEZONE:America/New_York\r\n")
    assert (starts(data), kinds(data)) == (["2021-12-23T02:00:00Z"], [])


# --- Ends, whole days, identity ---------------------------------------------------------------------------


def test_ends():
    def end(*lines: str) -> str:
        return reading(calendar(event("DTSTART:20260717T160000Z", *lines)))["dates"][0]["ends_at"]

    assert end() == "2026-07-17T16:00:00Z"
    assert end("DTEND:20260717T173000Z") == "2026-07-17T17:30:00Z"
    assert end("DURATION:PT45M") == "2026-07-17T16:45:00Z"


@pytest.mark.parametrize("line", ["DTEND:20260717T153000Z", "DURATION:-PT1H"])
def test_an_end_before_the_start_is_asked_about(line):
    data = calendar(event("DTSTART:20260717T160000Z", line))
    assert (starts(data), kinds(data)) == ([], ["end_before_start"])


@pytest.mark.parametrize(
    "line", ["", "DTEND;VALUE=DATE:20260718", "DURATION:P1D", "DTEND;VALUE=DATE:20260717"]
)
def test_a_whole_day_is_a_day(line):
    (row,) = reading(calendar(event("DTSTART;VALUE=DATE:20260717", line)))["dates"]
    assert (row["starts_at"], row["ends_at"], row["all_day"]) == ("2026-07-17", "2026-07-18", True)


def test_a_whole_day_that_exchange_moved_by_its_midnight():
    data = calendar(
        event(
            "DTSTART;VALUE=DATE:20260219",
            "DTEND;VALUE=DATE:20260220",
            "RRULE:FREQ=WEEKLY;UNTIL=20260304T230000Z",
        ),
        event("RECURRENCE-ID;TZID=W. Europe Standard Time:20260226T000000", "DTSTART;VALUE=DATE:20260227"),
    )
    rows = [(row["starts_at"], row["recurrence_id"]) for row in reading(data)["dates"]]
    assert rows == [("2026-02-19", "2026-02-19"), ("2026-02-27", "2026-02-26")]


def test_of_one_number_the_newest_is_read():
    data = calendar(
        event(OSLO, "SEQUENCE:0", title="Old"),
        event(OSLO, "SEQUENCE:2", title="New"),
        event(OSLO, title="Older"),
    )
    assert [row["title"] for row in reading(data)["dates"]] == ["New"]
    assert kinds(data) == []


def test_two_activities_with_one_number_are_asked_about():
    data = calendar(event(OSLO, uid="0000021"), event("DTSTART:20260401T160000Z", uid="0000021", title="Kor"))
    assert (len(starts(data)), kinds(data)) == (1, ["double"])


def test_activities_without_a_number_are_each_their_own():
    data = calendar(event(OSLO, uid=""), event("DTSTART:20260401T160000Z", uid="", title="Kor"))
    assert [row["uid"] for row in reading(data)["dates"]] == ["", ""]


def test_a_changed_date_without_its_series_is_a_date():
    data = calendar(event("RECURRENCE-ID:20260407T160000Z", "DTSTART:20260407T170000Z"))
    (row,) = reading(data)["dates"]
    assert (row["starts_at"], row["recurrence_id"]) == ("2026-04-07T17:00:00Z", "2026-04-07T16:00:00Z")


def test_a_change_of_all_later_dates_is_pointed_out():
    data = calendar(
        event(OSLO, "RRULE:FREQ=WEEKLY;COUNT=3"),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Oslo:20260324T180000",
              "DTSTART;TZID=Europe/Oslo:20260324T190000"),
    )  # fmt: skip
    assert kinds(data) == ["this_and_future"]
    assert starts(data) == ["2026-03-17T17:00:00Z", "2026-03-24T18:00:00Z", "2026-03-31T17:00:00Z"]


@pytest.mark.parametrize(
    "start", ["DTSTART:00010101T000000Z", "DTSTART:99991231T235959Z", "DTSTART;VALUE=DATE:16010101"]
)
def test_years_that_cannot_be_right(start):
    assert kinds(calendar(event(start, "RRULE:FREQ=DAILY"))) == ["year"]


@pytest.mark.parametrize(
    "start", ["", "DTSTART:yesterday", "DTSTART:20260230T180000Z", "DTSTART:20260317T250000Z"]
)
def test_a_start_that_is_none(start):
    (kind,) = kinds(calendar(event(start)))
    assert kind in ("no_start", "unreadable")


# --- Other people's files, where they are beside the project ----------------------------------------------

FILES = Path(os.environ.get("CALENDAR_FILES", Path(__file__).parents[5] / "shared/domain/ics"))
EXPECTED = {
    "01": (13, "2021-11-26", "2022-11-27"), "03": (156, "2017-06-29", "2018-06-30"), "05": (1, None, None),
    "06": (4, None, None), "07": (51, "2026-02-19", "2027-02-20"), "11": (7, None, None),
    "12": (53, "2020-09-21", "2021-09-22"), "16": (9, None, None), "18": (2, None, None), "20": (0, None,
        None),
    "22": (None, None, None), "24": (0, None, None), "27": (2, None, None), "30": (261, "2016-10-28",
        "2017-10-28"),
}  # fmt: skip


def test_files_that_other_peoples_programs_wrote():
    """Nothing to read where the folder is not there; every kind in it has a small file of its own above."""
    counted = {}
    for file in sorted(FILES.glob("*.ics")):
        _number, start, until = EXPECTED[file.name[:2]]
        read = reading(file.read_bytes(), start, until)
        counted[file.name[:2]] = len(read["dates"]) if "dates" in read else None
    assert counted == {name: EXPECTED[name][0] for name in counted}
