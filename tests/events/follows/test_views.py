"""The way of a person who means to come: from the page of a date, by the link in the mail, and out again."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.limits import TO_ONE_AT_ONCE
from events.follows import links
from events.follows.models import Follow
from events.models import Occurrence
from tests import factories
from tests.events.follows.conftest import NOW
from tests.markup import squeezed
from tests.texting import WITH_SMS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKED = "Tell me if it is cancelled"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date(heroy) -> Occurrence:
    return factories.an_occurrence(starts_at=NOW + 2 * DAY)


def url(name: str, date: Occurrence, language: str = "en") -> str:
    return f"/{language}" + reverse(name, args=["heroy-nordland", date.public_id])[3:]


def test_page_of_a_drop_in_date_has_the_form_and_others_have_not(client, date, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        alone = client.get(url("event_detail", date)).content.decode()
    assert ASKED in alone
    assert 'name="which"' not in alone
    factories.an_occurrence(date.event, starts_at=NOW + 9 * DAY)
    with django_assert_max_num_queries(10):
        assert 'name="which"' in client.get(url("event_detail", date)).content.decode()
    sign_up = factories.an_occurrence(factories.an_event(admission="sign_up"), starts_at=NOW + DAY)
    for other in (
        sign_up,
        factories.an_occurrence(starts_at=NOW + DAY, status="cancelled"),
        factories.an_occurrence(starts_at=NOW + DAY, status="postponed"),
        factories.an_occurrence(starts_at=NOW - DAY),
    ):
        assert ASKED not in client.get(url("event_detail", other)).content.decode()


def test_page_of_a_date_of_faith_says_whom_to_call_and_keeps_no_address(client, heroy):
    organisation = factories.an_organisation(phone="75 00 00 20")
    event = factories.an_event(category="tro-livssyn", organisation=organisation)
    date = factories.an_occurrence(event, starts_at=NOW + DAY)
    content = squeezed(client.get(url("event_detail", date)).content.decode())
    assert ASKED not in content
    assert "Call the organiser to hear whether it takes place:" in content
    response = client.post(url("follow", date), {"reach": "amal@example.org"})
    assert response.status_code == 409
    assert "nobody’s business" in response.content.decode()
    assert not Follow.objects.exists()


def test_everybody_gets_the_same_answer_in_few_taps(client, date):
    first = client.post(url("follow", date, "uk"), {"reach": " Amal@Example.org ", "reminds": "on"})
    assert (first.status_code, first["Location"]) == (302, url("follow_thanks", date, "uk"))
    made = Follow.objects.get()
    assert (made.email, made.language, made.reminds, made.occurrence) == (
        "amal@example.org",
        "uk",
        True,
        date,
    )
    again = client.post(url("follow", date, "uk"), {"reach": "amal@example.org"})
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    page = client.get(first["Location"])
    assert page.status_code == 200
    assert "amal" not in page.content.decode().lower()
    assert Follow.objects.count() == 1


def test_every_date_is_the_activitys(client, date):
    factories.an_occurrence(date.event, starts_at=NOW + 9 * DAY)
    client.post(url("follow", date), {"reach": "amal@example.org", "which": "every"})
    made = Follow.objects.get()
    assert (made.event, made.occurrence) == (date.event, None)


@pytest.mark.parametrize("typed", ["", "amal", "amal@", "90000000", "a@b", "x" * 300 + "@example.org"])
def test_what_cannot_be_reached_stays_typed_and_says_what_to_do(client, date, typed):
    response = client.post(url("follow", date), {"reach": typed})
    assert response.status_code == 400
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Follow.objects.exists()


def test_with_sms_a_number_will_do_and_without_it_no_page_speaks_of_it(client, date, settings):
    assert "mobile number" not in client.get(url("follow", date)).content.decode()
    settings.SMS = WITH_SMS
    assert "E-mail address or mobile number" in client.get(url("event_detail", date)).content.decode()
    response = client.post(url("follow", date), {"reach": "900 00 000"})
    assert response["Location"] == url("follow_thanks", date) + "?by=phone"
    made = Follow.objects.get()
    assert (made.phone, made.email, made.is_confirmed) == ("+4790000000", "", True)
    assert "START" in client.get(response["Location"]).content.decode()
    refused = [("75 05 00 00", "A message cannot be sent"), ("829 00 000", "A message cannot be sent")]
    refused += [("02800", "A message cannot be sent"), ("12", "Type the whole phone number")]
    for typed, said in refused:
        answer = client.post(url("follow", date), {"reach": typed})
        assert answer.status_code == 400
        assert said in answer.content.decode()


def test_texts_to_one_number_are_few(client, heroy, settings):
    settings.SMS = WITH_SMS
    dates = [factories.an_occurrence(starts_at=NOW + DAY) for _number in range(5)]
    answers = [client.post(url("follow", date), {"reach": "90000000"}).status_code for date in dates]
    assert answers == [302, 302, 302, 429, 429]


def test_mails_to_one_address_are_few(client, date):
    for _number in range(TO_ONE_AT_ONCE.times):
        client.post(url("follow", date), {"reach": "amal@example.org"})
    response = client.post(url("follow", date), {"reach": "amal@example.org"})
    assert response.status_code == 429
    assert "amal@example.org" in response.content.decode()


def test_date_that_has_ended_answers_kindly(client, heroy):
    date = factories.an_occurrence(starts_at=NOW - DAY)
    response = client.post(url("follow", date), {"reach": "amal@example.org"})
    assert response.status_code == 410
    assert "See what else is on" in response.content.decode()
    draft = factories.an_occurrence(factories.an_event(live=False), starts_at=NOW + DAY)
    assert client.post(url("follow", draft), {"reach": "amal@example.org"}).status_code == 404


def test_link_shows_and_its_buttons_act_once(client, date):
    client.post(url("follow", date), {"reach": "amal@example.org"})
    made = Follow.objects.get()
    token = links.token_for(made)
    page = client.get(f"/en/follow/{token}/")
    assert "One thing is left" in page.content.decode()
    assert client.get(f"/en/follow/{token}/stop/").status_code == 302
    assert client.get(f"/en/follow/{token}/yes/").status_code == 405
    made.refresh_from_db()
    assert not made.is_confirmed
    for _twice in range(2):
        assert client.post(f"/en/follow/{token}/yes/").status_code == 302
    made.refresh_from_db()
    assert made.is_confirmed
    page = client.get(f"/en/follow/{token}/")
    assert "You are told if this date is cancelled or moved." in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert client.post(f"/en/follow/{token}/stop/")["Location"] == "/en/follow/ended/"
    assert client.get("/en/follow/ended/").status_code == 200
    assert not Follow.objects.exists()
    for again in (client.post(f"/en/follow/{token}/stop/"), client.get(f"/en/follow/{token}/")):
        assert again.status_code == 410
    assert client.get(f"/en/follow/{token[:-3]}abc/").status_code == 404


def test_mail_program_ends_it_with_one_press(client, date):
    made = factories.a_follow(date, every_date=True)
    response = client.post(links.stop_url(made), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Follow.objects.exists()


def test_link_of_every_date_says_until_when_also_with_no_date_to_come(client, date):
    made = factories.a_follow(date, every_date=True)
    page = f"/en/follow/{links.token_for(made)}/"
    assert "The next date" in client.get(page).content.decode()
    Occurrence.objects.update(is_public=False)
    content = client.get(page).content.decode()
    assert "This activity has no dates to come now." in content
    assert "2 April 2027" in content


def test_organiser_sees_how_many_and_nobody_sees_who(client, organisation, organiser, outsider):
    date = factories.an_occurrence(factories.an_event(organisation=organisation), starts_at=NOW + DAY)
    factories.a_follow(date, email="amal@example.org")
    factories.a_follow(date, every_date=True)
    pages = [
        f"/en/portal/events/{date.event_id}/",
        f"/en/portal/dates/{date.public_id}/",
        f"/en/portal/dates/{date.public_id}/cancel/",
    ]
    said = ["2 mean to come", "2 people, who are told", "2 people mean to come without signing up."]
    client.force_login(organiser)
    for page, words in zip(pages, said, strict=True):
        content = squeezed(client.get(page).content.decode())
        assert words in content
        assert "amal@example.org" not in content
    client.force_login(outsider)
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
