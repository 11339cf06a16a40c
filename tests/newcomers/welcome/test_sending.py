"""One delivery: what is in the mail, and what becomes of it when the mail server says no, or nothing."""

import email
import re
from datetime import UTC, datetime, timedelta
from email import policy
from html import unescape

import pytest
from django.core import mail

from core.mail.outbox import delivering, recording, services
from core.mail.outbox.kinds import Priority
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from newcomers.services import erase_newcomer
from newcomers.welcome.models import Delivery
from newcomers.welcome.next_events import next_events, soonest
from newcomers.welcome.services import start_campaign
from tests import factories

# A Monday, ten in the morning in Oslo.
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def deliver(heroy, step, host):
    """Starts a campaign to one newcomer; returns the delivery, queued."""

    def make(**fields) -> Delivery:
        newcomer = factories.a_newcomer(**fields)
        start_campaign(step=step, user=host, now=NOW)
        return Delivery.objects.get(newcomer=newcomer)

    return make


def html_of(message) -> str:
    return message.alternatives[0][0]


def send(now: datetime = NOW) -> delivering.Run:
    """What a worker does with the outbox."""
    delivering.sweep(clock=lambda: now)
    return delivering.deliver_due(clock=lambda: now)


def outcome(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_delivery_is_sent_once_and_recorded(deliver):
    delivery = deliver(language="uk")
    send()
    send()
    assert outcome(delivery) == ("sent", "")
    assert delivery.sent_at == NOW
    assert [message.subject for message in mail.outbox] == ["Ласкаво просимо"]
    assert mail.outbox[0].extra_headers["Message-ID"] == delivery.message_id


def test_campaign_lets_everything_else_go_first(deliver):
    deliver()
    assert OutboxMessage.objects.get().priority == max(Priority)


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_mail_holds_every_part_in_both_forms(deliver, language):
    deliver(language=language)
    send()
    message = mail.outbox[0]
    # A telephone number does not break: its spaces are no-break spaces.
    html, text = (part.replace("\xa0", " ") for part in (unescape(html_of(message)), message.body))
    for words in ["Kari Eksempel", "75 00 00 00", "https://skatt.example/flytt?a=1&b=2", "dugnad"]:
        assert words in html
        assert words in text
    assert re.search("&lt;[^<>]+&gt; &amp; ", html_of(message))
    assert re.search("<[^<>]+> & ", text)
    assert re.search("\n- (gratis|free|безкоштовно|مجانًا)", text)
    assert "{" + "{" not in text + html
    assert not re.search(r"\n{4,}", text)


def test_mail_in_arabic_runs_right_to_left_and_keeps_numbers_whole(deliver):
    deliver(language="ar", name="أمل")
    send()
    html = html_of(mail.outbox[0]).replace("\xa0", " ")
    assert 'dir="rtl"' in html
    assert '<div lang="ar" dir="rtl">' in html
    assert '<bdi dir="ltr">75 00 00 00</bdi>' in html
    assert "direction:rtl" in html
    assert "text-align:right" in html


def test_package_in_another_language_than_the_readers_is_marked(deliver):
    deliver(language="nn")
    send()
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
    deliver(language="uk", interests=["tur-friluft"])
    send()
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
    deliver()
    send()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://localhost:8000/welcome/")


def test_unsubscribed_and_expired_meanwhile_are_skipped_with_a_reason(heroy, step, host):
    stopped, expired = factories.a_newcomer(), factories.a_newcomer()
    start_campaign(step=step, user=host, now=NOW)
    type(stopped).objects.filter(pk=stopped.pk).update(unsubscribed_at=NOW)
    type(expired).objects.filter(pk=expired.pk).update(expires_at=NOW)
    send()
    assert list(Delivery.objects.order_by("pk").values_list("state", "reason")) == [
        ("skipped", Why.UNSUBSCRIBED),
        ("skipped", Why.GONE),
    ]
    assert mail.outbox == []


def test_erased_person_takes_along_what_waits_for_them(heroy, step, host):
    erased, stays = factories.a_newcomer(), factories.a_newcomer("stays@example.org")
    start_campaign(step=step, user=host, now=NOW)
    erase_newcomer(newcomer=erased)
    assert [row.recipient for row in OutboxMessage.objects.all()] == [f"newcomer:{stays.pk}"]
    assert list(Delivery.objects.order_by("pk").values_list("state", "reason", "newcomer")) == [
        ("skipped", Why.GONE, None),
        ("queued", "", stays.pk),
    ]
    send()
    assert [message.to for message in mail.outbox] == [["stays@example.org"]]


@pytest.mark.parametrize(("last_word", "state"), [("sent", "sent"), ("queued", "skipped")])
def test_erased_in_the_middle_of_the_hand_over_ends_as_it_ends(deliver, last_word, state):
    delivery = deliver()
    [row] = delivering.lease(now=NOW)
    OutboxMessage.objects.update(state="sending", sending_at=NOW)
    erase_newcomer(newcomer=delivery.newcomer)
    assert outcome(delivery) == ("queued", "")
    recording.record(row, last_word, "", now=NOW)
    send()
    assert outcome(delivery)[0] == state
    assert mail.outbox == []


def test_fault_of_ours_is_not_the_recipients_end(deliver, broken_template, settings, caplog):
    delivery = deliver()
    whole = settings.TEMPLATES
    broken_template("welcome/mail/package.txt")
    send()
    assert outcome(delivery) == ("queued", Why.NOT_MADE)
    assert "TemplateSyntaxError" in caplog.text
    settings.TEMPLATES = whole
    send(NOW + timedelta(minutes=2))
    assert outcome(delivery) == ("sent", "")


def test_part_that_cannot_be_made_is_left_out_and_the_log_says_so(deliver, broken_template, caplog):
    """A block in one of its two forms: the others are there, and it is in neither form."""
    delivery = deliver(language="nb")
    broken_template("welcome/mail/parts/contacts.txt")
    send()
    assert outcome(delivery) == ("sent", "")
    [message] = mail.outbox
    for form in (message.body, html_of(message)):
        assert "Velkommen til Herøy!" in form
        assert "Servicekontoret" not in form
    assert "letter_part_left_out" in caplog.text


def test_activity_that_cannot_be_shown_is_left_out_and_the_log_says_so(deliver, heroy, caplog):
    factories.an_occurrence(factories.an_event("Språkkafé"), starts_at=NOW + timedelta(days=1))
    # No address can be made of it.
    type(heroy).objects.filter(pk=heroy.pk).update(slug="")
    delivery = deliver(language="nb")
    send()
    assert outcome(delivery) == ("sent", "")
    assert "Velkommen til Herøy!" in mail.outbox[0].body
    assert "Språkkafé" not in mail.outbox[0].body
    assert "letter_part_left_out" in caplog.text


def test_address_that_takes_no_mail_is_that_deliverys_end(deliver, smtp_server):
    delivery = deliver(email="nobody@example.org")
    smtp_server.refuse.add("nobody@example.org")
    send()
    assert outcome(delivery) == ("failed", Why.NO_SUCH_ADDRESS)


@pytest.mark.parametrize("where", ["refuse_senders", "refuse_senders_late"])
def test_refused_sender_waits_and_nobodys_address_is_blamed(heroy, step, host, smtp_server, where):
    for _number in range(12):
        factories.a_newcomer()
    start_campaign(step=step, user=host, now=NOW)
    setattr(smtp_server, where, True)
    for hours in range(5):
        send(NOW + timedelta(hours=hours))
    assert Delivery.objects.by_state() == {"queued": 12}
    held = Delivery.objects.held_up()
    assert set(held.values_list("reason", flat=True)) == {Why.SENDER_REFUSED}
    assert held.earliest("waits_since").waits_since == NOW
    setattr(smtp_server, where, False)
    send(NOW + timedelta(days=3))
    assert Delivery.objects.by_state() == {"sent": 12}
    assert set(Delivery.objects.values_list("reason", "waits_since")) == {("", None)}


def test_our_own_settings_wait_and_spend_nobody(deliver, smtp_server, settings):
    delivery = deliver()
    host, settings.EMAIL_HOST = settings.EMAIL_HOST, "no-such-host.invalid"
    send()
    assert outcome(delivery) == ("queued", Why.OUR_SETTINGS)
    settings.EMAIL_HOST = host
    send(NOW + timedelta(days=1))
    assert outcome(delivery) == ("sent", "")


def test_postponed_address_waits_and_is_reached_when_the_server_says_yes(deliver, smtp_server):
    delivery = deliver(email="later@example.org")
    smtp_server.postpone.add("later@example.org")
    send()
    assert outcome(delivery) == ("queued", Why.BUSY)
    smtp_server.postpone.clear()
    send(NOW + timedelta(hours=1))
    assert outcome(delivery) == ("sent", "")
    message = email.message_from_bytes(smtp_server.wait(1)[0], policy=policy.default)
    assert message["To"] == "later@example.org"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_connection_that_breaks_while_handing_over_is_unsure_and_never_sent_again(deliver, smtp_server):
    delivery = deliver()
    smtp_server.hang_up = True
    send()
    assert outcome(delivery) == ("unconfirmed", Why.BROKEN_OFF)
    smtp_server.hang_up = False
    send(NOW + timedelta(days=1))
    assert smtp_server.messages == []


def test_what_waited_in_a_backup_that_is_put_back_is_listed_and_not_sent_again(deliver):
    delivery = deliver()
    delivering.after_a_restore(sender=None, now=NOW, nothing_was_done=False)
    send()
    assert outcome(delivery) == ("unconfirmed", Why.WORKER_GONE)
    assert mail.outbox == []


def test_what_never_left_in_its_time_is_failed_and_can_be_tried_again(deliver, smtp_server):
    delivery = deliver()
    smtp_server.refuse_senders = True
    send()
    send(NOW + timedelta(days=8))
    assert outcome(delivery) == ("failed", Why.SENDER_REFUSED)
    services.end_old(now=NOW + timedelta(days=60))
    assert not OutboxMessage.objects.exists()
    assert outcome(delivery) == ("failed", Why.SENDER_REFUSED)


def test_headers_that_machines_read_go_over_the_wire_unbroken(deliver, smtp_server):
    """RFC 8058 wants the address as it is: no encoded words, however long it is."""
    delivery = deliver(language="ar", email="a@example.org")
    send()
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
