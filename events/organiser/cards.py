"""What the events room adds to the portal's front page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.portal import Card
from events.models import Event
from events.moderation.policy import EVENT_POLICY
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


def moderation_cards(request: HttpRequest) -> list[Card]:
    """For editors: how many activities wait for them."""
    if not EVENT_POLICY.user_has_permission(request.user, "publish"):
        return []
    waiting = Event.objects.moderated_by(request.user).waiting().count()
    text = ngettext("%(number)d activity waits.", "%(number)d activities wait.", waiting) % {
        "number": waiting
    }
    return [
        Card(
            group=_("The municipality's content"),
            title=_("Approve activities"),
            text=text if waiting else _("Nothing waits for you."),
            url=reverse("wagtailadmin_home"),
            icon="check",
            order=20,
        )
    ]
