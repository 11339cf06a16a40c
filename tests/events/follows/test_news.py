"""Who means to come is told once of what happens to their dates, unless it is undone, and nobody else is."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from core.mail.outbox.models import OutboxMessage
from core.sms.parts import parts_of
from events.dates import services as dates
from events.dates.plan import Plan, Repeats
from events.dates.undoing import TOLD_AFTER
from events.follows import kinds, news, reminders, services, texts
from events.follows.models import Follow
from events.models import DateNews, Occurrence
from tests import factories
from tests.events.follows.conftest import NOW, parsed, text_of
from tests.texting import WITH_SMS

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def a_date() -> Occurrence:
    return factories.an_occurrence(starts_at=datetime(2027, 1, 5, 17, 0, tzinfo=NOW.tzinfo))


def a_follow(date: Occurrence, email: str = "amal@example.org", **fields) -> Follow:
    return factories.a_follow(date, **{"email": email, "created_at": NOW - HOUR, **fields})


def cancel(date: Occurrence, now: datetime = NOW) -> None:
    dates.cancel_date(occurrence=date, user=None, now=now, reason="Kari er syk")


CHANGES = {
    "Cancelled by the organiser:": (cancel, ["has cancelled this date", "Kari er syk"]),
    "Postponed:": (
        lambda date: dates.postpone_date(occurrence=date, user=None, now=NOW, reason="Snø"),
        ["We write to you when the day is known", "Snø"],
    ),
    "New time:": (
        lambda date: dates.move_date(occurrence=date, starts_at=date.starts_at + HOUR, user=None, now=NOW),
        ["It was: Tuesday", "18:00 to 20:00", "When: Tuesday", "19:00 to 21:00"],
    ),
    "New place:": (
        lambda date: dates.edit_date(
            occurrence=date, venue=factories.a_venue("Storsalen"), user=None, now=NOW
        ),
        ["It was at: Herøy folkebibliotek", "Where: Storsalen"],
    ),
}


@pytest.mark.parametrize("subject", CHANGES)
def test_each_change_is_told_once_with_the_way_to_end_it(smtp_server, deliver, a_date, subject):
    follow = a_follow(a_date)
    a_follow(factories.an_occurrence(starts_at=a_date.starts_at), "other@example.org")
    change, words = CHANGES[subject]
    change(a_date)
    deliver(NOW + TOLD_AFTER - timedelta(seconds=1))
    assert smtp_server.messages == []
    deliver(NOW + TOLD_AFTER)
    deliver(NOW + TOLD_AFTER)
    [raw] = smtp_server.messages
    message = parsed(raw)
    assert message["To"] == follow.email
    assert message["Subject"].strip().startswith(subject)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = " ".join(text_of(raw).split())
    for each in [*words, "/follow/", "See what you are told of, or end it"]:
        assert each in text


def test_note_is_told_to_nobody_and_a_cancellation_after_it_is(smtp_server, deliver, a_date):
    a_follow(a_date)
    dates.note_date(occurrence=a_date, note="Ta med sko", user=None, now=NOW)
    deliver(NOW + TOLD_AFTER)
    assert smtp_server.messages == []
    cancel(a_date, NOW + HOUR)
    deliver(NOW + HOUR + TOLD_AFTER)
    assert len(smtp_server.messages) == 1


def test_undo_in_time_tells_nobody_and_too_late_tells_that_it_is_on(smtp_server, deliver, a_date):
    a_follow(a_date)
    a_signup = factories.a_signup(a_date, created_at=NOW - HOUR)
    cancel(a_date)
    change = DateNews.objects.get().change_id
    assert dates.undo(change_id=change, user=None, now=NOW + timedelta(minutes=1)) == 0
    deliver(NOW + HOUR)
    assert smtp_server.messages == []
    assert not DateNews.objects.exists()
    a_signup.delete()
    a_date.refresh_from_db()
    cancel(a_date, NOW + HOUR)
    deliver(NOW + HOUR + TOLD_AFTER)
    change = DateNews.objects.get().change_id
    assert dates.undo(change_id=change, user=None, now=NOW + 2 * HOUR) == 1
    deliver(NOW + 2 * HOUR + TOLD_AFTER)
    subjects = [parsed(raw)["Subject"].strip().split(":")[0] for raw in smtp_server.messages]
    assert subjects == ["Cancelled by the organiser", "It takes place after all"]


def test_person_is_told_once_however_they_follow_and_by_sign_ups_if_signed_up(smtp_server, deliver, a_date):
    a_follow(a_date)
    a_follow(a_date, every_date=True, language="uk")
    a_follow(a_date, "signed.up@example.org")
    factories.a_signup(a_date, email="Signed.Up@example.org", created_at=NOW - HOUR, language="en")
    cancel(a_date)
    deliver(NOW + TOLD_AFTER)
    told = sorted(parsed(raw)["To"].lower() for raw in smtp_server.messages)
    assert told == ["amal@example.org", "signed.up@example.org"]
    by_signups = next(raw for raw in smtp_server.messages if "igned" in parsed(raw)["To"])
    assert "/follow/" not in text_of(by_signups)


def test_unconfirmed_address_is_told_of_today_and_tomorrow_alone_and_once(smtp_server, deliver, a_date):
    """What a stranger types gets two mails at the most: the question, and that nobody need set out."""
    later = factories.an_occurrence(a_date.event, starts_at=a_date.starts_at + 7 * DAY)
    for each in (a_date, later):
        a_follow(each, confirmed_at=None, created_at=NOW)
    dates.move_date(occurrence=a_date, starts_at=a_date.starts_at + HOUR, user=None, now=NOW)
    cancel(later)
    assert not OutboxMessage.objects.filter(kind=kinds.DATES_CHANGED).exists()
    evening_before = NOW + 2 * DAY
    a_date.refresh_from_db()
    cancel(a_date, evening_before)
    deliver(evening_before + TOLD_AFTER)
    [raw] = smtp_server.messages
    assert "this is all that we write about it" in text_of(raw)
    again = evening_before + 3 * HOUR
    dates.bring_back_date(occurrence=a_date, user=None, now=again)
    a_date.refresh_from_db()
    cancel(a_date, again + HOUR)
    deliver(again + 2 * HOUR)
    assert len(smtp_server.messages) == 1


def test_night_keeps_what_can_wait_and_not_what_is_tomorrow(smtp_server, deliver, a_date):
    a_follow(a_date)
    night = datetime(2027, 1, 2, 22, 0, tzinfo=NOW.tzinfo)
    cancel(a_date, night)
    deliver(night + TOLD_AFTER)
    assert smtp_server.messages == []
    deliver(night + 10 * HOUR)
    assert len(smtp_server.messages) == 1
    tomorrow = factories.an_occurrence(starts_at=NOW + 2 * DAY)
    a_follow(tomorrow)
    cancel(tomorrow, night + DAY)
    deliver(night + DAY + TOLD_AFTER)
    assert len(smtp_server.messages) == 2


def test_who_follows_every_date_is_told_in_one_mail_also_after_this_and_later(
    smtp_server, deliver, organiser
):
    weekly = Plan(date(2027, 1, 5), time(18), time(20), Repeats.WEEKLY, date(2027, 3, 23))
    series = factories.a_series(
        factories.an_event(),
        now=NOW,
        first_date=weekly.first_date,
        start_time=weekly.start_time,
        recurrence=weekly.recurrence,
    )
    first, second, *later = series.occurrences.order_by("starts_at")
    a_follow(first, every_date=True)
    at_seven = Plan(date(2027, 1, 19), time(19), time(21), Repeats.WEEKLY, date(2027, 3, 23))
    dates.change_from_here(occurrence=later[0], plan=at_seven, user=organiser, now=NOW)
    assert series.event.series.count() == 2
    deliver(NOW + TOLD_AFTER)
    [raw] = smtp_server.messages
    assert "5 more dates have changed too." in text_of(raw)
    for each in (second, later[5]):
        cancel(Occurrence.objects.get(pk=each.pk), NOW + HOUR)
    deliver(NOW + HOUR + TOLD_AFTER)
    assert len(smtp_server.messages) == 3


def test_change_asks_as_often_for_one_follower_as_for_three(a_date):
    counted = []
    for number in (1, 3):
        one = factories.an_occurrence(starts_at=a_date.starts_at)
        for each in range(number):
            a_follow(one, f"p{number}{each}@example.org", every_date=each == 1)
        with CaptureQueriesContext(connection) as queries:
            cancel(one)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_reminder_comes_the_day_before_to_who_asked_for_it(smtp_server, deliver, a_date):
    a_follow(a_date, reminds=True)
    a_follow(a_date, reminds=True, every_date=True)
    a_follow(a_date, "no@example.org")
    a_follow(a_date, "unconfirmed@example.org", reminds=True, confirmed_at=None)
    a_follow(a_date, "late@example.org", reminds=True, created_at=a_date.starts_at - 3 * HOUR)
    assert reminders.queue_due(now=a_date.starts_at - 25 * HOUR) == 0
    # Three at night is nobody's hour.
    assert reminders.queue_due(now=a_date.starts_at - 15 * HOUR) == 0
    morning = a_date.starts_at - 9 * HOUR
    for now in (morning, morning + HOUR):
        reminders.queue_due(now=now)
        deliver(now)
    [raw] = smtp_server.messages
    assert parsed(raw)["To"] == "amal@example.org"
    assert parsed(raw)["Subject"].strip().startswith("Reminder:")


def test_reminder_is_not_sent_of_what_was_cancelled_meanwhile(smtp_server, deliver, a_date):
    a_follow(a_date, reminds=True)
    morning = a_date.starts_at - 9 * HOUR
    reminders.queue_due(now=morning)
    Occurrence.objects.update(status="cancelled")
    deliver(morning)
    assert smtp_server.messages == []


def test_who_follows_by_telephone_gets_a_text_in_their_language_and_nothing_without_sms(
    settings, deliver, a_date
):
    follow = a_follow(a_date, email="", phone="+4790000000", language="nb")
    cancel(a_date)
    deliver(NOW + TOLD_AFTER)
    assert OutboxMessage.objects.get().state == "skipped"
    settings.SMS = WITH_SMS
    row = OutboxMessage.objects.get()
    a_date.refresh_from_db()
    text = news.make(row, NOW + TOLD_AFTER)
    assert (text.to, text.payer, text.language) == ("+4790000000", "1818", "nb")
    assert text.text == (
        "Møteplass: AVLYST: Språkkafé på biblioteket, tirsdag 5. januar kl. 18:00. Svar STOPP for å avslutte."
    )
    assert parts_of(text.text).number == 1
    first = texts.first(follow, a_date)
    assert parts_of(first.text).number == 1
    assert parts_of(texts.reminder(follow, a_date).text).number == 1
    # A sender that is a name takes no answer: then the link ends it.
    settings.SMS = {**WITH_SMS, "sender": "Moteplass"}
    assert "/nb/follow/" in texts.first(follow, a_date).text


def test_long_title_is_cut_so_that_one_message_holds_it(settings):
    settings.SMS = WITH_SMS
    event = factories.an_event("Språkkafé, strikkekafé og leksehjelp for hele familien på biblioteket")
    a_date = factories.an_occurrence(event, starts_at=NOW + DAY)
    follow = a_follow(a_date, email="", phone="+4790000000", language="nb")
    for text in (texts.first(follow, a_date), texts.reminder(follow, a_date)):
        assert parts_of(text.text).number == 1, text.text


def test_activity_that_is_taken_down_and_one_that_is_hidden(smtp_server, deliver, a_date):
    """Of a silent series somebody who follows it is still told; taken down is told as such."""
    Occurrence.objects.update(is_silent=True)
    a_date.refresh_from_db()
    a_follow(a_date)
    cancel(a_date)
    deliver(NOW + TOLD_AFTER)
    assert len(smtp_server.messages) == 1


def test_follow_that_ended_meanwhile_is_told_nothing(smtp_server, deliver, a_date):
    follow = a_follow(a_date)
    cancel(a_date)
    services.stop(follow=follow)
    deliver(NOW + TOLD_AFTER)
    assert smtp_server.messages == []
    assert not OutboxMessage.objects.exists()


def test_of_all_dates_those_are_read_that_somebody_is_reminded_of(a_date):
    for number in range(3):
        factories.an_occurrence(factories.an_event(f"Treff {number}"), starts_at=a_date.starts_at)
    a_follow(a_date, reminds=True)
    read = []
    noted = lambda instance, **kwargs: read.append(instance.pk)  # noqa: E731  kept alive by name
    post_init.connect(noted, sender=Occurrence)
    try:
        assert reminders.queue_due(now=a_date.starts_at - 5 * HOUR) == 1
    finally:
        post_init.disconnect(noted, sender=Occurrence)
    assert set(read) == {a_date.pk}
