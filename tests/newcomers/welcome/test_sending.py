"""One delivery: what is in the mail, and what becomes of it when the mail server says no, or nothing."""

import email
import re
from datetime import UTC, datetime, timedelta
from email import policy
from html import unescape

import pytest
from django.core import mail
from django.template import TemplateSyntaxError

from newcomers.services import erase_newcomer
from newcomers.welcome import sending
from newcomers.welcome.models import Delivery
from newcomers.welcome.next_events import next_events, soonest
from newcomers.welcome.sending import send_delivery, sweep_deliveries
from newcomers.welcome.services import start_campaign
from tests import factories

# A Monday, ten in the morning in Oslo.
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def deliver(heroy, package, host):
    """Starts a campaign to one newcomer; returns the delivery, queued."""

    def make(**fields) -> Delivery:
        newcomer = factories.a_newcomer(**fields)
        start_campaign(package=package, user=host, now=NOW)
        return Delivery.objects.get(newcomer=newcomer)

    return make


def html_of(message) -> str:
    return message.alternatives[0][0]


def test_delivery_is_sent_once_and_recorded(deliver):
    delivery = deliver(language="uk")
    assert send_delivery(delivery_id=delivery.pk, now=NOW).state == "sent"
    assert send_delivery(delivery_id=delivery.pk, now=NOW) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.sent_at) == ("sent", 1, NOW)
    assert [message.subject for message in mail.outbox] == ["Ласкаво просимо"]
    assert mail.outbox[0].extra_headers["Message-ID"] == delivery.message_id


def test_delivery_that_does_not_exist_is_nothing(db):
    assert send_delivery(delivery_id=4711, now=NOW) is None


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_mail_holds_every_part_in_both_forms(deliver, language):
    delivery = deliver(language=language)
    send_delivery(delivery_id=delivery.pk, now=NOW)
    message = mail.outbox[0]
    # A telephone number does not break: its spaces are no-break spaces.
    html, text = (part.replace("\xa0", " ") for part in (unescape(html_of(message)), message.body))
    for words in ["Kari Eksempel", "+47 75 00 00 00", "https://skatt.example/flytt?a=1&b=2", "dugnad"]:
        assert words in html
        assert words in text
    assert "&lt;alt&gt; &amp; mulig" in html_of(message)
    assert "<alt> & mulig" in text
    assert "\n- gratis" in text
    assert "{" + "{" not in text + html
    assert not re.search(r"\n{4,}", text)


def test_mail_in_arabic_runs_right_to_left_and_keeps_numbers_whole(deliver):
    delivery = deliver(language="ar", name="أمل")
    send_delivery(delivery_id=delivery.pk, now=NOW)
    html = html_of(mail.outbox[0]).replace("\xa0", " ")
    assert 'dir="rtl"' in html
    assert '<div lang="ar" dir="rtl">' in html
    assert '<bdi dir="ltr">+47 75 00 00 00</bdi>' in html
    assert "direction:rtl" in html
    assert "text-align:right" in html


def test_package_in_another_language_than_the_readers_is_marked(deliver):
    delivery = deliver(language="nn")
    send_delivery(delivery_id=delivery.pk, now=NOW)
    message = mail.outbox[0]
    assert '<div lang="nb" dir="ltr">' in html_of(message)
    assert message.extra_headers["Content-Language"] == "nb, nn"
    assert "Velkommen til Herøy!" in message.body


def test_mail_shows_what_is_on_next_by_time(deliver):
    soon = factories.an_event("Språkkafé")
    factories.an_occurrence(soon, starts_at=NOW + timedelta(days=1))
    factories.an_occurrence(soon, starts_at=NOW + timedelta(days=2))
    hike = factories.an_event("Topptur", category="tur-friluft")
    factories.an_occurrence(hike, starts_at=NOW + timedelta(days=3))
    factories.an_occurrence(factories.an_event("Hemmelig", live=False), starts_at=NOW + timedelta(days=1))
    factories.an_occurrence(factories.an_event("Langt frem"), starts_at=NOW + timedelta(days=20))
    cancelled = factories.an_event("Avlyst møte")
    factories.an_occurrence(cancelled, starts_at=NOW + timedelta(days=1), status="cancelled")
    delivery = deliver(language="uk", interests=["tur-friluft"])
    send_delivery(delivery_id=delivery.pk, now=NOW)
    text = mail.outbox[0].body
    assert re.findall("Topptur|Språkkafé|Hemmelig|Langt frem|Avlyst", text) == ["Språkkafé", "Topptur"]
    assert "http://localhost:8000/uk/heroy-nordland/events/" in text
    assert '<bdi lang="nb" dir="ltr">Topptur</bdi>' in html_of(mail.outbox[0])


def test_what_fits_best_is_among_the_few_that_a_package_shows_and_stands_by_time(heroy):
    """Three are shown: the Saturday that fits, and the two soonest of the others; Wednesday comes first."""
    hike = factories.an_event("Topptur", category="tur-friluft")
    factories.an_occurrence(hike, starts_at=NOW + timedelta(days=6))
    for day in (1, 2, 3):
        factories.an_occurrence(factories.an_event(f"Kafé {day}"), starts_at=NOW + timedelta(days=day))
    events = next_events(municipality=heroy, language="nb", now=NOW, interests=["tur-friluft"])
    assert [event.title for event in events] == ["Topptur", "Kafé 1", "Kafé 2", "Kafé 3"]
    assert [event.title for event in soonest(events, 3)] == ["Kafé 1", "Kafé 2", "Topptur"]


def test_mail_names_the_address_that_stops_it_with_one_click(deliver):
    delivery = deliver()
    send_delivery(delivery_id=delivery.pk, now=NOW)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://localhost:8000/welcome/")


def test_unsubscribed_and_erased_meanwhile_are_skipped_with_a_reason(heroy, package, host):
    stopped, erased = factories.a_newcomer(), factories.a_newcomer()
    start_campaign(package=package, user=host, now=NOW)
    first, second = Delivery.objects.order_by("pk")
    type(stopped).objects.filter(pk=stopped.pk).update(unsubscribed_at=NOW)
    erase_newcomer(newcomer=erased)
    for delivery in (first, second):
        assert send_delivery(delivery_id=delivery.pk, now=NOW).state == "skipped"
    assert list(Delivery.objects.order_by("pk").values_list("error", flat=True)) == [
        sending.UNSUBSCRIBED,
        sending.GONE,
    ]
    assert mail.outbox == []


def test_mail_that_cannot_be_made_is_failed_and_the_error_is_not_hidden(deliver, broken_template):
    delivery = deliver()
    broken_template("welcome/mail/package.txt")
    with pytest.raises(TemplateSyntaxError):
        send_delivery(delivery_id=delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("failed", sending.NOT_MADE)


def test_refused_address_is_failed_for_good(deliver, smtp_server):
    delivery = deliver(email="nobody@example.org")
    smtp_server.refuse.add("nobody@example.org")
    outcome = send_delivery(delivery_id=delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert (outcome.state, outcome.retry_in, delivery.error) == ("failed", None, sending.NO_SUCH_ADDRESS)


def test_postponed_address_is_tried_again_and_then_given_up(deliver, smtp_server):
    delivery = deliver(email="later@example.org")
    smtp_server.postpone.add("later@example.org")
    waits = []
    for _attempt in range(4):
        waits.append(send_delivery(delivery_id=delivery.pk, now=NOW).retry_in)
    assert waits == sending.WAITS
    assert send_delivery(delivery_id=delivery.pk, now=NOW).state == "failed"
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.error) == (5, sending.BUSY)


def test_postponed_address_is_reached_when_the_server_says_yes(deliver, smtp_server):
    delivery = deliver(email="later@example.org")
    smtp_server.postpone.add("later@example.org")
    send_delivery(delivery_id=delivery.pk, now=NOW)
    smtp_server.postpone.clear()
    assert send_delivery(delivery_id=delivery.pk, now=NOW).state == "sent"
    message = email.message_from_bytes(smtp_server.wait(1)[0], policy=policy.default)
    assert message["To"] == "later@example.org"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mail_server_that_is_down_is_tried_again(deliver, smtp_server, settings):
    delivery = deliver()
    settings.EMAIL_PORT = 1
    assert send_delivery(delivery_id=delivery.pk, now=NOW).retry_in == sending.WAITS[0]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.claimed_at) == ("queued", None)


def test_connection_that_breaks_while_handing_over_is_unsure_and_never_sent_again(deliver, smtp_server):
    delivery = deliver()
    smtp_server.hang_up = True
    assert send_delivery(delivery_id=delivery.pk, now=NOW).state == "unconfirmed"
    smtp_server.hang_up = False
    assert send_delivery(delivery_id=delivery.pk, now=NOW) is None
    assert sweep_deliveries(now=NOW + timedelta(days=1)) == []
    assert smtp_server.messages == []


def test_sweeper_shows_what_a_dead_worker_left_and_finds_what_the_queue_lost(heroy, package, host):
    for _number in range(4):
        factories.a_newcomer()
    start_campaign(package=package, user=host, now=NOW)
    stuck, fresh, lost, waiting = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=stuck.pk).update(state="sending", claimed_at=NOW - timedelta(minutes=11))
    Delivery.objects.filter(pk=fresh.pk).update(state="sending", claimed_at=NOW - timedelta(minutes=9))
    Delivery.objects.filter(pk=lost.pk).update(queued_at=NOW - timedelta(minutes=31))
    assert sweep_deliveries(now=NOW) == [lost.pk]
    assert sweep_deliveries(now=NOW) == []
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == [
        "unconfirmed",
        "sending",
        "queued",
        "queued",
    ]
    times = dict(Delivery.objects.queued().values_list("pk", "queued_at"))
    assert times == {lost.pk: NOW, waiting.pk: NOW}


def test_headers_that_machines_read_go_over_the_wire_unbroken(deliver, smtp_server):
    """RFC 8058 wants the address as it is: no encoded words, however long it is."""
    delivery = deliver(language="ar", email="a@example.org")
    send_delivery(delivery_id=delivery.pk, now=NOW)
    head = (
        smtp_server.wait(1)[0]
        .partition(b"\r\n\r\n")[0]
        .replace(b"\r\n ", b" ")
        .decode("ascii")
        .replace("\r", "")
    )
    assert re.search(
        r"^List-Unsubscribe: +<http://localhost:8000/welcome/[\w.-]+/stop/>$", head, re.MULTILINE
    )
    assert re.search(r"^List-Unsubscribe-Post: List-Unsubscribe=One-Click$", head, re.MULTILINE)
    delivery.refresh_from_db()
    assert f"Message-ID: {delivery.message_id}" in re.sub(" +", " ", head)
