"""What people of organisations do besides publishing: look after places, and arrange things with others."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from core.models import User
from events.models import Event
from events.partners.views import requests_to
from home.portal.card import Card
from organisations.models import Municipality, Organisation, Venue
from organisations.roles import Capability


def asked_together(user: User) -> list[Card]:
    """Another organisation waits for a yes."""
    waiting = requests_to(user).count()
    if not waiting:
        return []
    text = ngettext("%(number)d question waits.", "%(number)d questions wait.", waiting)
    return [_together(filled(text, number=waiting), is_first=True)]


def looked_after(user: User) -> list[Card]:
    """The places of the user's organisations, and what these arrange with others."""
    own = Organisation.objects.with_member(user).values("pk")
    cards = []
    edits = Municipality.objects.where_user_may(user, Capability.EDIT_DIRECTORY).exists()
    if not edits and Venue.objects.standing().filter(managed_by__in=own).exists():
        text = _("The places where people meet, and how to get in.")
        cards.append(Card(_("Your organisation"), _("Places to meet"), text, reverse("portal_venues"), "pin"))
    if Event.objects.filter(co_organisers__in=own, live=True).exists():
        cards.append(_together(_("What you arrange with other organisations, and how many come.")))
    return cards


def _together(text: str, *, is_first: bool = False) -> Card:
    return Card(
        group=_("Your organisation"),
        title=_("Together with others"),
        text=text,
        url=reverse("portal_together"),
        icon="people",
        is_first=is_first,
    )
