"""Holidays and pauses, through the form: what is asked about, and what is left out."""

from datetime import date

import pytest

from events.models import Event, SchoolHoliday
from tests import factories
from tests.events.organiser.reading import dates_of, listed
from tests.markup import texts

pytestmark = pytest.mark.django_db

QUIET = {"also_at_holidays": None, "also_in_summer": None}
TERM = {"first_date": date(2027, 6, 8), "until": date(2027, 8, 31)}


def test_public_holidays_are_pointed_out_and_left_out_unless_they_are_ticked(ask, publish):
    mondays = {"first_date": date(2027, 3, 22), "until": date(2027, 4, 5)}
    response = ask(**mondays)
    assert listed(response) == [("2027-03-22", True), ("2027-03-29", False), ("2027-04-05", True)]
    assert "Easter Monday" in response.content.decode()
    shown = [day for day, _tick in listed(response)]
    assert dates_of(publish(**mondays, shown=shown, kept=shown)) == "27-03-22 27-03-29 27-04-05"


def test_the_seventeenth_of_may_is_asked_about(ask):
    response = ask("nb", first_date=date(2027, 5, 10), until=date(2027, 5, 24))
    assert listed(response) == [("2027-05-10", True), ("2027-05-17", True), ("2027-05-24", True)]
    page = " ".join(response.content.decode().split())
    assert "17. mai, grunnlovsdagen</bdi> </span> Blir det noe av da?" in page


def test_a_holiday_that_nobody_has_looked_at_is_shown_before_anything_is_saved(
    client, organiser, organisation, typed, at_ten
):
    client.force_login(organiser)
    address = f"/en/portal/events/new/{organisation.pk}/"
    values = typed(first_date=date(2027, 5, 10), until=date(2027, 5, 24))
    response = client.post(address, values)
    assert (response.status_code, Event.objects.count()) == (200, 0)
    assert "Nothing is saved yet." in response.content.decode()
    shown = [day for day, _tick in listed(response)]
    values |= {"shown": shown, "kept": [day for day in shown if day != "2027-05-17"]}
    assert client.post(address, values).status_code == 302
    assert dates_of(Event.objects.get()) == "27-05-10 27-05-24"


def test_school_holidays_of_the_own_municipality_are_left_out(ask, heroy):
    elsewhere = factories.a_municipality("1833", "Rana")
    for place, first in ((heroy, date(2027, 2, 22)), (elsewhere, date(2027, 3, 1))):
        last = first.replace(day=first.day + 4)
        SchoolHoliday.objects.create(municipality=place, name="Vinterferie", first_day=first, last_day=last)
    response = ask(first_date=date(2027, 2, 16), until=date(2027, 3, 2))
    assert listed(response) == [("2027-02-16", True), ("2027-02-23", False), ("2027-03-02", True)]
    assert "Vinterferie" in response.content.decode()


def test_a_picked_day_is_not_left_out_by_itself(publish):
    event = publish(repeats="picked", picked="17.05.2027, 29.03.2027", first_date=None)
    assert dates_of(event) == "27-03-29 27-05-17"


def test_a_holiday_on_which_it_takes_place_already_is_not_asked_about_again(
    client, publish, typed, organiser
):
    event = publish(
        first_date=date(2027, 5, 10), until=date(2027, 5, 24), shown=["2027-05-17"], kept=["2027-05-17"]
    )
    place = dict.fromkeys(("venue_name", "venue_address", "venue_postcode", "venue_place"))
    values = typed(**place, venue=event.venue_id, first_date=date(2027, 5, 10), until=date(2027, 5, 31))
    assert client.post(f"/en/portal/events/{event.pk}/edit/", values).status_code == 302
    assert dates_of(event) == "27-05-10 27-05-17 27-05-24 27-05-31"


def test_new_weekly_activity_pauses_unless_its_organiser_says_otherwise(publish):
    assert dates_of(publish(**QUIET, **TERM)) == "27-06-08 27-06-15 27-08-24 27-08-31"
    everything = publish(**TERM)
    assert everything.occurrences.count() == 13
    assert everything.series.values_list("rests_at_holidays", "rests_in_summer").get() == (False, False)


def test_form_shows_the_ticks_as_they_stand_and_sending_it_changes_nothing(client, publish, typed):
    event = publish(**QUIET | {"also_at_holidays": "on"}, **TERM)
    form = client.get(f"/en/portal/events/{event.pk}/edit/").context["form"]
    assert (form.dates["also_at_holidays"].value(), form.dates["also_in_summer"].value()) == (True, False)
    place = dict.fromkeys(("venue_name", "venue_address", "venue_postcode", "venue_place"))
    values = typed(**place, venue=event.venue_id, also_in_summer=None, **TERM)
    assert client.post(f"/en/portal/events/{event.pk}/edit/", values).status_code == 302
    assert not event.changes_of_dates.exists()


def test_dates_that_a_tick_gives_are_shown_before_they_are_saved(client, organisation, publish, typed):
    organisation.is_trusted = True
    organisation.save()
    event = publish(**QUIET, **TERM)
    place = dict.fromkeys(("venue_name", "venue_address", "venue_postcode", "venue_place"))
    values = typed(**place, venue=event.venue_id, **TERM)
    address = f"/en/portal/events/{event.pk}/edit/"
    response = client.post(address, values)
    assert (response.status_code, response.context["foreseen"].made) == (200, 9)
    assert event.occurrences.count() == 4
    # And back: what was made meanwhile is public, so it is cancelled.
    assert client.post(address, values | {"yes": response.context["fingerprint"]}).status_code == 302
    assert event.occurrences.count() == 13
    values = typed(**place, venue=event.venue_id, **TERM, **QUIET)
    response = client.post(address, values)
    assert [group["kind"] for group in response.context["groups"]] == ["cancelled"]


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_list_of_dates_says_what_pauses_and_why(ask, language):
    response = ask(language, **TERM, **QUIET)
    assert [day for day, _tick in listed(response)] == [
        "2027-06-08",
        "2027-06-15",
        "2027-08-24",
        "2027-08-31",
    ]
    (said,) = texts(response.content.decode(), "#dates-rests li")
    assert "9" in said
    if language == "en":
        assert said == "Summer (Sunday 20 June 2027 – Friday 20 August 2027): 9 dates are left out."


def test_first_date_in_a_pause_is_said_where_the_tick_is(ask):
    response = ask(**QUIET)
    errors = response.context["form"].errors
    assert list(errors) == ["also_at_holidays"]
    assert "Tuesday 5 January 2027, is in this pause" in errors["also_at_holidays"][0]
    # The list shows what there would be.
    assert listed(response)[0] == ("2027-01-12", True)


def test_course_that_is_in_the_summer_alone_is_said_where_the_tick_is(ask):
    response = ask(first_date=date(2027, 7, 6), until=date(2027, 8, 10), **QUIET)
    errors = response.context["form"].errors
    assert list(errors) == ["also_in_summer"]
    assert "Every date is in this pause" in errors["also_in_summer"][0]


@pytest.mark.parametrize("eve", ["2027-12-24", "2027-12-31"])
def test_eves_are_asked_about_like_a_holiday(ask, publish, eve):
    """Where it takes place at Christmas: the list of public holidays has neither."""
    fridays = {"first_date": date(2027, 12, 17), "until": date(2028, 1, 7)}
    response = ask(**fridays)
    assert dict(listed(response))[eve] is False
    shown = [day for day, _tick in listed(response)]
    event = publish(**fridays, shown=shown, kept=[*shown[:1], eve])
    assert dates_of(event) == f"27-12-17 {eve[2:]}"


def test_activity_that_was_once_pauses_when_it_becomes_weekly(client, publish):
    event = publish(repeats="once", first_date=date(2027, 6, 8), until=None)
    form = client.get(f"/en/portal/events/{event.pk}/edit/").context["form"]
    assert (form.dates["also_at_holidays"].value(), form.dates["also_in_summer"].value()) == (False, False)
