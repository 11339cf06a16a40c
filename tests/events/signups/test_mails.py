"""The mails, over a real SMTP socket, and who gets which one when."""

import logging
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
import vobject
from celery.exceptions import Retry
from django.db import transaction
from django.template import TemplateSyntaxError
from django.utils import timezone

from events.dates.services import cancel_date
from events.models import EventText, Occurrence
from events.signups import mails, reminders, services, tasks
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


def test_confirmation_has_the_facts_the_link_and_a_calendar_file(smtp_server, signup):
    assert mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
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
    mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    raw = smtp_server.messages[0]
    attachment = part(parsed(raw), "text/calendar")
    assert attachment.get_param("method") == "PUBLISH"
    assert attachment.get_param("charset") == "utf-8"
    assert str(attachment["Content-Type"]).count("charset") == 1
    assert attachment.get_filename() == f"moteplass-{signup.occurrence_id}.ics"
    content = attachment.get_payload(decode=True)
    assert content.count(b"\r\n") == content.count(b"\n")
    event = vobject.readOne(content.decode("utf-8")).vevent
    assert event.summary.value == "مقهى اللغة في المكتبة"
    assert event.dtstart.value == signup.occurrence.starts_at


def test_each_mail_goes_out_once(smtp_server, signup):
    sent = [mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW) for _ in range(2)]
    assert sent == [True, False]
    assert len(smtp_server.messages) == 1


def test_mail_that_the_server_cannot_take_now_is_tried_again(smtp_server, signup):
    smtp_server.postpone.add(signup.email)
    with pytest.raises(mails.MailPostponed):
        mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    signup.refresh_from_db()
    assert signup.confirmation_sent_at is None
    smtp_server.postpone.clear()
    assert mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)


def test_mail_without_a_server_is_tried_again(settings, smtp_server, signup):
    settings.EMAIL_PORT = 1
    with pytest.raises(mails.MailPostponed):
        mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    signup.refresh_from_db()
    assert signup.confirmation_sent_at is None


def test_address_that_is_refused_is_not_tried_again_and_not_logged(smtp_server, signup, caplog):
    smtp_server.refuse.add(signup.email)
    with caplog.at_level(logging.DEBUG):
        assert not mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    signup.refresh_from_db()
    assert signup.confirmation_sent_at == NOW
    # The test's own mail server logs what it hears.
    ours = " ".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert "signup_mail_refused" in ours
    assert "samir" not in ours


def test_fault_of_ours_gives_the_claim_back(broken_template, smtp_server, signup):
    broken_template("signups/mail/confirmation.txt")
    with pytest.raises(TemplateSyntaxError):
        mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    signup.refresh_from_db()
    assert signup.confirmation_sent_at is None


def test_refused_sender_is_ours_to_mend_so_the_mail_is_tried_again(smtp_server, signup):
    smtp_server.refuse_senders = True
    with pytest.raises(mails.MailPostponed):
        mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    signup.refresh_from_db()
    assert signup.confirmation_sent_at is None


def pause_after(task, number: int, **arguments: object) -> float | None:
    """How long `task` waits when it has been tried again `number` times already; None when it gives up."""
    task.push_request(retries=number, kwargs=arguments, called_directly=False)
    try:
        task.run(**arguments)
    except Retry as again:
        return again.when
    finally:
        task.pop_request()
    return None


def test_task_waits_longer_each_time_and_gives_up_in_the_end(smtp_server, queue, signup):
    smtp_server.postpone.add(signup.email)
    # The task takes its own `now`: this date must be ahead of the real one.
    tomorrow = timezone.now() + timedelta(days=1)
    Occurrence.objects.filter(pk=signup.occurrence_id).update(
        starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2)
    )
    tries = (0, 1, 5, 19, 20)
    pauses = [pause_after(tasks.send_confirmation, number, signup_id=signup.pk) for number in tries]
    assert pauses == [30, 60, 900, 900, None]
    assert queue.take() == [("signups.send_confirmation", {"signup_id": signup.pk})] * 4


def test_confirmation_is_not_sent_for_what_was_cancelled_meanwhile(smtp_server, signup):
    services.cancel_signup(signup=signup, now=NOW)
    assert not mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    assert mails.send(kind=mails.CANCELLED, signup_id=signup.pk, now=NOW)
    message = parsed(smtp_server.messages[0])
    assert [each.get_content_type() for each in message.walk() if not each.is_multipart()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.django_db(transaction=True)
def test_cancelled_date_is_told_to_everybody_once_with_a_calendar_file_that_cancels(
    smtp_server, organiser, queue, organisation
):
    event = factories.an_event(admission="sign_up", organisation=organisation)
    occurrence = factories.an_occurrence(event)
    told = [factories.a_signup(occurrence) for _ in range(2)]
    factories.a_signup(occurrence, email="", phone="900 00 000")
    factories.a_signup(occurrence, status="cancelled")
    with transaction.atomic():
        cancel_date(occurrence=occurrence, user=organiser, now=timezone.now())
        assert queue.take() == []
    assert queue.take() == [("signups.tell_date_cancelled", {"occurrence_id": occurrence.pk})]
    tasks.tell_date_cancelled(occurrence_id=occurrence.pk)
    asked = queue.take()
    assert asked == [("signups.send_date_cancelled", {"signup_id": signup.pk}) for signup in told]
    for _ in range(2):
        for _name, arguments in asked:
            tasks.send_date_cancelled(**arguments)
    messages = [parsed(raw) for raw in smtp_server.messages]
    assert sorted(message["To"] for message in messages) == sorted(signup.email for signup in told)
    calendar = part(messages[0], "text/calendar").get_payload(decode=True).decode()
    assert vobject.readOne(calendar).vevent.status.value == "CANCELLED"


def reminded(now: datetime) -> list[int]:
    return reminders.due(now=now)


def test_reminder_goes_the_day_before_to_those_who_signed_up_earlier(occurrence):
    starts = occurrence.starts_at
    early = factories.a_signup(occurrence, created_at=starts - timedelta(days=3))
    factories.a_signup(occurrence, created_at=starts - timedelta(hours=20))
    factories.a_signup(occurrence, created_at=starts - timedelta(days=3), email="", phone="900 00 000")
    factories.a_signup(occurrence, created_at=starts - timedelta(days=3), status="cancelled")
    assert reminded(starts - timedelta(hours=24, minutes=1)) == []
    assert reminded(starts - timedelta(hours=24)) == [early.pk]
    assert reminded(starts) == []
    Signup.objects.update(reminder_sent_at=starts)
    assert reminded(starts - timedelta(hours=20)) == []


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


def test_reminder_task_asks_for_one_mail_each(queue, occurrence):
    signups = [factories.a_signup(occurrence, created_at=NOW - timedelta(days=9)) for _ in range(2)]
    with time_machine.travel(datetime(2027, 1, 5, 9, 0, tzinfo=UTC), tick=False):
        tasks.send_reminders()
    assert queue.take() == [("signups.send_reminder", {"signup_id": signup.pk}) for signup in signups]


@pytest.mark.parametrize("number", [1, 3])
def test_reminders_are_found_with_one_query(occurrence, number, django_assert_num_queries):
    for _ in range(number):
        factories.a_signup(occurrence, created_at=NOW - timedelta(days=9))
    with django_assert_num_queries(1):
        assert len(reminded(datetime(2027, 1, 5, 9, 0, tzinfo=UTC))) == number


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
@pytest.mark.parametrize(
    "kind",
    [mails.CONFIRMATION, mails.REMINDER, mails.CANCELLED, mails.CANCELLED_BY_ORGANISER],
    ids=lambda kind: kind.name,
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
    [mails.CONFIRMATION, mails.RELEASED, mails.CANCELLED, mails.CANCELLED_BY_ORGANISER],
    ids=lambda kind: kind.name,
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
    assert mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW)
    message = parsed(smtp_server.messages[0])
    assert message["Subject"].strip().startswith("Confirm your places: ")
    assert "press the button, so that nobody else gets your places" in " ".join(
        part(message, "text/plain").get_content().split()
    )
    assert manage_url(Signup.objects.get()) in part(message, "text/plain").get_content()
    Signup.objects.update(confirmation_sent_at=None)
    mails.send(kind=mails.CONFIRMATION, signup_id=signup.pk, now=NOW + timedelta(minutes=30))
    assert Signup.objects.get().mail_left_at == NOW


def test_places_that_went_to_others_are_told_once(smtp_server, signup):
    Signup.objects.update(status="released", cancelled_at=NOW, firm_since=None, language="en")
    sent = [mails.send(kind=mails.RELEASED, signup_id=signup.pk, now=NOW) for _ in range(2)]
    assert sent == [True, False]
    assert (
        parsed(smtp_server.messages[0])["Subject"].strip().startswith("Your places went to somebody else: ")
    )


def test_unconfirmed_address_gets_no_reminder(occurrence):
    factories.a_signup(occurrence, created_at=occurrence.starts_at - timedelta(days=3), firm_since=None)
    assert reminded(occurrence.starts_at - timedelta(hours=20)) == []
