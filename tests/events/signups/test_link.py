"""The page behind the link: what it shows, and that only its buttons change anything."""

from datetime import timedelta

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.models import Occurrence
from events.signups.links import token_for
from events.signups.models import Signup
from tests import factories

pytestmark = pytest.mark.django_db

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


def test_link_shows_the_sign_up_in_the_persons_language(client, signup):
    response = client.get(link(signup))
    page = response.content.decode()
    assert response.status_code == 200
    assert "2 adults" in page
    assert link(signup, "signup_cancel") in page
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", ["signup_manage", "signup_cancel", "signup_ics"])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_link_opened_by_a_mail_scanner_changes_nothing(client, signup, name, method):
    before = Signup.objects.values().get()
    getattr(client, method)(link(signup, name))
    assert Signup.objects.values().get() == before


def test_link_cancels_by_post_even_when_the_browser_hides_where_it_comes_from(signup):
    client = Client(enforce_csrf_checks=True)
    response = client.post(link(signup, "signup_cancel"), headers={"origin": "null"})
    assert (response.status_code, response.url) == (302, link(signup))
    signup.refresh_from_db()
    assert signup.status == "cancelled"
    assert "You have given up your places." in client.get(response.url).content.decode()


def test_manage_page_itself_takes_no_post(client, signup):
    assert client.post(link(signup)).status_code == 405
    signup.refresh_from_db()
    assert signup.status == "confirmed"


def forged(signup: Signup) -> list[str]:
    token = token_for(signup)
    return [token[:-1] + ("a" if token[-1] != "a" else "b"), signup.public_id.hex, "x", f"{signup.pk}.x"]


@pytest.mark.parametrize("name", ["signup_manage", "signup_cancel", "signup_ics"])
@pytest.mark.parametrize("number", range(4))
def test_forged_link_is_not_right_and_tells_nothing(client, signup, name, number):
    with override("en"):
        url = reverse(name, args=[forged(signup)[number]])
    method = client.post if name == "signup_cancel" else client.get
    response = method(url)
    assert response.status_code == 404
    assert response["Referrer-Policy"] == "no-referrer"
    page = response.content.decode()
    assert "This link is not right" in page
    assert "olena" not in page.lower()
    signup.refresh_from_db()
    assert signup.status == "confirmed"


def test_old_link_is_gone_whether_or_not_the_row_has_been_deleted_yet(client, signup):
    url = link(signup)
    Signup.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answers = [client.get(url)]
    Signup.objects.all().delete()
    answers.append(client.get(url))
    assert [each.status_code for each in answers] == [410, 410]
    assert all("This link is too old" in each.content.decode() for each in answers)


def test_link_does_not_cancel_what_is_over(client, signup):
    now = timezone.now()
    Occurrence.objects.update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    assert "This date is over" in client.get(link(signup)).content.decode()
    assert client.post(link(signup, "signup_cancel")).status_code == 410
    signup.refresh_from_db()
    assert signup.status == "confirmed"


def test_calendar_file_by_the_link_has_the_link_to_take_part_online(client):
    event = factories.an_event(admission="sign_up", venue=None, online_url="https://video.example/rom")
    signup = factories.a_signup(factories.an_occurrence(event))
    response = client.get(link(signup, "signup_ics"))
    assert vobject.readOne(response.content.decode()).vevent.location.value == "https://video.example/rom"
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.fixture
def unconfirmed(date) -> Signup:
    return factories.a_signup(date, email="olena@example.org", adults=2, firm_since=None)


def test_button_behind_the_mails_link_confirms_and_opening_it_does_not(unconfirmed):
    client = Client(enforce_csrf_checks=True)
    page = client.get(link(unconfirmed)).content.decode()
    assert "Confirm my places" in page
    assert client.get(link(unconfirmed, "signup_confirm")).status_code == 405
    unconfirmed.refresh_from_db()
    assert unconfirmed.firm_since is None
    response = client.post(link(unconfirmed, "signup_confirm"), headers={"origin": "null"})
    assert (response.status_code, response.url) == (302, link(unconfirmed))
    unconfirmed.refresh_from_db()
    assert unconfirmed.is_firm
    page = client.get(link(unconfirmed)).content.decode()
    assert "You are signed up. Welcome!" in page
    assert "Confirm my places" not in page


def test_who_lost_the_places_reads_so_and_can_ask_again(client, date, unconfirmed):
    Signup.objects.update(status="released", cancelled_at=timezone.now())
    page = client.get(link(unconfirmed)).content.decode()
    assert "somebody else has them now" in page
    assert "I want places again" in page
    other = factories.a_signup(date, adults=5)
    response = client.post(link(unconfirmed, "signup_confirm"))
    assert response.status_code == 409
    other.delete()
    assert client.post(link(unconfirmed, "signup_confirm")).status_code == 302
    unconfirmed.refresh_from_db()
    assert (unconfirmed.status, unconfirmed.is_firm) == ("confirmed", True)


@pytest.mark.parametrize(
    "change", [{"status": "cancelled"}, {"ends_at": timezone.now() - timedelta(hours=1)}]
)
def test_link_to_take_part_online_is_gone_when_there_is_nothing_to_take_part_in(client, change):
    event = factories.an_event(admission="sign_up", venue=None, online_url="https://video.example/rom")
    signup = factories.a_signup(factories.an_occurrence(event))
    if "ends_at" in change:
        change = {**change, "starts_at": change["ends_at"] - timedelta(hours=2)}
    assert "video.example" in client.get(link(signup)).content.decode()
    Occurrence.objects.update(**change)
    assert "video.example" not in client.get(link(signup)).content.decode()
    assert "video.example" not in client.get(link(signup, "signup_ics")).content.decode()
