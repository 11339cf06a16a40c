"""Where people meet and the link to take part are the activity's: whoever comes hears of a change."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.tasks import deliver_due
from events.dates import services as dates
from events.models import Event
from events.moderation.services import hand_in
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
SOON = timedelta(seconds=30)
TOLD = dates.TOLD_AFTER


@pytest.fixture
def event(organisation) -> Event:
    """A hike of a trusted organisation, with five parties."""
    organisation.is_trusted = True
    organisation.save()
    hike = factories.an_event(
        "Tur til Dønnamannen",
        organisation=organisation,
        admission="sign_up",
        meeting_point="Ferjekaia",
        online_url="https://meet.example.org/old",
    )
    date = factories.an_occurrence(hike, starts_at=datetime(2027, 1, 9, 10, 0, tzinfo=UTC))
    for number in range(5):
        created_at = NOW - timedelta(days=1)
        factories.a_signup(date, email=f"p{number}@example.org", language="en", created_at=created_at)
    return hike


def publish(event: Event, *, at: datetime = NOW, **changes: object) -> None:
    for name, value in changes.items():
        setattr(event, name, value)
    with time_machine.travel(at, tick=False):
        hand_in(event=event, user=None, now=at)


def received(smtp_server, *, at: datetime) -> list[tuple[str, str]]:
    """The subject and the text of each mail, on one line."""
    delivering.deliver_due(clock=lambda: at)
    mails = [message_from_bytes(raw, policy=policy.default) for raw in smtp_server.messages]
    texts = [next(part for part in mail.walk() if part.get_content_type() == "text/plain") for mail in mails]
    return [
        (mail["Subject"], " ".join(text.get_content().split()))
        for mail, text in zip(mails, texts, strict=True)
    ]


CHANGES = {
    "venue": ("New place:", "Where: Storsalen"),
    "meeting_point": ("New meeting point:", "Meeting point: Rådhuset It was at: Ferjekaia"),
    "online_url": ("New link:", "Take part online: https://meet.example.org/new"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_of_where_is_told_to_each_party_once(event, smtp_server, name):
    values = {
        "venue": factories.a_venue("Storsalen", municipality=event.municipality),
        "meeting_point": "Rådhuset",
        "online_url": "https://meet.example.org/new",
    }
    publish(event, **{name: values[name]})
    assert received(smtp_server, at=NOW + SOON) == []
    mails = received(smtp_server, at=NOW + TOLD)
    assert len(mails) == 5
    subject, text = CHANGES[name]
    assert mails[0][0] == f"{subject} Tur til Dønnamannen"
    assert text in mails[0][1]
    assert len(received(smtp_server, at=NOW + 3 * TOLD)) == 5


def test_everything_that_one_press_changed_is_one_mail(event, smtp_server):
    venue = factories.a_venue("Storsalen", municipality=event.municipality)
    publish(event, venue=venue, meeting_point="Rådhuset", online_url="")
    mails = received(smtp_server, at=NOW + TOLD)
    assert len(mails) == 5
    assert mails[0][0] == "New place: Tur til Dønnamannen"
    assert "Where: Storsalen" in mails[0][1]
    assert "Meeting point: Rådhuset It was at: Ferjekaia" in mails[0][1]


def test_what_is_put_back_in_time_is_told_to_nobody(event, smtp_server):
    publish(event, meeting_point="Rådhuset")
    publish(event, meeting_point="Ferjekaia", at=NOW + SOON)
    assert received(smtp_server, at=NOW + 2 * TOLD) == []


def test_move_that_is_undone_leaves_what_was_said_of_where_people_meet(event, smtp_server, organiser):
    [date] = event.occurrences.all()
    dates.move_date(
        occurrence=date, starts_at=date.starts_at + timedelta(hours=1), user=organiser, now=NOW - SOON
    )
    publish(event, meeting_point="Rådhuset")
    change = dates.last_change(event)
    dates.undo(change_id=change.pk, user=organiser, now=NOW + SOON)
    mails = received(smtp_server, at=NOW + SOON + TOLD)
    assert [subject for subject, _text in mails] == ["New meeting point: Tur til Dønnamannen"] * 5


def test_nobody_is_told_of_a_draft_or_of_other_words(event, organisation):
    draft = factories.an_event(organisation=organisation, live=False, meeting_point="Her")
    factories.a_signup(factories.an_occurrence(draft))
    draft.meeting_point = "Der"
    draft.save()
    event.bring = "Varme klær"
    event.save()
    assert not OutboxMessage.objects.exists()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_five_parties_hear_of_another_venue_from_a_real_worker(event, smtp_server, celery_worker_process):
    [date] = event.occurrences.all()
    now = timezone.now()
    starts_at = now.replace(microsecond=0) + timedelta(days=2)
    event.occurrences.filter(pk=date.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    date.signups.update(created_at=now - timedelta(hours=1))
    venue = factories.a_venue("Storsalen", municipality=event.municipality)
    publish(event, venue=venue, at=now - TOLD - SOON)
    deliver_due.delay()
    mails = [message_from_bytes(raw, policy=policy.default) for raw in smtp_server.wait(5)]
    assert sorted(mail["To"] for mail in mails) == [f"p{number}@example.org" for number in range(5)]
    assert {mail["Subject"] for mail in mails} == {"New place: Tur til Dønnamannen"}
