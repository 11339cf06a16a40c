"""What follows when the municipality decides: dates come into the lists.

And when it says how one gets into a place: its dates say so in the lists. Who is named by an organisation
that has fallen silent is forgotten.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published, unpublished

from events.dates.services import sync_occurrences
from events.models import Draft, Event
from events.moderation.compare import NAMES_SOMEBODY
from events.traits import follow_venue
from events.versions import put_in_drafts, put_in_versions, versions_of
from organisations.joining.signals import contacts_ended
from organisations.models import Organisation, Venue


@receiver([published, unpublished], sender=Event)
def show_or_hide_dates(sender: type[Event], instance: Event, **kwargs: object) -> None:
    sync_occurrences(event=instance, now=timezone.now())


@receiver(post_save, sender=Venue)
def say_how_one_gets_in(sender: type[Venue], instance: Venue, created: bool, **kwargs: object) -> None:
    if not created:
        follow_venue(instance, now=timezone.now())


@receiver(contacts_ended)
def forget_whom_to_ask(sender: type[Organisation], organisation: Organisation, **kwargs: object) -> None:
    """Nobody answers for the organisation: whom its activities name is named no longer.

    Nor in a version that may be shown once more.
    """
    events, nobody = Event.objects.filter(organisation=organisation), dict.fromkeys(NAMES_SOMEBODY, "")
    events.update(**nobody)
    put_in_versions(versions_of(events), nobody)
    drafts = Draft.objects.filter(event__in=events.values("pk"))
    put_in_drafts(drafts, "who", {name: [""] for name in NAMES_SOMEBODY})
