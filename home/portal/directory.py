"""What people of organisations do besides publishing: look after places, and arrange things with others."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from home.portal.card import Card
from home.portal.reader import Reader
from organisations.roles import Capability


def asked_together(waits: Counter[str]) -> list[Card]:
    """Another organisation waits for a yes."""
    waiting = waits["asked_together"]
    if not waiting:
        return []
    text = ngettext("%(number)d question waits.", "%(number)d questions wait.", waiting)
    return [_together(filled(text, number=waiting), is_first=True)]


def looked_after(reader: Reader, waits: Counter[str]) -> list[Card]:
    """The places of the user's organisations, and what these arrange with others."""
    cards = []
    if waits["venues"] and not reader.may(Capability.EDIT_DIRECTORY):
        text = _("The places where people meet, and how to get in.")
        cards.append(Card(_("Your organisation"), _("Places to meet"), text, reverse("portal_venues"), "pin"))
    if waits["together"]:
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
