"""What follows when the municipality decides: dates come into the lists, and the organiser is told.

And when it says how one gets into a place: its dates say so in the lists.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import WorkflowState
from wagtail.signals import published, unpublished, workflow_approved, workflow_rejected

from events.dates.services import sync_occurrences
from events.models import Event
from events.moderation.notices import queue_decision
from events.traits import follow_venue
from organisations.models import Venue


@receiver([published, unpublished], sender=Event)
def show_or_hide_dates(sender: type[Event], instance: Event, **kwargs: object) -> None:
    sync_occurrences(event=instance, now=timezone.now())


@receiver(post_save, sender=Venue)
def say_how_one_gets_in(sender: type[Venue], instance: Venue, created: bool, **kwargs: object) -> None:
    if not created:
        follow_venue(instance, now=timezone.now())


@receiver([workflow_approved, workflow_rejected], sender=WorkflowState)
def tell_organiser_after_decision(
    sender: type[WorkflowState], instance: WorkflowState, **kwargs: object
) -> None:
    if instance.base_content_type_id == ContentType.objects.get_for_model(Event).pk:
        queue_decision(task_state=instance.current_task_state, now=timezone.now())
