"""The mails, over a real SMTP socket, and who gets which one when."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
import vobject
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.privacy.purge import purge_expired
from events.models import EventText, Occurrence
from events.signups import kinds, mails, reminders, services, tasks
from events.signups.links import manage_url
from events.signups.models import Signup
from tests import factories


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def part(message: EmailMessage, content_type: str) -> EmailMessage:
    return next(each for each in message.walk() if each.get_content_type() == content_type)


@pytest.fixture
def occurrence(db) -> Occurrence:
    event = factories.an_event(admission="sign_up")
    EventText.objects.create(event=event, language="ar", state="human", title="مقهى اللغة في المكتبة")
    return factories.an_occurrence(event, starts_at=datetime(2027, 1, 5, 17, 0, tzinfo=UTC))


@pytest.fixture
def signup(occurrence) -> Signup:
    return factories.a_signup(
        occurrence, language="ar", email="samir@example.org", name="سمير", adults=2, children_0_5=1
    )


NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)


def deliver(now: datetime = NOW) -> None:
    delivering.sweep(clock=lambda: now)
    delivering.deliver_due(clock=lambda: now)


def states() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("kind", "state"))


def test_confirmation_has_the_facts_the_link_and_a_calendar_file(smtp_server, signup):
    services.request_confirmation(signup=signup, now=NOW)
    deliver()
    message = parsed(smtp_server.messages[0])
    assert message["To"] == "samir@example.org"
    assert message["Reply-To"] == "post@motestedet.example"
    assert message["Content-Language"] == "ar"
    assert "مقهى اللغة في المكتبة" in message["Subject"]
    text = part(message, "text/plain").get_content()
    html = part(message, "text/html").get_content()
    for words in (text, html):
        assert manage_url(signup) in words
        assert "Herøy folkebibliotek" in words
        assert "سمير" in words
    assert 'dir="rtl"' in html
    assert "18:00" in text or "6:00" in text or "٦:٠٠" in text


def test_confirmations_calendar_file_is_what_mail_programs_expect(smtp_server, signup):
    services.request_confirmation(signup=signup, now=NOW)
    deliver()
    raw = smtp_server.messages[0]
    attachment = part(parsed(raw), "text/calendar")
    assert attachment.get_param("method") == "PUBLISH"
    assert attachment.get_param("charset") == "utf-8"
    assert str(attachment["Content-Type"]).count("charset") == 1
    assert attachment.get_filename() == f"moteplass-{signup.occurrence.public_id}.ics"
    content = attachment.get_payload(decode=True)
    assert content.count(b"\r\n") == content.count(b"\n")
    event = vobject.readOne(content.decode("utf-8")).vevent
    assert event.summary.value == "مقهى اللغة في المكتبة"
    assert event.dtstart.value == signup.occurrence.starts_at


def test_mail_leaves_once_however_often_it_is_asked_for(smtp_server, signup):
    asked = [services.request_confirmation(signup=signup, now=NOW) for _ in range(2)]
    deliver()
    deliver()
    assert asked == [True, False]
    assert len(smtp_server.messages) == 1


def test_confirmation_is_not_sent_for_what_was_cancelled_meanwhile(smtp_server, signup):
    services.request_confirmation(signup=signup, now=NOW)
    services.cancel_signup(signup=signup, now=NOW)
    deliver()
    assert states() == {kinds.CONFIRMATION: "skipped", kinds.CANCELLED: "sent"}
    (raw,) = smtp_server.messages
    assert [each.get_content_type() for each in parsed(raw).walk() if not each.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    signup.refresh_from_db()
    assert signup.receipt_left_at == NOW


@pytest.mark.parametrize("sign", ["\x0b", "\x00"[:0] + "\x1f", "\ufffe"])
def test_sign_that_no_html_may_hold_keeps_no_mail_from_leaving(smtp_server, signup, sign, caplog):
    EventText.objects.filter(language="ar").update(title=f"مقهى{sign}اللغة")
    services.request_confirmation(signup=signup, now=NOW)
    deliver()
    (raw,) = smtp_server.messages
    assert "مقهى" in part(parsed(raw), "text/plain").get_content()
    assert states() == {kinds.CONFIRMATION: "sent"}


def test_letter_whose_calendar_file_cannot_be_made_goes_without_it_and_the_log_says_so(
    smtp_server, signup, settings, caplog
):
    # No name of a host: the calendar file cannot be made.
    settings.BASE_URL = "https://[::1"
    services.request_confirmation(signup=signup, now=NOW)
    deliver()
    (raw,) = smtp_server.messages
    assert "text/calendar" not in [each.get_content_type() for each in parsed(raw).walk()]
    assert "letter_part_left_out" in caplog.text


def reminded(now: datetime) -> list[int]:
    """Who is to be reminded at `now`, as far as the outbox has been told."""
    OutboxMessage.objects.all().delete()
    reminders.queue_due(now=now)
    rows = OutboxMessage.objects.filter(kind=kinds.REMINDER)
    return sorted(kinds.signup_of(row.recipient) for row in rows)


def test_reminder_goes_the_day_before_to_those_who_signed_up_earlier(occurrence):
    starts = occurrence.starts_at
    early = factories.a_signup(occurrence, created_at=starts - timedelta(days=3))
    factories.a_signup(occurrence, created_at=starts - timedelta(hours=20))
    factories.a_signup(occurrence, created_at=starts - timedelta(days=3), email="", phone="900 00 000")
    factories.a_signup(occurrence, created_at=starts - timedelta(days=3), status="cancelled")
    assert reminded(starts - timedelta(hours=24, minutes=1)) == []
    assert reminded(starts - timedelta(hours=24)) == [early.pk]
    assert reminded(starts) == []


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"is_public": False}])
def test_reminder_is_not_sent_for_what_does_not_take_place(occurrence, change):
    factories.a_signup(occurrence, created_at=occurrence.starts_at - timedelta(days=3))
    Occurrence.objects.update(**change)
    assert reminded(occurrence.starts_at - timedelta(hours=20)) == []


@pytest.mark.parametrize(
    ("now", "starts", "sent"),
    [
        # UTC; Oslo is an hour ahead in January and two in July.
        ("2027-01-04T19:59", "2027-01-05T17:00", True),
        ("2027-01-04T20:00", "2027-01-05T17:00", False),
        ("2027-01-05T06:59", "2027-01-05T17:00", False),
        ("2027-01-05T07:00", "2027-01-05T17:00", True),
        ("2027-01-04T22:30", "2027-01-05T06:30", True),
        ("2027-01-05T03:00", "2027-01-05T06:45", True),
        ("2027-07-05T18:59", "2027-07-06T16:00", True),
        ("2027-07-05T19:00", "2027-07-06T16:00", False),
        # The night in which the clocks go forward.
        ("2027-03-27T23:00", "2027-03-28T05:30", True),
        ("2027-03-27T23:00", "2027-03-28T06:30", False),
    ],
)
@pytest.mark.django_db
def test_reminder_waits_for_the_morning_unless_it_starts_before(now, starts, sent):
    moment = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    occurrence = factories.an_occurrence(factories.an_event(admission="sign_up"), starts_at=moment)
    factories.a_signup(occurrence, created_at=moment - timedelta(days=3))
    assert bool(reminded(datetime.fromisoformat(now).replace(tzinfo=UTC))) is sent


MORNING = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)


def test_reminder_task_has_each_reminded_once(smtp_server, occurrence):
    signups = [factories.a_signup(occurrence, created_at=NOW - timedelta(days=9)) for _ in range(2)]
    for minutes in (0, 15):
        with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False):
            tasks.send_reminders()
            deliver(timezone.now())
    sent = [parsed(raw)["To"] for raw in smtp_server.messages]
    assert sorted(sent) == sorted(signup.email for signup in signups)


@pytest.mark.parametrize(
    "change", [{"status": "cancelled"}, {"status": "postponed"}, {"is_public": False}], ids=str
)
def test_reminder_is_not_sent_for_what_was_taken_down_after_it_was_queued(smtp_server, occurrence, change):
    factories.a_signup(occurrence, created_at=NOW - timedelta(days=9))
    reminders.queue_due(now=MORNING)
    Occurrence.objects.update(**change)
    deliver(MORNING)
    assert smtp_server.messages == []
    assert states() == {kinds.REMINDER: "skipped"}


def test_reminder_that_was_held_up_into_the_night_waits_for_the_morning(smtp_server, db):
    starts = datetime(2027, 1, 6, 17, 0, tzinfo=UTC)
    date = factories.an_occurrence(factories.an_event(admission="sign_up"), starts_at=starts)
    factories.a_signup(date, created_at=NOW - timedelta(days=9))
    reminders.queue_due(now=datetime(2027, 1, 5, 18, 0, tzinfo=UTC))
    deliver(datetime(2027, 1, 5, 22, 0, tzinfo=UTC))
    assert states() == {kinds.REMINDER: "queued"}
    deliver(datetime(2027, 1, 6, 7, 0, tzinfo=UTC))
    assert len(smtp_server.messages) == 1


def test_date_that_is_moved_to_another_day_is_reminded_of_anew(smtp_server, occurrence):
    factories.a_signup(occurrence, created_at=NOW - timedelta(days=9))
    reminders.queue_due(now=MORNING)
    deliver(MORNING)
    Occurrence.objects.update(
        starts_at=occurrence.starts_at + timedelta(days=7), ends_at=occurrence.ends_at + timedelta(days=7)
    )
    reminders.queue_due(now=MORNING + timedelta(days=7))
    deliver(MORNING + timedelta(days=7))
    assert len(smtp_server.messages) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_reminders_are_found_with_one_query(occurrence, number, django_assert_num_queries):
    for _ in range(number):
        factories.a_signup(occurrence, created_at=NOW - timedelta(days=9))
    # One asks, one writes.
    with django_assert_num_queries(2):
        assert reminders.queue_due(now=MORNING) == number


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
@pytest.mark.parametrize(
    "kind",
    [kinds.CONFIRMATION, kinds.REMINDER, kinds.CANCELLED],
)
def test_every_mail_renders_in_every_language_and_keeps_typed_text_as_text(signup, kind, language):
    Signup.objects.update(name="<b>Olena</b> & co", language=language)
    row = Signup.objects.with_date().get()
    message = mails.message(kind=kind, signup=row, now=NOW)
    html = message.alternatives[0].content
    assert "<b>Olena</b> & co" in message.body
    assert "&lt;b&gt;Olena&lt;/b&gt; &amp; co" in html
    assert "\n" not in message.subject
    assert "{{" not in message.body + html
    assert "{%" not in message.body + html


LURE = "Bekreft BankID i dag"


@pytest.mark.parametrize(
    "kind",
    [kinds.CONFIRMATION, kinds.RELEASED, kinds.CANCELLED],
)
@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_what_a_stranger_typed_stands_in_no_mail_to_an_unconfirmed_address(signup, kind, language):
    Signup.objects.update(name=LURE, phone="900 00 000", language=language, firm_since=None)
    message = mails.message(kind=kind, signup=Signup.objects.with_date().get(), now=NOW)
    written = message.subject + message.body + message.alternatives[0].content
    assert LURE not in written
    assert "900" not in written.replace(signup.public_id.hex, "")
    Signup.objects.update(firm_since=NOW)
    assert LURE in mails.message(kind=kind, signup=Signup.objects.with_date().get(), now=NOW).body


def test_first_mail_asks_to_confirm_and_the_hour_begins_when_it_has_left(smtp_server, signup):
    Signup.objects.update(firm_since=None, language="en")
    services.request_confirmation(signup=signup, now=NOW)
    assert Signup.objects.get().mail_left_at is None
    deliver()
    message = parsed(smtp_server.messages[0])
    assert message["Subject"].strip().startswith("Confirm your places: ")
    assert "press the button, so that nobody else gets your places" in " ".join(
        part(message, "text/plain").get_content().split()
    )
    assert manage_url(Signup.objects.get()) in part(message, "text/plain").get_content()
    later = NOW + timedelta(minutes=30)
    assert services.request_confirmation(signup=signup, now=later)
    deliver(later)
    assert len(smtp_server.messages) == 2
    assert Signup.objects.get().mail_left_at == NOW


def test_address_that_never_takes_its_mail_keeps_no_place_for_good(smtp_server, signup):
    smtp_server.postpone.add(signup.email)
    services.request_confirmation(signup=signup, now=NOW)
    for hours in (0, 1, 3.9):
        deliver(NOW + timedelta(hours=hours))
        assert Signup.objects.get().mail_left_at is None
    deliver(NOW + timedelta(hours=6))
    assert Signup.objects.get().mail_left_at == NOW + timedelta(hours=6)


def test_refused_address_begins_the_hour_and_is_not_logged(smtp_server, signup, caplog):
    smtp_server.refuse.add(signup.email)
    services.request_confirmation(signup=signup, now=NOW)
    deliver()
    assert Signup.objects.get().mail_left_at == NOW
    ours = " ".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert "outbox_not_sent" in ours
    assert "samir" not in ours


def test_places_that_went_to_others_are_told_once(smtp_server, signup):
    Signup.objects.update(firm_since=None, language="en", mail_left_at=NOW - timedelta(hours=2))
    signup.occurrence.event.capacity = 3
    signup.occurrence.event.save()
    services.sign_up(
        occurrence_id=signup.occurrence_id,
        name="Olena",
        email="olena@example.org",
        language="uk",
        adults=1,
        children_0_5=0,
        children_6_12=0,
        youth_13_17=0,
        now=NOW,
    )
    deliver()
    deliver()
    subjects = [parsed(raw)["Subject"].strip() for raw in smtp_server.messages]
    assert [text for text in subjects if text.startswith("Your places went to somebody else: ")] != []
    assert len(subjects) == 2
    assert Signup.objects.get(pk=signup.pk).receipt_left_at == NOW


def test_unconfirmed_address_gets_no_reminder(occurrence):
    factories.a_signup(occurrence, created_at=occurrence.starts_at - timedelta(days=3), firm_since=None)
    assert reminded(occurrence.starts_at - timedelta(hours=20)) == []


@pytest.mark.parametrize("how", ["deleted", "erased", "its end"])
def test_nothing_is_sent_to_whom_the_site_has_forgotten(smtp_server, signup, how):
    services.request_confirmation(signup=signup, now=NOW)
    if how == "deleted":
        signup.delete()
    elif how == "erased":
        Signup.objects.update(status="cancelled", cancelled_at=NOW - timedelta(days=8))
        services.erase_served(now=NOW)
    else:
        Signup.objects.update(expires_at=NOW)
        purge_expired(now=NOW)
    assert not OutboxMessage.objects.exists()
    deliver()
    assert smtp_server.messages == []
