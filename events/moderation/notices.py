"""Telling the organiser what the municipality decided, in place of Wagtail's own mails."""

from django.urls import reverse
from django.utils.translation import override
from wagtail.admin import signal_handlers
from wagtail.models import TaskState

from core.languages import language_codes
from core.mail.letter import absolute, build_message, render_letter
from core.mail.smtp import hand_over
from core.models import User
from events.models import Event

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


def send_decision(*, task_state: TaskState) -> bool:
    """Mail the decision to who handed the event in. False: nobody is to be told, or nothing is decided.

    Raises `core.mail.smtp.NotTaken` when the mail server does not take it.
    """
    workflow = task_state.workflow_state
    template = TEMPLATES.get(task_state.status)
    organiser = workflow.requested_by
    event = Event.objects.filter(pk=workflow.object_id).select_related("municipality").first()
    if template is None or event is None or organiser is None or not organiser.is_active:
        return False
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
    hand_over(build_message(letter, to=organiser.email, language=language))
    return True


def language_of(organiser: User, event: Event) -> str:
    """The organiser's own language, else the municipality's Norwegian."""
    return organiser.language if organiser.language in language_codes() else event.municipality.language
