"""Cancelled tonight: from the front page in three taps, with a reason in everybody's own language."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.mail.outbox.models import OutboxMessage
from events.dates.services import bring_back_date, cancel_date
from events.models import Occurrence
from events.signups.news import make
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def tonight(organisation) -> Occurrence:
    event = factories.an_event(organisation=organisation, admission="sign_up")
    date = factories.an_occurrence(
        event, starts_at=timezone.now().replace(microsecond=0) + timedelta(minutes=2)
    )
    factories.a_signup(date, language="uk", created_at=timezone.now() - timedelta(hours=1))
    return date


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_three_taps_from_the_front_page(client, organiser, tonight):
    client.force_login(organiser)
    front = soup(client.get("/en/portal/"))
    # One: "Cancel it". Two: the reason.
    link = front.find("a", href=reverse("portal_date_cancel", args=[tonight.public_id]))
    page = soup(client.get(link["href"]))
    causes = [button["value"] for button in page.find_all("button", attrs={"name": "cause"})]
    assert causes == ["illness", "weather", "too_few", "closed"]
    version = page.find("input", attrs={"name": "version"})["value"]
    response = client.post(link["href"], {"version": version, "cause": "illness", "reason": ""})
    assert response["Location"] == f"/en/portal/events/{tonight.event_id}/"
    tonight.refresh_from_db()
    assert (tonight.is_cancelled, tonight.cause, tonight.reason) == (True, "illness", "")
    [row] = OutboxMessage.objects.all()
    assert row.due_at <= timezone.now() + timedelta(minutes=2)
    text = make(row, timezone.now()).body
    assert "Причина: Хвороба" in text
    # The same form, sent twice.
    client.post(link["href"], {"version": version, "cause": "illness", "reason": ""})
    assert OutboxMessage.objects.count() == 1


def test_undo_takes_the_reason_back_and_tells_nobody(client, organiser, tonight):
    cancel_date(occurrence=tonight, user=organiser, now=timezone.now(), cause="weather")
    client.force_login(organiser)
    page = soup(client.get(f"/en/portal/events/{tonight.event_id}/"))
    change = page.find("input", attrs={"name": "change"})["value"]
    client.post(reverse("portal_event_undo", args=[tonight.event_id]), {"change": change})
    tonight.refresh_from_db()
    assert (tonight.takes_place, tonight.cause) == (True, "")
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("uk", "Хвороба"), ("ar", "مرض"), ("nn", "Sjukdom")])
def test_reason_is_read_in_ones_own_language(client, organiser, tonight, language, words):
    cancel_date(occurrence=tonight, user=organiser, now=timezone.now(), cause="illness", reason="Kari er syk")
    with override(language):
        url = reverse("event_detail", args=["heroy-nordland", tonight.public_id])
    page = client.get(url).content.decode()
    assert words in page
    assert "Kari er syk" in page


def test_own_words_are_a_reason_too_and_nonsense_is_none(client, organiser, tonight):
    client.force_login(organiser)
    url = reverse("portal_date_cancel", args=[tonight.public_id])
    assert client.post(url, {"cause": "alien"}).status_code == 400
    assert client.post(url, {"reason": "Nøkkelen er borte"}).status_code == 302
    tonight.refresh_from_db()
    assert (tonight.cause, tonight.reason) == ("", "Nøkkelen er borte")


def test_date_that_takes_place_after_all_has_no_reason(organiser, tonight):
    now = timezone.now()
    cancel_date(occurrence=tonight, user=organiser, now=now, cause="closed")
    bring_back_date(occurrence=tonight, user=organiser, now=now)
    assert (tonight.cause, tonight.takes_place) == ("", True)
