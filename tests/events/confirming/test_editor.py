"""The editor's page of what is confirmed and what nobody answers for, and the organiser's own pages."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.confirming import by_staff, closed, overview
from events.confirming.models import Question, SignOfLife
from events.models import Occurrence, Responsible
from events.models.asking import Asking
from tests import factories

pytestmark = pytest.mark.django_db
# A Tuesday, noon in Norway.
NOW = datetime(2027, 1, 5, 11, 0, tzinfo=UTC)
TONIGHT = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
PAGE = "/en/portal/is-it-on/1818/"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def a_date(*, days: int = 0, person: bool = True, **fields) -> Occurrence:
    event = factories.an_event()
    if person:
        a_person(event)
    return factories.an_occurrence(event, starts_at=TONIGHT + timedelta(days=days), **fields)


def a_person(event, **fields) -> Responsible:
    return Responsible.objects.create(
        event=event, name="Kari Eksempel", email="kari@example.org", phone="90000000", language="nb", **fields
    )


def a_silent_date(number: int = 2, **fields) -> Occurrence:
    date = a_date()
    SignOfLife.objects.create(series=date.series, silent_dates=number, **fields)
    return date


def said(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").text.split())


# --- The figure --------------------------------------------------------------------------------


def test_the_next_48_hours_are_told_by_what_is_known_of_each_date(heroy, django_assert_num_queries):
    long_ago = NOW - timedelta(days=1)
    for _ in range(3):
        a_date(confirmed_at=NOW, asked_at=long_ago)
    a_date(asked_at=NOW)
    a_date(asked_at=long_ago)
    a_date(days=1, asked_at=long_ago)
    a_date(days=1)
    a_date(person=False)
    never = a_date()
    never.series.asking = Asking.NEVER
    never.series.save()
    stopped = a_date(person=False)
    a_person(stopped.event, stopped_at=NOW)
    # These do not count: too late, over, called off, a draft, left out of lists, elsewhere.
    a_date(days=3, confirmed_at=NOW)
    a_date(days=-1, confirmed_at=NOW)
    a_date(status="cancelled")
    a_date(is_public=False)
    a_date(is_silent=True)
    elsewhere = factories.an_organisation(municipality=factories.a_municipality("1820", "Alstahaug"))
    factories.an_occurrence(factories.an_event(organisation=elsewhere), starts_at=TONIGHT)
    with django_assert_num_queries(1):
        share = overview.next_dates(heroy, now=NOW)
    assert share == overview.Share(total=10, confirmed=3, asked=2, silent=1, later=1, nobody=3)


def test_weeks_that_are_over_are_told_as_far_as_somebody_was_asked(heroy):
    for days, fields in [
        (-1, {"asked_at": NOW, "confirmed_at": NOW}),
        (-2, {"asked_at": NOW}),
        (-8, {}),
        (-15, {"confirmed_at": NOW}),
        (-15, {"status": "cancelled", "asked_at": NOW}),
        (-40, {"confirmed_at": NOW}),
    ]:
        a_date(days=days, **fields)
    weeks = overview.last_weeks(heroy, now=NOW)
    assert [(week.monday.isoformat(), week.confirmed, week.total) for week in weeks] == [
        ("2027-01-04", 1, 1),
        ("2026-12-28", 0, 2),
        ("2026-12-21", 1, 1),
    ]


# --- The page ----------------------------------------------------------------------------------


def test_page_says_what_is_confirmed_and_what_nobody_answers_for(client, editor, heroy):
    a_date(confirmed_at=NOW)
    a_date(person=False)
    a_silent_date(4, hidden_at=NOW, alive_at=NOW - timedelta(days=40))
    closed.say_closed(occurrence=a_date(days=-1), now=NOW - timedelta(hours=17))
    client.force_login(editor)
    text = said(client.get(PAGE))
    assert "1 of 3 dates are confirmed" in text
    assert "4 dates in a row without an answer. Last heard from: Thursday 26 November 2026." in text
    assert "Kari Eksempel 900 00 000" in text
    assert "It is on: show it again" in text
    assert "1 person says that they came and it was closed." in text
    assert "Nobody to ask Ask the organisers" in text
    front = said(client.get("/en/portal/"))
    assert "Is it on? Confirmed in the next 48 hours: 1 of 3 dates." in front


def test_empty_page_says_so_kindly(client, editor):
    client.force_login(editor)
    text = said(client.get(PAGE))
    for words in (
        "Nothing is planned in the next 48 hours.",
        "Somebody answers for everything that was asked about.",
        "In the last 30 days nobody has said that they came to a closed door.",
        "Every activity that is asked about has somebody who answers.",
    ):
        assert words in text


@pytest.mark.parametrize("who", ["outsider", "host", "organiser"])
def test_page_is_nobodys_else(client, request, who):
    date = a_silent_date()
    client.force_login(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{date.series_id}/", {"do": "hide"}).status_code == 404
    assert not Occurrence.objects.filter(is_silent=True).exists()


def test_series_of_another_municipality_is_a_404(client, editor):
    elsewhere = factories.an_organisation(municipality=factories.a_municipality("1820", "Alstahaug"))
    date = factories.an_occurrence(factories.an_event(organisation=elsewhere), starts_at=TONIGHT)
    client.force_login(editor)
    assert client.post(f"{PAGE}{date.series_id}/", {"do": "hide"}).status_code == 404
    assert client.post(f"{PAGE}{a_date().series_id}/", {"do": "sing"}).status_code == 302


def test_page_takes_as_many_questions_for_three_as_for_one(client, editor):
    client.force_login(editor)
    client.get(PAGE)
    asked = []
    for _ in range(3):
        a_silent_date()
        a_date(person=False)
        closed.say_closed(occurrence=a_date(days=-1), now=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        asked.append(len(queries))
    assert asked[0] == asked[2]
    assert asked[0] <= 26


def test_editor_asks_again_hides_and_brings_back(client, editor):
    date = a_silent_date()
    client.force_login(editor)
    client.post(f"{PAGE}{date.series_id}/", {"do": "ask"})
    assert Question.objects.get().occurrence == date
    again = client.post(f"{PAGE}{date.series_id}/", {"do": "ask"}, follow=True)
    assert "Everybody who can be asked about the next date has been asked." in said(again)
    client.post(f"{PAGE}{date.series_id}/", {"do": "hide"})
    date.refresh_from_db()
    assert date.is_silent
    client.post(f"{PAGE}{date.series_id}/", {"do": "bring_back"})
    date.refresh_from_db()
    assert not date.is_silent
    assert not overview.silent_activities(date.municipality, now=NOW)


def test_activities_whose_volunteers_have_stopped_stand_first(heroy):
    never = a_date(person=False)
    stopped = a_date(person=False)
    a_person(stopped.event, stopped_at=NOW)
    a_date()
    found = overview.without_anybody(heroy, now=NOW)
    assert (found.total, found.stopped, found.never) == (2, [stopped.event], [never.event])


# --- The organiser's pages ---------------------------------------------------------------------


@pytest.fixture
def own(organiser, organisation) -> Occurrence:
    event = factories.an_event(organisation=organisation)
    a_person(event)
    return factories.an_occurrence(event, starts_at=TONIGHT)


def test_organiser_says_yes_in_the_organisations_name(client, organiser, own):
    Occurrence.objects.filter(pk=own.pk).update(
        asked_at=NOW - timedelta(days=1), responsible=own.event.responsible.get(), is_silent=True
    )
    SignOfLife.objects.create(series=own.series, silent_dates=4, hidden_at=NOW)
    client.force_login(organiser)
    page = f"/en/portal/dates/{own.public_id}/"
    assert "One yes brings it back. Yes, it is on" in said(client.get(page))
    answer = client.post(f"{page}confirm/", follow=True)
    assert "Confirmed today by Frivilligsentralen Møtestedet" in said(answer)
    own.refresh_from_db()
    assert (own.confirmed_at, own.responsible, own.is_silent) == (NOW, None, False)
    assert SignOfLife.objects.get().silent_dates == 0


def test_volunteers_yes_is_not_said_again(own):
    person = own.event.responsible.get()
    Occurrence.objects.filter(pk=own.pk).update(confirmed_at=NOW - timedelta(hours=1), responsible=person)
    assert by_staff.confirm(occurrence=own, now=NOW)
    own.refresh_from_db()
    assert (own.confirmed_at, own.responsible) == (NOW - timedelta(hours=1), person)


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"is_public": False}, {"ends_at": NOW}])
def test_what_is_not_on_cannot_be_confirmed(own, change):
    fields = {"starts_at": NOW - timedelta(hours=2), **change} if "ends_at" in change else change
    Occurrence.objects.filter(pk=own.pk).update(**fields)
    assert not by_staff.confirm(occurrence=own, now=NOW)
    own.refresh_from_db()
    assert own.confirmed_at is None


def test_others_do_not_confirm(client, outsider, own):
    client.force_login(outsider)
    assert client.post(f"/en/portal/dates/{own.public_id}/confirm/").status_code == 404


def test_portal_says_how_each_date_stands(client, organiser, own):
    client.force_login(organiser)
    activity, page = f"/en/portal/events/{own.event_id}/", f"/en/portal/dates/{own.public_id}/"
    for fields, tag, words in [
        ({"asked_at": NOW}, "Asked, no answer yet", "We asked Kari Eksempel (5 Jan 2027, 12:00)"),
        (
            {"asked_at": NOW - timedelta(days=1)},
            "Not confirmed",
            "We asked Kari Eksempel (4 Jan 2027, 12:00)",
        ),
        ({"confirmed_at": NOW}, "Confirmed", "Confirmed today by Frivilligsentralen Møtestedet"),
    ]:
        Occurrence.objects.filter(pk=own.pk).update(responsible=own.event.responsible.get(), **fields)
        assert tag in said(client.get(activity))
        assert words in said(client.get(page))


def test_organiser_sees_that_it_was_found_closed(client, organiser, own):
    own.event.responsible.all().delete()
    client.force_login(organiser)
    assert "Nobody is asked about this activity" in said(client.get(f"/en/portal/dates/{own.public_id}/"))
    with time_machine.travel(TONIGHT, tick=False):
        closed.say_closed(occurrence=own, now=TONIGHT)
        assert "Found closed 1 person says" in said(client.get(f"/en/portal/dates/{own.public_id}/"))
        front = said(client.get("/en/portal/"))
    assert "Somebody came, and it was closed: Språkkafé på biblioteket" in front
