"""What the organisers' portal adds to a user's front page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.portal import Card
from organisations.models import Organisation


def organiser_cards(request: HttpRequest) -> list[Card]:
    """For members of organisations: their activities, and a new one for each organisation."""
    organisations = Organisation.objects.with_member(request.user)
    if not organisations:
        return []
    overview = Card(
        group=_("Your organisation"),
        title=_("Your activities"),
        text=_("What is coming, who is coming, and what waits for approval."),
        url=reverse("portal_events"),
        icon="calendar",
        order=11,
    )
    return [overview, *(_publish_card(organisation) for organisation in organisations)]


def _publish_card(organisation: Organisation) -> Card:
    return Card(
        group=_("Your organisation"),
        title=_("Publish an activity"),
        text=organisation.name,
        url=reverse("portal_event_new", args=[organisation.pk]),
        icon="plus",
        order=12,
    )
