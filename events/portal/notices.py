"""Telling the organiser what the municipality decided."""

from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected

from core.languages import language_codes
from core.mail import absolute, build_message, render_letter
from core.models import User
from events.models import Event

TEMPLATES = {
    TaskState.STATUS_APPROVED: "events/mail/approved",
    TaskState.STATUS_REJECTED: "events/mail/changes_asked_for",
}


@receiver([workflow_approved, workflow_rejected], sender=WorkflowState)
def tell_organiser_after_decision(
    sender: type[WorkflowState], instance: WorkflowState, **kwargs: object
) -> None:
    if instance.base_content_type_id != ContentType.objects.get_for_model(Event).pk:
        return
    # The task imports this module.
    from events.tasks import tell_organiser

    transaction.on_commit(partial(tell_organiser.delay, task_state_id=instance.current_task_state_id))


def send_decision(*, task_state: TaskState) -> bool:
    """Mail the decision to who handed the event in. False: nobody is to be told, or nothing is decided."""
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
    build_message(letter, to=organiser.email, language=language).send()
    return True


def language_of(organiser: User, event: Event) -> str:
    """The organiser's own language, else the municipality's Norwegian."""
    return organiser.language if organiser.language in language_codes() else event.municipality.language
