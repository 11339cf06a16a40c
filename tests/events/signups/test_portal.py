"""Organisers: who is coming, and who phoned."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.models import Occurrence
from events.signups.models import Signup
from tests import factories
from tests.markup import texts

pytestmark = pytest.mark.django_db

PHONED = {"name": "Samir Eksempel", "phone": "900 00 000", "email": "", "language": "nb", "adults": "1"}


@pytest.fixture
def date(organisation) -> Occurrence:
    event = factories.an_event(admission="sign_up", capacity=5, organisation=organisation)
    return factories.an_occurrence(event)


@pytest.fixture
def as_organiser(client, organiser):
    client.force_login(organiser)
    return client


def address(name: str, key: object) -> str:
    with override("en"):
        return reverse(name, args=[key])


@pytest.fixture
def page_of(date):
    signup = factories.a_signup(date)
    return {
        "portal_signups": address("portal_signups", date.public_id),
        "portal_signup_cancel": address("portal_signup_cancel", signup.pk),
    }


NAMES = ["portal_signups", "portal_signup_cancel"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("actor", ["outsider", "host", "editor", "adviser"])
def test_portal_pages_do_not_exist_for_those_outside_the_organisation(request, client, page_of, name, actor):
    client.force_login(request.getfixturevalue(actor))
    assert client.get(page_of[name]).status_code == 404
    assert client.post(page_of[name], PHONED).status_code == 404
    assert Signup.objects.confirmed().count() == 1


@pytest.mark.parametrize("name", NAMES)
def test_portal_pages_ask_for_log_in(client, page_of, name):
    response = client.get(page_of[name])
    assert response.status_code == 302
    assert "/account/login/" in response.url


def test_list_shows_who_is_coming_and_how_many_places_are_taken(as_organiser, date):
    factories.a_signup(date, name="Olena Eksempel", adults=2, children_6_12=1)
    factories.a_signup(date, name="Borte Eksempel", status="cancelled")
    page = as_organiser.get(address("portal_signups", date.public_id)).content.decode()
    assert "Olena Eksempel" in page
    assert "1 child from 6 to 12 years" in page
    assert {"3 of 5 places taken", "1 sign-up"} <= set(texts(page, "main li"))
    assert "Borte" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_however_many_are_coming(
    as_organiser, date, number, django_assert_num_queries
):
    for _ in range(number):
        factories.a_signup(date)
    as_organiser.get(address("portal_signups", date.public_id))
    with django_assert_num_queries(19):
        as_organiser.get(address("portal_signups", date.public_id))


def test_organiser_signs_up_somebody_who_phoned(as_organiser, date):
    response = as_organiser.post(address("portal_signups", date.public_id), PHONED)
    assert response.status_code == 302
    signup = Signup.objects.get()
    assert (signup.name, signup.phone, signup.email, signup.party_size) == (
        "Samir Eksempel",
        "+4790000000",
        "",
        1,
    )


def test_organiser_must_give_a_way_to_reach_them(as_organiser, date):
    response = as_organiser.post(address("portal_signups", date.public_id), {**PHONED, "phone": ""})
    assert response.status_code == 400
    assert "Type a phone number or an e-mail address" in response.content.decode()
    assert not Signup.objects.exists()


def test_organiser_cannot_overbook(as_organiser, date):
    response = as_organiser.post(address("portal_signups", date.public_id), {**PHONED, "adults": "6"})
    assert response.status_code == 400
    assert "There are only 5 places left." in response.content.decode()


def test_organiser_is_told_that_somebody_was_signed_up_already(as_organiser, date):
    factories.a_signup(date, email="olena@example.org", name="Olena Eksempel")
    values = {**PHONED, "email": "OLENA@example.org", "name": "Olena Eksempel"}
    page = as_organiser.post(address("portal_signups", date.public_id), values, follow=True).content.decode()
    assert "Olena Eksempel was signed up already." in page


def test_organiser_cancels_one_after_a_question(as_organiser, date):
    signup = factories.a_signup(date)
    url = address("portal_signup_cancel", signup.pk)
    assert as_organiser.get(url).status_code == 200
    assert Signup.objects.confirmed().count() == 1
    assert as_organiser.post(url).url == address("portal_signups", date.public_id)
    assert Signup.objects.confirmed().count() == 0
    assert as_organiser.get(url).status_code == 404


def test_organiser_cannot_cancel_a_place_at_what_is_over(as_organiser, date):
    signup = factories.a_signup(date)
    now = timezone.now()
    Occurrence.objects.update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    assert as_organiser.post(address("portal_signup_cancel", signup.pk)).status_code == 410


def test_drop_in_date_has_nobody_to_list(as_organiser, organisation):
    date = factories.an_occurrence(factories.an_event(organisation=organisation))
    page = as_organiser.get(address("portal_signups", date.public_id)).content.decode()
    assert "Nobody needs to sign up here" in page


@pytest.fixture
def request_by_phone(date) -> Signup:
    return factories.a_signup(
        date, status="requested", email="", phone="900 00 000", name="Samir Eksempel", firm_since=None
    )


def test_organiser_sees_who_waits_and_says_yes(as_organiser, date, request_by_phone):
    page = as_organiser.get(address("portal_signups", date.public_id)).content.decode()
    assert "They wait for your answer" in page
    assert "0 of 5 places taken" in texts(page, "main li")
    url = address("portal_signup_answer", request_by_phone.pk)
    assert as_organiser.get(url).status_code == 405
    assert as_organiser.post(url, {"answer": "yes"}).url == address("portal_signups", date.public_id)
    request_by_phone.refresh_from_db()
    assert (request_by_phone.status, request_by_phone.is_firm) == ("confirmed", True)
    assert as_organiser.post(url, {"answer": "no"}).status_code == 404


def test_organiser_says_no_and_nothing_is_kept(as_organiser, request_by_phone):
    as_organiser.post(address("portal_signup_answer", request_by_phone.pk), {"answer": "no"})
    assert not Signup.objects.exists()


def test_yes_to_more_than_there_is_room_for_is_told(as_organiser, date, request_by_phone):
    factories.a_signup(date, adults=5)
    url = address("portal_signup_answer", request_by_phone.pk)
    page = as_organiser.post(url, {"answer": "yes"}, follow=True).content.decode()
    assert "Every place is taken." in page
    request_by_phone.refresh_from_db()
    assert request_by_phone.status == "requested"


@pytest.mark.parametrize("actor", ["outsider", "host", "editor", "adviser"])
def test_only_the_organisation_answers(request, client, request_by_phone, actor):
    client.force_login(request.getfixturevalue(actor))
    url = address("portal_signup_answer", request_by_phone.pk)
    assert client.post(url, {"answer": "yes"}).status_code == 404
    assert client.post(url, {"answer": "no"}).status_code == 404
    assert Signup.objects.get().status == "requested"


def test_list_marks_who_has_not_confirmed_yet(as_organiser, date):
    factories.a_signup(date)
    assert (
        "Not confirmed yet"
        not in as_organiser.get(address("portal_signups", date.public_id)).content.decode()
    )
    factories.a_signup(date, firm_since=None)
    assert "Not confirmed yet" in as_organiser.get(address("portal_signups", date.public_id)).content.decode()


def test_organisers_hand_entered_sign_ups_have_a_limit(as_organiser, organisation):
    with time_machine.travel(timezone.now(), tick=False):
        date = factories.an_occurrence(factories.an_event(admission="sign_up", organisation=organisation))
        answers = [
            as_organiser.post(
                address("portal_signups", date.public_id), PHONED | {"phone": f"90000{number:03}"}
            )
            for number in range(61)
        ]
    assert [each.status_code for each in answers] == [302] * 60 + [429]
    assert 'value="Samir Eksempel"' in answers[-1].content.decode()
    assert int(answers[-1]["Retry-After"]) > 0
    assert Signup.objects.count() == 60
