"""Each pattern that a volunteer centre has, through the form; the dates are seen before they are saved."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from events.models import Event
from tests.events.organiser.reading import dates_of, listed, times_of
from tests.markup import texts

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("changes", "dates"),
    [
        # "hver tirsdag"
        ({"until": date(2027, 1, 26)}, "27-01-05 27-01-12 27-01-19 27-01-26"),
        # "mandager og torsdager", from a first date that is neither
        (
            {"weekdays": ["0", "3"], "until": date(2027, 1, 14)},
            "27-01-07 27-01-11 27-01-14",
        ),
        # "annenhver torsdag"
        (
            {"repeats": "biweekly", "first_date": date(2027, 1, 7), "until": "4.2.2027"},
            "27-01-07 27-01-21 27-02-04",
        ),
        # "hver 2. og 4. tirsdag i måneden"
        (
            {
                "repeats": "monthly",
                "weekdays": ["1"],
                "positions": ["2", "4"],
                "until": date(2027, 2, 28),
            },
            "27-01-12 27-01-26 27-02-09 27-02-23",
        ),
        # "siste fredag i måneden"
        (
            {"repeats": "monthly", "weekdays": ["4"], "positions": ["-1"], "until": date(2027, 4, 30)},
            "27-01-29 27-02-26 27-04-30",
        ),
        # "ein søndag i månaden, sjå datoar"
        (
            {
                "repeats": "picked",
                "first_date": None,
                "picked": "17.01.2027, 14. februar og søndag 14. mars",
            },
            "27-01-17 27-02-14 27-03-14",
        ),
        # A season with a break.
        (
            {
                "until": date(2027, 3, 2),
                "break_from": date(2027, 1, 12),
                "break_to": date(2027, 2, 22),
            },
            "27-01-05 27-02-23 27-03-02",
        ),
    ],
)
def test_each_pattern_is_entered_and_makes_its_dates(publish, changes, dates):
    # The last Friday in March is Good Friday: it is seen, and left out.
    event = publish(shown=["2027-03-26"], **changes)
    assert dates_of(event) == dates


@pytest.mark.parametrize(
    ("changes", "times"),
    [
        ({"start_time": "22:00", "end_time": "01:00"}, "Tue 22:00–Wed 01:00"),
        ({"all_day": "on", "start_time": None, "end_time": None}, "Tue 00:00–Wed 00:00"),
        ({"all_day": "on", "days": "3"}, "Tue 00:00–Fri 00:00"),
        ({"days": "3", "start_time": "18:00", "end_time": "15:00"}, "Tue 18:00–Thu 15:00"),
    ],
)
def test_how_long_it_lasts_is_entered(client, publish, changes, times):
    event = publish(repeats="once", until=None, **changes)
    assert times_of(event) == {times}
    form = client.get(f"/en/portal/events/{event.pk}/edit/").context["form"]
    assert (form.dates["all_day"].value(), form.dates["days"].value()) == (
        "all_day" in changes,
        int(changes.get("days", 1)),
    )


def test_all_day_is_midnight_to_midnight_on_the_day_when_the_clocks_change(publish):
    event = publish(repeats="once", first_date=date(2027, 3, 28), all_day="on", until=None)
    row = event.occurrences.get()
    assert (row.starts_at.astimezone(OSLO), row.ends_at.astimezone(OSLO)) == (
        datetime(2027, 3, 28, tzinfo=OSLO),
        datetime(2027, 3, 29, tzinfo=OSLO),
    )


def test_season_goes_from_september_to_april(publish):
    """Every Sunday; Boxing Day is left out, and Easter Sunday has a tick."""
    event = publish(
        first_date=date(2027, 9, 5),
        until=date(2028, 4, 30),
        shown=["2027-12-26", "2028-04-16"],
        kept=["2028-04-16"],
    )
    dates = dates_of(event).split()
    assert (len(dates), dates[0], dates[-1]) == (34, "27-09-05", "28-04-30")
    assert "27-12-26" not in dates


def test_what_goes_on_has_dates_to_the_horizon_and_says_so_in_the_form(client, publish):
    event = publish(until=None, is_endless="on")
    assert (event.occurrences.count(), event.series.get().recurrence) == (79, "RRULE:FREQ=WEEKLY;INTERVAL=1")
    form = client.get(f"/en/portal/events/{event.pk}/edit/").context["form"]
    assert (form.dates["is_endless"].value(), form.dates["until"].value()) == (True, None)


def test_the_form_shows_a_break_and_struck_dates_again_and_sending_it_changes_nothing(client, publish):
    event = publish(
        until=date(2027, 3, 2),
        break_from=date(2027, 1, 12),
        break_to=date(2027, 2, 1),
        shown=["2027-02-09"],
    )
    before = event.series.get().recurrence
    response = client.get(f"/en/portal/events/{event.pk}/edit/")
    dates = response.context["form"].dates
    assert (dates["break_from"].value(), dates["break_to"].value()) == (date(2027, 1, 12), date(2027, 2, 1))
    assert listed(response) == [
        ("2027-01-05", True),
        ("2027-02-02", True),
        ("2027-02-09", False),
        ("2027-02-16", True),
        ("2027-02-23", True),
        ("2027-03-02", True),
    ]
    assert "EXDATE:20270209T180000" in before


def test_the_dates_are_listed_before_anything_is_saved(ask):
    response = ask(until=date(2027, 1, 19), title="")
    assert response.status_code == 200
    assert listed(response) == [("2027-01-05", True), ("2027-01-12", True), ("2027-01-19", True)]
    page = response.content.decode()
    assert "3 dates" in page
    assert "From Tuesday 5 January 2027 to Tuesday 19 January 2027, 18:00–20:00." in page
    # What else is missing is said when the whole form is sent; what was typed is kept.
    assert response.context["form"].errors == {}
    assert "Vi snakker norsk sammen." in page
    assert not Event.objects.exists()


def test_what_is_wrong_with_the_dates_stands_beside_the_field(ask):
    response = ask(until=None, shown=["2027-01-12"], kept=[])
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["until"]
    # A date that was struck is not forgotten meanwhile.
    assert '<input type="hidden" name="shown" value="2027-01-12">' in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"repeats": "picked", "picked": "19. juni, bingo"}, "picked", "did not understand “bingo”"),
        ({"repeats": "picked", "picked": ""}, "picked", "at least one date"),
        ({"repeats": "picked", "picked": "tirsdag 17. februar"}, "picked", "that day is a Wednesday"),
        ({"repeats": "picked", "picked": "17.02.2026"}, "picked", "has passed"),
        ({"repeats": "picked", "picked": "17.02.2036"}, "picked", "You can publish dates until"),
        ({"break_from": date(2027, 1, 12)}, "break_to", "Write both"),
        ({"break_from": date(2027, 1, 12), "break_to": date(2027, 1, 11)}, "break_to", "before it begins"),
        ({"break_from": date(2027, 1, 1), "break_to": date(2027, 12, 1)}, "break_to", "no date in this time"),
        ({"until": date(2027, 1, 6), "weekdays": ["4"]}, "until", "no date in this time"),
        ({"days": "40"}, "days", "31"),
        ({"start_time": None}, "start_time", "when it starts"),
        (
            {"until": date(2027, 1, 12), "shown": ["2027-01-05", "2027-01-12"]},
            "repeats",
            "Every date is taken away",
        ),
    ],
)
def test_mistakes_in_a_pattern_are_plain(ask, changes, field, words):
    form = ask(**changes).context["form"]
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


@pytest.mark.parametrize(
    "left_over",
    [
        {"repeats": "once", "until": "31.02.2027", "break_from": "x", "weekdays": ["1"], "picked": "bingo"},
        {"repeats": "once", "all_day": "on", "start_time": "x", "until": None},
        {"repeats": "picked", "picked": "5. januar", "first_date": "x", "until": "x"},
    ],
)
def test_what_is_left_in_a_field_that_is_not_asked_for_is_no_mistake(publish, left_over):
    assert dates_of(publish(**left_over)) == "27-01-05"


def test_a_struck_date_is_not_made(publish):
    event = publish(until=date(2027, 1, 26), shown=["2027-01-12", "2027-01-19"], kept=["2027-01-19"])
    assert dates_of(event) == "27-01-05 27-01-19 27-01-26"


def test_a_struck_picked_date_is_gone(client, publish):
    event = publish(
        repeats="picked", picked="5.1.2027, 6.1.2027, 7.1.2027", shown=["2027-01-06"], first_date=None
    )
    assert dates_of(event) == "27-01-05 27-01-07"
    form = client.get(f"/en/portal/events/{event.pk}/edit/").context["form"]
    assert form.dates["picked"].value() == "05.01.2027, 07.01.2027"


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_the_list_of_dates_is_there_in_every_language(ask, language):
    response = ask(language, first_date=date(2027, 3, 22), until=date(2027, 4, 5))
    assert response.status_code == 200
    assert len(listed(response)) == 3


def test_while_somebody_still_writes_nothing_is_a_mistake(client, organiser, organisation, at_ten):
    """The list of dates asks by itself whenever a field was filled in."""
    client.force_login(organiser)
    address = f"/en/portal/events/new/{organisation.pk}/"
    values = {"preview": "1", "repeats": "weekly", "shown": "2027-01-12"}
    response = client.post(address, values, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert '<input type="hidden" name="shown" value="2027-01-12">' in response.content.decode()
    assert client.post(address, values).status_code == 400


def test_the_dates_are_said_to_who_cannot_see_them_change(client, organiser, organisation, at_ten):
    """In what htmx asks for; a page that is opened says nothing by itself."""
    client.force_login(organiser)
    address = f"/en/portal/events/new/{organisation.pk}/"
    values = {
        "preview": "1",
        "repeats": "weekly",
        "first_date": "2027-01-05",
        "until": "2027-02-02",
        "start_time": "17:00",
        "end_time": "19:00",
        "also_at_holidays": "on",
    }
    said = client.post(address, values, headers={"HX-Request": "true"}).content.decode()
    assert texts(said, "#live") == [
        "5 dates. From Tuesday 5 January 2027 to Tuesday 2 February 2027, 17:00–19:00."
    ]
    assert texts(client.post(address, values).content.decode(), "#live") == [""]
