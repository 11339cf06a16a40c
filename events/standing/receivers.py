"""What a place repeats of its venue follows the venue."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from events.standing.models import StandingPlace
from organisations.models import Venue


@receiver(post_save, sender=Venue, dispatch_uid="standing.venue_written")
def venue_written(instance: Venue, created: bool, **kwargs: Any) -> None:
    if created:
        return
    for place in StandingPlace.objects.filter(venue=instance).select_related("venue"):
        place.save(update_fields=["traits"])
