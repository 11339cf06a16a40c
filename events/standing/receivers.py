"""What a place repeats of its venue follows the venue; who answers STOP is asked no more."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from core.sms.incoming import stopped
from events.standing import services
from events.standing.models import StandingPlace
from organisations.models import Venue


@receiver(post_save, sender=Venue, dispatch_uid="standing.venue_written")
def venue_written(instance: Venue, created: bool, **kwargs: Any) -> None:
    if created:
        return
    for place in StandingPlace.objects.filter(venue=instance).select_related("venue"):
        place.save(update_fields=["traits"])


@receiver(stopped, dispatch_uid="standing.stopped")
def number_stopped(number: str, now: datetime, **kwargs: Any) -> None:
    for place in StandingPlace.objects.filter(contact_phone=number):
        services.stop_asking(place=place, now=now)
