"""An organiser publishes an activity with one form."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.choices import State
from events.models import Event, Occurrence
from organisations.models import Venue
from tests import factories

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")


def local_starts(event: Event) -> list[datetime]:
    return [date.starts_at.astimezone(OSLO).replace(tzinfo=None) for date in event.occurrences.all()]


def test_weekly_cafe_gets_every_date_and_waits(publish, heroy):
    event = publish()
    assert local_starts(event) == [datetime(2027, 1, 5, 18) + timedelta(weeks=n) for n in range(12)]
    assert not event.live
    assert event.state == State.WAITING
    assert not event.occurrences.public().exists()
    assert (event.title, event.venue.name, event.municipality) == (
        "Språkkafé på biblioteket",
        "Herøy folkebibliotek",
        heroy,
    )


def test_weekly_cafe_of_a_trusted_organisation_is_public_at_once(publish, organisation):
    organisation.is_trusted = True
    organisation.save()
    event = publish()
    assert event.live
    assert event.occurrences.public().count() == 12


def test_trust_ends_at_the_municipality_that_gave_it(publish, organisation):
    neighbour = factories.a_municipality("1833", "Rana")
    organisation.active_in.add(neighbour)
    organisation.is_trusted = True
    organisation.save()
    event = publish(municipality="1833", venue_name="Rana bibliotek")
    assert (event.municipality, event.live, event.state) == (neighbour, False, State.WAITING)


def test_detail_page_says_the_dates_in_plain_language(publish, client):
    event = publish()
    response = client.get(f"/en/portal/events/{event.pk}/")
    assert response.status_code == 200
    assert b"12 dates, from" in response.content
    assert b"Waiting for approval" in response.content
    assert b"Tuesday 5 January 2027, 18:00" in response.content


@pytest.mark.parametrize(
    ("repeats", "until", "days"),
    [
        ("once", None, ["2027-01-05"]),
        ("biweekly", date(2027, 2, 2), ["2027-01-05", "2027-01-19", "2027-02-02"]),
        ("monthly", date(2027, 3, 31), ["2027-01-05", "2027-02-02", "2027-03-02"]),
    ],
)
def test_repeats_make_the_dates_they_say(publish, repeats, until, days):
    event = publish(repeats=repeats, until=until)
    assert [start.date().isoformat() for start in local_starts(event)] == days


# It takes place all the same.
GOOD_FRIDAY = {"shown": ["2027-03-26"], "kept": ["2027-03-26"]}
EASTER_SUNDAY = {"shown": ["2027-03-28"], "kept": ["2027-03-28"]}


def test_monthly_on_a_fifth_weekday_is_on_the_last(publish):
    event = publish(repeats="monthly", first_date=date(2027, 1, 29), until=date(2027, 3, 31), **GOOD_FRIDAY)
    assert [start.date() for start in local_starts(event)] == [
        date(2027, 1, 29),
        date(2027, 2, 26),
        date(2027, 3, 26),
    ]


def test_activity_past_midnight_ends_on_the_next_day(publish):
    event = publish(start_time="22:00", end_time="01:30", repeats="once")
    assert event.occurrences.get().ends_at - event.occurrences.get().starts_at == timedelta(
        hours=3, minutes=30
    )


def test_times_and_dates_may_be_written_as_people_here_write_them(publish):
    event = publish(first_date="5.1.2027", start_time="17.30", end_time="1930", repeats="once")
    assert local_starts(event) == [datetime(2027, 1, 5, 17, 30)]


def test_draft_is_seen_by_nobody_else(publish):
    event = publish(draft="1")
    assert (event.live, event.state, event.occurrences.count()) == (False, State.DRAFT, 12)


def test_venue_with_the_same_name_is_the_same_place(publish, heroy):
    venue = factories.a_venue("Herøy folkebibliotek")
    assert publish(venue_name="HERØY folkebibliotek").venue == venue
    assert Venue.objects.count() == 1


def test_online_activity_needs_no_venue(publish):
    event = publish(venue_name=None, online_url="meet.example/cafe")
    assert (event.venue, event.online_url) == (None, "https://meet.example/cafe")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"end_time": "18:00"}, "end_time"),
        ({"end_time": "16:00"}, "end_time"),
        ({"first_date": date(2027, 1, 3)}, "first_date"),
        ({"first_date": date(2027, 1, 4), "start_time": "09:00"}, "start_time"),
        ({"first_date": "31.02.2027"}, "first_date"),
        ({"first_date": date(2030, 1, 4), "repeats": "once"}, "first_date"),
        ({"until": date(2027, 1, 4)}, "until"),
        ({"until": date(2031, 1, 4)}, "until"),
        ({"until": date(9999, 12, 31)}, "until"),
        ({"until": None}, "until"),
        ({"repeats": "hourly"}, "repeats"),
        ({"language": "xx"}, "language"),
        ({"spoken_languages": ["tlh"]}, "spoken_languages"),
        ({"venue_name": None}, "venue"),
        ({"venue": "999"}, "venue"),
        ({"venue_postcode": "88"}, "venue_postcode"),
        ({"online_url": "not a link"}, "online_url"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_mistake_is_named_and_what_was_typed_is_kept(
    client, organiser, organisation, typed, at_ten, changes, field
):
    client.force_login(organiser)
    response = client.post(f"/nb/portal/events/new/{organisation.pk}/", typed(**changes))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert b"Vi snakker norsk sammen." in response.content
    assert not Event.objects.exists()
    assert not Venue.objects.exists()


def test_place_from_the_list_and_a_new_one_is_one_too_many(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    venue = factories.a_venue()
    response = client.post(f"/nb/portal/events/new/{organisation.pk}/", typed(venue=venue.pk))
    assert list(response.context["form"].errors) == ["venue_name"]


@pytest.mark.parametrize(
    ("first_date", "start", "end", "field", "named"),
    [
        # The night when the clocks go from 02:00 to 03:00.
        (date(2027, 3, 28), "02:30", "04:00", "start_time", "02:30 on Sunday 28 March 2027 does not exist"),
        (date(2027, 3, 27), "23:00", "02:30", "end_time", "02:30 on Sunday 28 March 2027 does not exist"),
        # A series that runs into that night three weeks later.
        (date(2027, 3, 7), "02:30", "04:00", "start_time", "02:30 on Sunday 28 March 2027 does not exist"),
    ],
)
def test_time_that_does_not_exist_is_named_with_the_reason(
    client, organiser, organisation, typed, at_ten, first_date, start, end, field, named
):
    client.force_login(organiser)
    values = typed(
        first_date=first_date, start_time=start, end_time=end, until=date(2027, 4, 30), **EASTER_SUNDAY
    )
    response = client.post(f"/en/portal/events/new/{organisation.pk}/", values)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert named in response.context["form"].errors[field][0]
    assert "clocks are put forward" in response.context["form"].errors[field][0]


def test_eighteen_stays_eighteen_across_daylight_saving(publish):
    event = publish(until=date(2027, 4, 27))
    assert {start.time() for start in local_starts(event)} == {time(18)}


def test_venue_of_another_municipality_cannot_be_chosen(client, organiser, organisation, typed, at_ten):
    elsewhere = factories.a_venue("Rana bibliotek", municipality=factories.a_municipality("1833", "Rana"))
    client.force_login(organiser)
    values = typed(venue=elsewhere.pk, venue_name=None)
    response = client.post(f"/nb/portal/events/new/{organisation.pk}/", values)
    assert list(response.context["form"].errors) == ["venue"]


def test_outsider_cannot_publish_for_another_organisation(client, outsider, organisation, typed, at_ten):
    client.force_login(outsider)
    address = f"/nb/portal/events/new/{organisation.pk}/"
    assert client.get(address).status_code == 404
    assert client.post(address, typed()).status_code == 404
    assert not Event.objects.exists()


def test_visitor_is_asked_to_log_in_and_comes_back(client, organisation):
    address = f"/uk/portal/events/new/{organisation.pk}/"
    response = client.get(address)
    assert response.status_code == 302
    assert response.url == f"/uk/account/login/?next={address}"


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_form_is_there_in_every_language(client, organiser, organisation, language):
    client.force_login(organiser)
    response = client.get(f"/{language}/portal/events/new/{organisation.pk}/")
    assert response.status_code == 200
    assert f'<html lang="{language}"'.encode() in response.content


def test_two_events_never_share_a_date_row(publish):
    publish()
    publish(title="En kafé til")
    assert Occurrence.objects.count() == 24


def test_errors_are_listed_as_the_fields_stand_on_the_page(client, organiser, organisation, at_ten):
    client.force_login(organiser)
    wrong = {"price_nok": "x", "capacity": "0", "online_url": "x", "venue_postcode": "1", "age_from": "x"}
    page = client.post(f"/en/portal/events/new/{organisation.pk}/", wrong).content.decode()
    summary, _rest, form = page.partition("</ul>\n  </div>")
    listed = re.findall(r'href="#(id_\w+)"', summary)
    assert {"id_title", "id_first_date", "id_price_nok", "id_age_from"} <= set(listed)
    assert listed == sorted(listed, key=lambda name: form.index(f'id="{name}"'))


def test_last_date_does_not_call_itself_optional(client, organiser, organisation, at_ten):
    client.force_login(organiser)
    page = client.get(f"/en/portal/events/new/{organisation.pk}/").content.decode()
    label = re.search(r'for="id_until">(.*?)</label>', page, re.DOTALL)[1]
    assert " ".join(label.split()) == "Last date"


@pytest.mark.parametrize("typed_end", ["24:00", "24.00", "2400", " 24:00 "])
def test_day_may_end_at_twenty_four(publish, typed_end):
    event = publish(start_time="22:00", end_time=typed_end, repeats="once", until=None)
    assert event.occurrences.get().ends_at.astimezone(OSLO) == datetime(2027, 1, 6, tzinfo=OSLO)


def test_activity_of_faith_asks_nobody_for_a_name(client, organiser, organisation, typed, at_ten):
    client.force_login(organiser)
    address = f"/en/portal/events/new/{organisation.pk}/"
    response = client.post(address, typed(category="tro-livssyn", admission="sign_up"))
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"admission"}
    assert client.post(address, typed(category="tro-livssyn")).status_code == 302
    assert Event.objects.get().admission == "drop_in"
