"""What follows when Wagtail publishes or takes down an event: its dates appear in or leave the lists."""

from django.dispatch import receiver
from wagtail.signals import published, unpublished

from events.models import Event
from events.services import sync_occurrences


@receiver([published, unpublished], sender=Event)
def show_or_hide_dates(sender: type[Event], instance: Event, **kwargs: object) -> None:
    sync_occurrences(event=instance)
