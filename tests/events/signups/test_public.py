"""Signing up on the site, and the link in the mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.mail.outbox.models import OutboxMessage
from events.models import Event, Occurrence
from events.signups.links import token_for
from events.signups.models import Signup
from tests import factories
from tests.markup import form_values

pytestmark = pytest.mark.django_db

# One moment: what is counted in ten minutes is counted in the same ten.
NOON = "2027-01-05T12:00:00Z"
PERSON = {"name": "Olena Eksempel", "email": "olena@example.org", "adults": "2", "children_6_12": "1"}


@pytest.fixture
def date() -> Occurrence:
    return factories.an_occurrence(factories.an_event(admission="sign_up", capacity=5))


@pytest.fixture
def signup(date) -> Signup:
    return factories.a_signup(date, email="olena@example.org", adults=2)


def address(date: Occurrence, name: str = "sign_up", language: str = "en") -> str:
    with override(language):
        return reverse(name, args=[date.municipality.slug, date.public_id])


def link(signup: Signup, name: str = "signup_manage", language: str = "en") -> str:
    with override(language):
        return reverse(name, args=[token_for(signup)])


def test_form_shows_the_date_the_places_and_what_happens_to_the_data(client, date):
    page = client.get(address(date)).content.decode()
    assert "Språkkafé på biblioteket" in page
    assert "There are 5 places left." in page
    assert "It is deleted 30 days after the activity." in page
    assert page.count('inputmode="numeric"') == 4


def test_sign_up_saves_in_the_pages_language_and_leads_to_a_page_without_personal_data(client, date):
    response = client.post(address(date, language="uk"), PERSON)
    signup = Signup.objects.get()
    assert (signup.language, signup.adults, signup.children_6_12) == ("uk", 2, 1)
    assert response.status_code == 302
    assert response.url.startswith(address(date, "sign_up_thanks", "uk") + "?for=")
    page = client.get(response.url).content.decode()
    assert address(date, "occurrence_ics", "uk") in page
    assert "olena" not in page.lower()


ALONE = {**PERSON, "adults": "1", "children_0_5": "0", "children_6_12": "0"}


def test_sign_up_again_by_a_stranger_looks_the_same_and_opens_nothing(client, date, signup):
    again = client.post(address(date), {**ALONE, "name": "Somebody Else"})
    fresh = Client().post(address(date), {**ALONE, "email": "new@example.org"})
    assert (again.status_code, again.url) == (fresh.status_code, fresh.url)
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    pages = [strip.sub("", each.get(again.url).content.decode()) for each in (client, Client())]
    assert pages[0] == pages[1]
    assert list(client.session.keys()) == []
    signup.refresh_from_db()
    assert signup.name == "Olena Eksempel"


def test_the_form_sent_twice_at_the_last_places_is_signed_up_once_and_not_told_that_it_is_full(client):
    date = factories.an_occurrence(factories.an_event(admission="sign_up", capacity=3))
    shown = form_values(client.get(address(date)).content.decode())
    answers = [client.post(address(date), {**shown, **PERSON}) for _each in range(2)]
    assert answers[0].status_code == 302
    assert answers[0].url == answers[1].url
    assert Signup.objects.count() == 1
    # Whoever goes back and types somebody else means somebody else; and so does another's page.
    other = {**shown, **PERSON, "name": "Amal", "email": "amal@example.org"}
    assert client.post(address(date), other).status_code == 409
    assert client.post(address(date), {**other, "waits": "on"}).status_code == 302
    assert client.post(address(date), PERSON).status_code == 409
    assert sorted(Signup.objects.values_list("name", "status")) == [
        ("Amal", "waiting"),
        ("Olena Eksempel", "confirmed"),
    ]


def test_what_a_refused_repeat_sends_all_the_same_is_sent(client, signup):
    Event.objects.filter(pk=signup.occurrence.event_id).update(capacity=2)
    shown = form_values(client.get(address(signup.occurrence)).content.decode())
    sent = {**shown, **PERSON, "name": signup.name, "email": signup.email, "children_6_12": "0"}
    assert client.post(address(signup.occurrence), sent).status_code == 409
    assert OutboxMessage.objects.filter(recipient=f"signup:{signup.pk}").exists()
    Event.objects.filter(pk=signup.occurrence.event_id).update(capacity=9)
    assert client.post(address(signup.occurrence), sent).status_code == 302


def test_sign_up_with_mistakes_keeps_what_was_typed(client, date):
    response = client.post(address(date), {**PERSON, "email": "olena@", "adults": "0", "children_6_12": "3"})
    assert response.status_code == 400
    page = response.content.decode()
    assert 'value="Olena Eksempel"' in page
    assert 'value="olena@"' in page
    assert "Children come with somebody" in page
    assert not Signup.objects.exists()


def test_sign_up_without_a_number_is_asked_for_one_and_not_told_about_children(client, date):
    response = client.post(address(date), {**ALONE, "adults": "0"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Type how many people are coming." in page
    assert "Children come with somebody" not in page


@pytest.mark.parametrize("wrong", ["-1", "21", "two", "1.5"])
def test_sign_up_refuses_impossible_numbers(client, date, wrong):
    assert client.post(address(date), {**PERSON, "adults": wrong}).status_code == 400
    assert not Signup.objects.exists()


@pytest.mark.parametrize("crowd", [{"adults": "15", "children_6_12": "15"}, {"adults": "40"}])
def test_sign_up_for_a_crowd_is_sent_to_the_organiser(client, date, crowd):
    response = client.post(address(date), {**PERSON, **crowd})
    assert response.status_code == 400
    assert "at most 20 people" in response.content.decode()


def test_sign_up_for_more_than_there_is_room_for_says_how_many_places_are_left(client, date, signup):
    response = client.post(address(date), {**PERSON, "email": "b@example.org", "adults": "4"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "There are only 3 places left." in page
    assert 'value="b@example.org"' in page
    assert Signup.objects.count() == 1


def test_form_of_a_full_date_is_the_waiting_lists(client, date):
    factories.a_signup(date, adults=5)
    page = client.get(address(date)).content.decode()
    assert "as number 1" in page
    assert "Put me on the waiting list" in page
    response = client.post(address(date), PERSON)
    assert response.status_code == 409
    assert "Every place is taken." in response.content.decode()
    response = client.post(address(date), PERSON | {"waits": "on"})
    assert response.status_code == 302
    assert "You are number 1 on the waiting list." in client.get(response.url).content.decode()


def test_thanks_say_nothing_that_nobody_here_has_signed(client, date):
    page = client.get(address(date, "sign_up_thanks") + "?for=abc").content.decode()
    assert "Check your e-mail" in page
    assert "There are places for you" not in page


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"over": True}, 410, "This date is over"),
        ({"status": "cancelled"}, 409, "This date is cancelled"),
        ({"is_public": False}, 404, ""),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_sign_up_for_a_closed_date_says_why_and_leads_to_the_list(
    client, date, change, status, words, method
):
    if change.get("over"):
        now = timezone.now()
        change = {"starts_at": now - timedelta(hours=3), "ends_at": now - timedelta(hours=1)}
    Occurrence.objects.filter(pk=date.pk).update(**change)
    response = getattr(client, method)(address(date), PERSON)
    assert response.status_code == status
    assert words in response.content.decode()
    if status != 404:
        assert 'href="/en/heroy-nordland/events/"' in response.content.decode()
    assert not Signup.objects.exists()


def test_drop_in_date_needs_no_sign_up(client):
    date = factories.an_occurrence()
    response = client.get(address(date))
    assert response.status_code == 409
    assert "You can just come" in response.content.decode()


def test_class_behind_one_address_signs_up_and_a_robot_keeps_what_it_typed(client):
    with time_machine.travel(NOON, tick=False):
        date = factories.an_occurrence(factories.an_event(admission="sign_up"))
        answers = [
            client.post(address(date), PERSON | {"email": f"p{number}@example.org"}).status_code
            for number in range(60)
        ]
        response = client.post(address(date), PERSON | {"email": "last@example.org"})
    assert answers == [302] * 60
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    page = response.content.decode()
    assert "That was too often. What you typed is still here" in page
    assert 'value="last@example.org"' in page
    assert Signup.objects.count() == 60


def test_form_with_mistakes_is_not_counted(client, date):
    answers = {client.post(address(date), {"name": ""}).status_code for _ in range(70)}
    assert answers == {400}


def test_sign_up_page_takes_the_same_queries_with_one_and_with_three_sign_ups(
    client, date, django_assert_num_queries
):
    # The date with what stands beside a sign-up, its words, the places taken twice, and who arranges it.
    for _ in range(2):
        with django_assert_num_queries(5):
            client.get(address(date))
        factories.a_signup(date)


@pytest.mark.parametrize(
    "name", ["Win at evil.example", "see https://x.no/", "www.evil", "Olena <a@b.no>", "evil.com"]
)
def test_name_with_a_link_is_not_sent_to_anybody(client, date, name):
    response = client.post(address(date), PERSON | {"name": name})
    assert response.status_code == 400
    assert "Write only the name, without links." in response.content.decode()
    assert not Signup.objects.exists()


@pytest.mark.parametrize("name", ["J.R. Hansen", "Anne-Marie O’Brien jr.", "Олена Ш.", "عبد الله", "Dr. Ali"])
def test_names_are_names(client, date, name):
    client.post(address(date), PERSON | {"name": name})
    assert Signup.objects.get().name == name


def test_one_address_gets_only_so_many_mails_from_however_many_computers_and_forms(db):
    def ask(number: int, email: str) -> int:
        date = factories.an_occurrence(factories.an_event(admission="sign_up"))
        source = {"REMOTE_ADDR": f"10.0.{number}.1"}
        if number % 2:
            # Somebody else each time: who waits for a code is led to where it is typed.
            return Client().post("/en/account/login/", {"login": email}, **source).status_code
        return Client().post(address(date), PERSON | {"email": email}, **source).status_code

    with time_machine.travel(NOON, tick=False):
        answers = [ask(n, "Olena@example.org" if n % 3 else "olena@example.org") for n in range(10)]
        assert answers == [302] * 6 + [429] * 4
        assert ask(98, "someone.else@example.org") == 302


@pytest.mark.parametrize("name", ["event_detail", "sign_up", "sign_up_thanks", "occurrence_ics"])
def test_municipality_that_has_closed_its_door_takes_no_sign_ups(client, date, name):
    date.municipality.is_active = False
    date.municipality.save()
    assert client.get(reverse(name, args=[date.municipality.slug, date.public_id])).status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [({"status": "cancelled"}, 409), ({"over": True}, 410)],
)
@pytest.mark.parametrize("typed", [{}, {"name": "", "email": "olena@"}])
def test_mistakes_are_not_asked_to_be_corrected_when_the_date_is_closed(client, date, change, status, typed):
    if change.get("over"):
        now = timezone.now()
        change = {"starts_at": now - timedelta(hours=3), "ends_at": now - timedelta(hours=1)}
    Occurrence.objects.filter(pk=date.pk).update(**change)
    assert client.post(address(date), typed).status_code == status


def test_form_without_any_field_names_those_that_are_missing(client, date):
    response = client.post(address(date), {})
    assert response.status_code == 400
    assert {"name", "email"} <= set(response.context["form"].errors)


@pytest.mark.parametrize(
    "email",
    ["olena@" + "ü" * 60 + ".example", "olena@bb" + ".example" * 31, "ø@example.org", "a\0@example.org"],
)
def test_address_that_no_mail_can_reach_is_refused(client, date, email):
    response = client.post(address(date), {**PERSON, "email": email})
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"email"}
    assert not Signup.objects.exists()


def test_name_stays_on_one_line(client, date):
    client.post(address(date), {**PERSON, "name": "Olena\r\nBcc: all \u2028 Eksempel"})
    assert Signup.objects.get().name == "Olena Bcc: all Eksempel"


def test_telephone_alone_is_a_request_and_the_page_says_so(client, date):
    response = client.post(address(date), PERSON | {"email": "", "phone": "900 00 000"})
    assert response.status_code == 302
    assert "The organiser will call you" in client.get(response.url).content.decode()
    signup = Signup.objects.get()
    assert (signup.status, signup.phone, signup.email) == ("requested", "+4790000000", "")
