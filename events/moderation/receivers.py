"""What follows when the municipality decides: dates come into the lists, and the organiser is told."""

from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import published, unpublished, workflow_approved, workflow_rejected

from events.dates.services import sync_occurrences
from events.models import Event
from events.moderation.tasks import tell_organiser


@receiver([published, unpublished], sender=Event)
def show_or_hide_dates(sender: type[Event], instance: Event, **kwargs: object) -> None:
    sync_occurrences(event=instance)


@receiver([workflow_approved, workflow_rejected], sender=WorkflowState)
def tell_organiser_after_decision(
    sender: type[WorkflowState], instance: WorkflowState, **kwargs: object
) -> None:
    if instance.base_content_type_id == ContentType.objects.get_for_model(Event).pk:
        transaction.on_commit(partial(tell_organiser.delay, task_state_id=instance.current_task_state_id))
