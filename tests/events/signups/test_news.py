"""What happens to a date is told once to each who is signed up, in their language, unless it is undone."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import uuid4

import pytest
import vobject

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.dates import services as dates
from events.dates.changes import DateChange, DateState, What, change_of
from events.models import DateNews, Occurrence
from events.signals import dates_change_undone, dates_changed
from events.signups import news
from events.signups.models import Signup
from events.telling import news as telling
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def date() -> Occurrence:
    return factories.an_occurrence(
        factories.an_event(admission="sign_up"), starts_at=datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
    )


def a_signup(date: Occurrence, email: str = "olena@example.org", **fields) -> Signup:
    return factories.a_signup(date, **{"email": email, "language": "en", "created_at": NOW - HOUR, **fields})


def deliver(now: datetime = NOW + news.TOLD_AFTER) -> None:
    delivering.deliver_due(clock=lambda: now)


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def part(message: EmailMessage, content_type: str) -> str:
    found = next(each for each in message.walk() if each.get_content_type() == content_type)
    return " ".join(found.get_content().split())


def taken_down(date: Occurrence) -> None:
    before = DateState.of(date)
    Occurrence.objects.filter(pk=date.pk).update(is_public=False)
    date.refresh_from_db()
    send(change_of(date, before=before))


def send(*changes: DateChange | None, now: datetime = NOW) -> None:
    dates_changed.send(sender=Occurrence, changes=list(changes), change_id=uuid4(), now=now)


def in_the_library(date: Occurrence) -> None:
    venue = factories.a_venue(municipality=date.municipality, name="Storsalen")
    dates.edit_date(occurrence=date, venue=venue, user=None, now=NOW)


CHANGES = {
    What.CANCELLED: lambda date: dates.cancel_date(occurrence=date, user=None, now=NOW, reason="Kari er syk"),
    What.POSTPONED: lambda date: dates.postpone_date(
        occurrence=date, user=None, now=NOW, reason="Snø på veien"
    ),
    What.MOVED: lambda date: dates.move_date(
        occurrence=date, starts_at=date.starts_at + HOUR, user=None, now=NOW
    ),
    What.CHANGED_LENGTH: lambda date: dates.edit_date(
        occurrence=date, ends_at=date.ends_at + HOUR, user=None, now=NOW
    ),
    What.PLACE: in_the_library,
    What.NOTE: lambda date: dates.note_date(occurrence=date, note="Ta med varme klær", user=None, now=NOW),
    What.TAKEN_DOWN: taken_down,
}
SAID = {
    What.CANCELLED: ("Cancelled by the organiser:", ["has cancelled this date", "Kari er syk"]),
    What.POSTPONED: ("Postponed:", ["the new day is not known yet", "Snø på veien"]),
    What.MOVED: ("New time:", ["It was: Tuesday", "18:00 to 20:00", "When: Tuesday", "19:00 to 21:00"]),
    What.CHANGED_LENGTH: ("Ends at another time:", ["It was: Tuesday", "18:00 to 21:00"]),
    What.PLACE: ("New place:", ["It was at: Herøy folkebibliotek", "Where: Storsalen"]),
    What.NOTE: ("The organiser writes about:", ["Ta med varme klær"]),
    What.TAKEN_DOWN: ("No longer announced:", ["Ask the organiser"]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_is_told_with_what_it_was_and_what_it_is(smtp_server, date, what):
    signup = a_signup(date)
    a_signup(date, "gone@example.org", status="cancelled")
    a_signup(date, email="", phone="900 00 000")
    CHANGES[what](date)
    deliver(NOW + news.TOLD_AFTER - timedelta(seconds=1))
    assert smtp_server.messages == []
    deliver()
    deliver()
    (raw,) = smtp_server.messages
    message = parsed(raw)
    begins, words = SAID[what]
    assert message["To"] == signup.email
    assert message["Subject"].strip().startswith(begins)
    text = part(message, "text/plain")
    for each in words:
        assert each in text
        assert each.split(": ")[-1] in part(message, "text/html")
    has_link = "/sign-up/" in text
    assert has_link is (what not in (What.CANCELLED, What.TAKEN_DOWN))
    calendars = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    if what is What.TAKEN_DOWN:
        assert calendars == []
        return
    [calendar] = calendars
    event = vobject.readOne(calendar.get_payload(decode=True).decode()).vevent
    date.refresh_from_db()
    # It updates the one that the person has.
    assert str(date.public_id) in event.uid.value
    assert int(event.sequence.value) > 0
    assert event.dtstart.value == date.starts_at
    assert (event.status.value == "CANCELLED") is (what is What.CANCELLED)


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_change_is_told_in_the_persons_language(smtp_server, date, language):
    a_signup(date, language=language, name="<b>Olena</b>")
    CHANGES[What.MOVED](date)
    deliver()
    message = parsed(smtp_server.messages[0])
    html = part(message, "text/html")
    assert message["Content-Language"] == language
    assert "&lt;b&gt;Olena" in html
    assert ('dir="rtl"' in html) is (language == "ar")
    assert "{{" not in html + part(message, "text/plain")


def test_note_is_on_one_line_and_says_when_it_is_gone(smtp_server, date):
    a_signup(date)
    words = "Ta med sko\r\n\r\nSee your sign-up, or give up your places:\nhttps://elsewhere.example/"
    dates.note_date(occurrence=date, note=words, user=None, now=NOW)
    deliver()
    dates.note_date(occurrence=date, note="", user=None, now=NOW + HOUR)
    deliver(NOW + 2 * HOUR)
    written, gone = (parsed(raw).get_body(("plain",)).get_content() for raw in smtp_server.messages)
    assert written.splitlines().count("See your sign-up, or give up your places:") == 1
    assert "has taken away what was written about this date" in gone


def test_undo_within_two_minutes_tells_nobody(smtp_server, date):
    a_signup(date)
    before = DateState.of(date)
    CHANGES[What.MOVED](date)
    [row] = OutboxMessage.objects.all()
    told = DateNews.objects.get().change_id
    undo_it(date, before, told, uuid4(), now=NOW + timedelta(minutes=1))
    deliver(NOW + HOUR)
    assert smtp_server.messages == []
    assert not OutboxMessage.objects.exists()
    assert not DateNews.objects.exists()
    assert row.about == f"change:{told}"


def undo_it(date: Occurrence, was: DateState, change_id, new_change_id, *, now: datetime) -> None:
    """As the services of the dates do."""
    moved = DateState.of(date)
    Occurrence.objects.filter(pk=date.pk).update(starts_at=was.starts_at, ends_at=was.ends_at)
    date.refresh_from_db()
    changes = [change_of(date, before=moved)]
    dates_change_undone.send(
        sender=Occurrence, change_id=change_id, new_change_id=new_change_id, changes=changes, now=now
    )


def test_undo_later_tells_all_who_know_the_date_otherwise(smtp_server, date):
    a_signup(date)
    before = DateState.of(date)
    CHANGES[What.MOVED](date)
    deliver()
    later = NOW + HOUR
    a_signup(date, "new@example.org", created_at=NOW + timedelta(minutes=10))
    undo_it(date, before, DateNews.objects.get().change_id, uuid4(), now=later)
    a_signup(date, "newest@example.org", created_at=later + timedelta(minutes=1))
    deliver(later + news.TOLD_AFTER)
    assert [parsed(raw)["To"] for raw in smtp_server.messages] == [
        "olena@example.org",
        "olena@example.org",
        "new@example.org",
    ]
    for raw in smtp_server.messages[1:]:
        text = part(parsed(raw), "text/plain")
        assert "It was: Tuesday 5 January, 19:00 to 21:00" in text
        assert "When: Tuesday 5 January, 18:00 to 20:00" in text
    assert Signup.objects.get(email="olena@example.org").expires_at == date.ends_at + timedelta(days=30)


@pytest.mark.parametrize("by_undo", [True, False])
def test_who_signs_up_for_a_time_that_is_taken_back_at_once_is_told(smtp_server, date, by_undo):
    a_signup(date)
    before = DateState.of(date)
    CHANGES[What.MOVED](date)
    a_signup(date, "new@example.org", created_at=NOW + timedelta(seconds=30))
    back = NOW + timedelta(minutes=1)
    if by_undo:
        undo_it(date, before, DateNews.objects.get().change_id, uuid4(), now=back)
    else:
        dates.move_date(occurrence=date, starts_at=before.starts_at, user=None, now=back)
    deliver(back + news.TOLD_AFTER)
    (raw,) = smtp_server.messages
    text = part(parsed(raw), "text/plain")
    assert parsed(raw)["To"] == "new@example.org"
    assert "It was: Tuesday 5 January, 19:00 to 21:00" in text
    assert "When: Tuesday 5 January, 18:00 to 20:00" in text


@pytest.mark.parametrize("turn", [True, False])
def test_first_of_two_moves_is_told_when_the_second_is_undone(smtp_server, date, turn):
    """`turn`: the first one's mail had its turn, and left the telling to the second's, before the undo."""
    week_after = factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=7))
    a_signup(date)
    a_signup(week_after)
    changes = []
    for each in (date, week_after):
        was = DateState.of(each)
        Occurrence.objects.filter(pk=each.pk).update(starts_at=each.starts_at + HOUR)
        each.refresh_from_db()
        changes.append(change_of(each, before=was))
    send(*changes)
    first = DateState.of(date)
    second_at = NOW + timedelta(minutes=1)
    dates.move_date(occurrence=date, starts_at=date.starts_at + HOUR, user=None, now=second_at)
    if turn:
        deliver()
    second = DateNews.objects.order_by("pk").last().change_id
    undone_at = NOW + timedelta(minutes=2, seconds=30)
    undo_it(date, first, second, uuid4(), now=undone_at)
    deliver(undone_at + news.TOLD_AFTER)
    deliver(undone_at + HOUR)
    texts = " ".join(part(parsed(raw), "text/plain") for raw in smtp_server.messages)
    for day in ("5 January", "12 January"):
        assert texts.count(f"It was: Tuesday {day}, 18:00 to 20:00") == 1
        assert texts.count(f"When: Tuesday {day}, 19:00 to 20:00") == 1


def test_address_that_nobody_confirmed_gets_news_once_a_day_and_then_all_of_it(smtp_server, date):
    a_signup(date)
    stranger = a_signup(date, "stranger@example.org", firm_since=None)
    for hours in (0, 1, 2):
        at = NOW + hours * HOUR
        date.refresh_from_db()
        dates.move_date(occurrence=date, starts_at=date.starts_at + HOUR, user=None, now=at)
        deliver(at + news.TOLD_AFTER)
    deliver(NOW + 23 * HOUR)
    to = [parsed(raw)["To"] for raw in smtp_server.messages]
    assert (to.count("olena@example.org"), to.count(stranger.email)) == (3, 1)
    deliver(NOW + 25 * HOUR)
    *_others, raw = smtp_server.messages
    assert parsed(raw)["To"] == stranger.email
    text = part(parsed(raw), "text/plain")
    assert "It was: Tuesday 5 January, 19:00 to 21:00" in text
    assert "When: Tuesday 5 January, 21:00 to 23:00" in text
    deliver(NOW + 60 * HOUR)
    assert len(smtp_server.messages) == 5


def test_several_dates_of_one_person_in_one_change_are_one_mail(smtp_server, date):
    others = [
        factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=7 * week))
        for week in (1, 2)
    ]
    for each in (date, *others):
        a_signup(each, "Olena@example.org")
    a_signup(others[0], "samir@example.org")
    changes = []
    for each in (date, *others):
        before = DateState.of(each)
        Occurrence.objects.filter(pk=each.pk).update(starts_at=each.starts_at + HOUR)
        each.refresh_from_db()
        changes.append(change_of(each, before=before))
    send(*changes)
    deliver()
    mails = {parsed(raw)["To"]: parsed(raw) for raw in smtp_server.messages}
    assert set(mails) == {"Olena@example.org", "samir@example.org"}
    assert len(smtp_server.messages) == 2
    assert mails["Olena@example.org"]["Subject"].strip().startswith("Your dates have changed:")
    assert part(mails["Olena@example.org"], "text/plain").count("It was:") == 3
    calendars = [
        each for each in mails["Olena@example.org"].walk() if each.get_content_type() == "text/calendar"
    ]
    assert len(calendars) == 3


def test_two_changes_in_two_minutes_are_told_as_one(smtp_server, date):
    a_signup(date)
    CHANGES[What.MOVED](date)
    dates.move_date(
        occurrence=date, starts_at=date.starts_at + HOUR, user=None, now=NOW + timedelta(minutes=1)
    )
    deliver(NOW + timedelta(minutes=5))
    (raw,) = smtp_server.messages
    text = part(parsed(raw), "text/plain")
    assert "It was: Tuesday 5 January, 18:00 to 20:00" in text
    assert "When: Tuesday 5 January, 20:00 to 22:00" in text


def test_change_that_is_taken_back_by_another_change_tells_nobody(smtp_server, date):
    a_signup(date)
    CHANGES[What.CANCELLED](date)
    dates.bring_back_date(occurrence=date, user=None, now=NOW + timedelta(minutes=1))
    deliver(NOW + timedelta(minutes=5))
    assert smtp_server.messages == []


def test_who_signs_up_after_a_change_or_cancels_meanwhile_is_not_told(smtp_server, date):
    signup = a_signup(date)
    CHANGES[What.MOVED](date)
    a_signup(date, "new@example.org", created_at=NOW + timedelta(minutes=1))
    Signup.objects.filter(pk=signup.pk).update(status="cancelled", cancelled_at=NOW)
    deliver()
    assert smtp_server.messages == []


def test_news_end_by_themselves(date):
    a_signup(date)
    CHANGES[What.MOVED](date)
    telling.end_old(now=NOW + telling.KEPT_FOR - timedelta(seconds=1))
    assert DateNews.objects.count() == 1
    telling.end_old(now=NOW + telling.KEPT_FOR)
    assert not DateNews.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_telling_takes_as_many_statements_for_many_as_for_one(date, number, django_assert_num_queries):
    changes = []
    for week in range(number):
        each = factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=7 * week + 1))
        a_signup(each, f"p{week}@example.org")
        before = DateState.of(each)
        Occurrence.objects.filter(pk=each.pk).update(status="cancelled")
        each.refresh_from_db()
        changes.append(change_of(each, before=before))
    # What nobody was told of yet, the news, who is signed up, the rows.
    with django_assert_num_queries(4):
        news.tell(changes=changes, change_id=uuid4(), now=NOW)


def test_what_happens_to_a_date_that_is_not_announced_is_told_when_it_is_again(smtp_server, date):
    a_signup(date)
    taken_down(date)
    deliver()
    assert len(smtp_server.messages) == 1
    dates.move_date(occurrence=date, starts_at=date.starts_at + HOUR, user=None, now=NOW + HOUR)
    deliver(NOW + 2 * HOUR)
    assert len(smtp_server.messages) == 1
    before = DateState.of(date)
    Occurrence.objects.filter(pk=date.pk).update(is_public=True)
    date.refresh_from_db()
    send(change_of(date, before=before), now=NOW + 3 * HOUR)
    deliver(NOW + 4 * HOUR)
    assert "It takes place after all" in parsed(smtp_server.messages[-1])["Subject"]
    assert "19:00" in part(parsed(smtp_server.messages[-1]), "text/plain")
