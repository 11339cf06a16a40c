"""A date that is cancelled, postponed, moved or has a note says so wherever it stands."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from events.dates import services
from events.models import Occurrence
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date() -> Occurrence:
    """A café with sign-up on Tuesday 12 January at 18:00, one of two dates."""
    event = factories.an_event(admission="sign_up")
    factories.an_occurrence(event, starts_at=datetime(2027, 1, 19, 17, 0, tzinfo=UTC))
    return factories.an_occurrence(event, starts_at=datetime(2027, 1, 12, 17, 0, tzinfo=UTC))


@pytest.fixture
def look(client):
    """The text of a public page of a date, and the pieces marked as Norwegian."""

    def do(name: str, date: Occurrence, language: str = "en") -> tuple[str, list[str]]:
        with override(language):
            args = [date.municipality.slug] + ([] if name == "event_list" else [date.public_id])
            page = BeautifulSoup(client.get(reverse(name, args=args)).content, "html.parser").main
            assert page, name
        # What a calendar would show is said of calendars, not of this date.
        for each in page.select(".mp-subscribe"):
            each.decompose()
        return " ".join(page.get_text(" ").split()), [each.get_text() for each in page.select("[lang=nb]")]

    return do


def move(date: Occurrence) -> None:
    services.move_date(occurrence=date, starts_at=date.starts_at + timedelta(days=2), user=None, now=NOW)


@pytest.mark.parametrize("page", ["event_detail", "event_list"])
@pytest.mark.parametrize(
    ("do", "language", "words"),
    [
        (services.cancel_date, "en", "cancelled"),
        (services.postpone_date, "en", "postponed"),
        (services.postpone_date, "nb", "utsatt"),
        (services.postpone_date, "uk", "відкладено"),
    ],
)
def test_reason_stands_in_the_organisers_words_and_the_state_in_the_readers(
    look, date, page, do, language, words
):
    do(occurrence=date, user=None, now=NOW, reason="Lederen er syk.")
    text, norwegian = look(page, date, language)
    assert words in text.lower()
    assert "Lederen er syk." in text
    assert ("Lederen er syk." in norwegian) == (language != "nb")


@pytest.mark.parametrize("page", ["event_detail", "event_list"])
def test_moved_date_says_from_when(look, date, page):
    move(date)
    text, _norwegian = look(page, date)
    assert "Tuesday 12 January 2027, 18:00" in text
    assert "cancel" not in text.lower()


@pytest.mark.parametrize("page", ["event_detail", "event_list", "sign_up"])
def test_note_is_marked_with_its_language(look, date, page):
    services.note_date(occurrence=date, note="Vi møtes ved bakdøra.", user=None, now=NOW)
    assert "Vi møtes ved bakdøra." in look(page, date, "ar")[1]


def test_date_as_planned_says_nothing(look, date):
    for page in ("event_detail", "event_list", "sign_up"):
        text, _norwegian = look(page, date)
        said = ("Moved from", "has been moved", "ostponed", "ancelled")
        assert [words for words in said if words in text] == []


@pytest.mark.parametrize(
    ("do", "words"),
    [(services.cancel_date, "This date is cancelled"), (services.postpone_date, "This date is postponed")],
)
def test_date_that_does_not_take_place_takes_no_sign_ups(client, date, do, words):
    do(occurrence=date, user=None, now=NOW)
    slug = date.municipality.slug
    page = client.get(f"/en/{slug}/events/{date.public_id}/").content.decode()
    assert words in page
    assert "/sign-up/" not in page
    assert f"{date.public_id}/calendar.ics" not in page
    for method in (client.get, client.post):
        answer = method(
            f"/en/{slug}/events/{date.public_id}/sign-up/",
            {"name": "Anna", "email": "anna@example.org", "adults": 1},
        )
        assert answer.status_code == 409
        assert words in answer.content.decode()
    assert not date.signups.exists()


def test_who_has_places_at_a_postponed_date_confirms_and_keeps_them(client, date):
    from events.signups.links import token_for

    signup = factories.a_signup(date, firm_since=None)
    services.postpone_date(occurrence=date, user=None, now=NOW, reason="Storm.")
    token = token_for(signup)
    page = client.get(f"/en/sign-up/{token}/").content.decode()
    assert "You keep your places" in " ".join(page.split())
    assert "Storm." in page
    assert client.post(f"/en/sign-up/{token}/confirm/").status_code == 302
    signup.refresh_from_db()
    assert signup.is_firm
