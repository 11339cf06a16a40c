"""Telling the organiser what the municipality decided, in place of Wagtail's own mails."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin import signal_handlers
from wagtail.models import TaskState

from core.languages import language_codes
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import queue
from core.models import User
from events.models import Event

DECISION = "events.decision"
# The activity's own page says it too.
WORTH = timedelta(days=7)
TEMPLATES = {
    TaskState.STATUS_APPROVED: "events/mail/approved",
    TaskState.STATUS_REJECTED: "events/mail/changes_asked_for",
}


def silence_wagtail() -> None:
    """Wagtail's own mails lead to its admin, which organisers never see, and are sent while the editor waits.

    Disconnecting would not do: Wagtail connects them later.
    """
    for notifier in (
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        notifier.valid_classes = ()


def queue_decision(*, task_state: TaskState, now: datetime) -> None:
    """Have the decision told to who handed the activity in, if anybody did. `now` is UTC."""
    organiser_id = task_state.workflow_state.requested_by_id
    if organiser_id is None:
        return
    queue(kind=DECISION, about=f"task_state:{task_state.pk}", recipient=f"user:{organiser_id}", now=now)


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """The mail to who handed the activity in. Raises `Unwanted` when nobody is to be told."""
    rows = TaskState.objects.select_related("workflow_state__requested_by")
    task_state = rows.filter(pk=row.about.removeprefix("task_state:")).first()
    if task_state is None:
        raise Unwanted
    workflow = task_state.workflow_state
    template = TEMPLATES.get(task_state.status)
    organiser = workflow.requested_by
    event = Event.objects.filter(pk=workflow.object_id).select_related("municipality").first()
    if template is None or event is None or organiser is None or not organiser.is_active:
        raise Unwanted
    language = language_of(organiser, event)
    with override(language):
        url = absolute(reverse("portal_event", args=[event.pk]))
    text = event.source_text
    context = {
        "title": text.title if text else event.title,
        "title_language": text.language if text else language,
        "municipality": event.municipality,
        "comment": task_state.comment,
        "url": url,
    }
    letter = render_letter(template, context, language=language)
    return build_message(letter, to=organiser.email, language=language)


def language_of(organiser: User, event: Event) -> str:
    """The organiser's own language, else the municipality's Norwegian."""
    return organiser.language if organiser.language in language_codes() else event.municipality.language


def register_notices() -> None:
    """Called while the app gets ready."""
    register(Kind(DECISION, priority=Priority.NEWS, worth=WORTH, make=make))
