"""What the municipality decided is told to who handed it in: once, in their language."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.models import Event
from events.moderation.notices import queue_decision
from events.publishing import submit_event
from tests import factories

pytestmark = pytest.mark.django_db
NAMES = "wagtailsnippets_events_event"


@pytest.fixture
def waiting(organisation, organiser) -> Event:
    """A café in Herøy that waits for approval, with three dates."""
    event = factories.an_event(live=False, organisation=organisation)
    factories.a_series(event)
    submit_event(event=event, user=organiser, now=timezone.now())
    return Event.objects.get(pk=event.pk)


def task_of(event: Event) -> TaskState:
    return event.workflow_states.latest("pk").task_states.latest("pk")


def action_url(event: Event, action: str = "approve", task: TaskState | None = None) -> str:
    return reverse(f"{NAMES}:workflow_action", args=[event.pk, action, (task or task_of(event)).pk])


@pytest.mark.parametrize(
    ("action", "subject"), [("approve", "Approved: "), ("reject", "Please change something: ")]
)
def test_decision_is_mailed_in_the_organisers_language(waiting, editor, organiser, action, subject):
    organiser.language = "en"
    organiser.save()
    task = task_of(waiting)
    getattr(task, action)(user=editor, comment="Takk & hei")
    delivering.deliver_due()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([organiser.email], subject + waiting.title)
    assert f"/en/portal/events/{waiting.pk}/" in letter.body
    assert "Takk & hei" in letter.body
    assert "Takk &amp; hei" in letter.alternatives[0].content


def test_decision_is_told_once_however_often_it_is_taken(client, waiting, editor, organiser):
    task = task_of(waiting)
    client.force_login(editor)
    client.post(action_url(waiting), {"comment": ""})
    client.post(action_url(waiting, task=task), {"comment": ""})
    queue_decision(task_state=task, now=timezone.now())
    delivering.deliver_due()
    delivering.deliver_due()
    assert [letter.to for letter in mail.outbox] == [[organiser.email]]


def test_mail_about_an_event_that_is_gone_is_not_sent(waiting, editor):
    task = task_of(waiting)
    task.reject(user=editor)
    waiting.delete()
    delivering.deliver_due()
    assert mail.outbox == []
    assert OutboxMessage.objects.get().state == "skipped"
