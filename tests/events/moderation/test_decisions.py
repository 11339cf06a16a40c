"""What the municipality decided is told to who handed it in: once, in their language."""

import pytest
from django.core import mail
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.models import Event
from events.moderation.notices import queue_decision
from events.moderation.services import approve, ask_for_changes, hand_in
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(organisation, organiser) -> Event:
    """A café in Herøy that waits for approval, with three dates."""
    event = factories.an_event(live=False, organisation=organisation)
    factories.a_series(event)
    hand_in(event=event, user=organiser, now=timezone.now())
    return Event.objects.get(pk=event.pk)


@pytest.mark.parametrize(
    ("decide", "subject"), [(approve, "Approved: "), (ask_for_changes, "Please change something: ")]
)
def test_decision_is_mailed_in_the_organisers_language(waiting, editor, organiser, decide, subject):
    organiser.language = "en"
    organiser.save()
    decide(event=waiting, user=editor, why="Takk & hei", now=timezone.now())
    delivering.deliver_due()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([organiser.email], subject + waiting.title)
    assert f"/en/portal/events/{waiting.pk}/" in letter.body
    assert "Takk & hei" in letter.body
    assert "Takk &amp; hei" in letter.alternatives[0].content


def test_decision_is_told_once_however_often_it_is_queued(waiting, editor, organiser):
    entry = approve(event=waiting, user=editor, now=timezone.now())
    queue_decision(entry=entry, now=timezone.now())
    delivering.deliver_due()
    delivering.deliver_due()
    assert [letter.to for letter in mail.outbox] == [[organiser.email]]


def test_mail_about_an_event_that_is_gone_is_not_sent(waiting, editor):
    ask_for_changes(event=waiting, user=editor, why="Hva koster det?", now=timezone.now())
    waiting.delete()
    delivering.deliver_due()
    assert mail.outbox == []
    assert OutboxMessage.objects.get(kind="events.decision").state == "skipped"


@pytest.mark.parametrize("left", ["before the decision", "before the mail", "by an account that is shut"])
def test_decision_is_told_to_nobody_who_has_left(waiting, editor, organiser, organisation, left):
    owner = factories.a_member(organisation, user=factories.a_user("Åse Eier"), role="owner")
    if left == "before the mail":
        approve(event=waiting, user=editor, now=timezone.now())
    if left == "by an account that is shut":
        organiser.is_active = False
        organiser.save()
    else:
        organiser.memberships.all().delete()
    if left != "before the mail":
        approve(event=waiting, user=editor, now=timezone.now())
    delivering.deliver_due()
    told = [letter.to for letter in mail.outbox]
    assert told == ([] if left == "before the mail" else [[owner.email]])
