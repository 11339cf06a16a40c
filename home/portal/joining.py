"""Organisations that want to join, that are asked whether all is right, and that have fallen silent."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from core.sorting import FEW
from home.portal.card import Card, content_group
from home.portal.reader import Reader
from organisations.joining import yearly
from organisations.models import Organisation
from organisations.roles import Capability


def joining(reader: Reader, waits: Counter[str]) -> list[Card]:
    """Whoever waits, and otherwise the way to them."""
    if not reader.may(Capability.EDIT_DIRECTORY):
        return []
    waiting = waits["joining"]
    text = ngettext(
        "%(number)d organisation waits for an answer.",
        "%(number)d organisations wait for an answer.",
        waiting,
    )
    return [
        Card(
            group=content_group(),
            title=_("Organisations that want to join"),
            text=filled(text, number=waiting)
            if waiting
            else _("Who wants to publish, and what the register says of them."),
            url=reverse("portal_joining"),
            icon="people",
            is_first=bool(waiting),
        )
    ]


def still_right(reader: Reader) -> list[Card]:
    """Owners are asked once a year whether what stands here is right."""
    if not reader.organisations:
        return []
    owned = reader.user.memberships.filter(role="owner")
    asked = yearly.unanswered(Organisation.objects.filter(pk__in=owned.values("organisation")))
    return [
        Card(
            group=_("Your organisation"),
            title=_("Is this still right?"),
            text=organisation.name,
            url=reverse("portal_still_right", args=[organisation.pk]),
            icon="help",
            is_first=True,
        )
        for organisation in asked.order_by("pk")[:FEW]
    ]


def silent(waits: Counter[str]) -> list[Card]:
    """Organisations that nobody has heard from for long, for the municipality's editors."""
    number = waits["silent"]
    if not number:
        return []
    text = ngettext(
        "%(number)d organisation has been silent for more than 14 months.",
        "%(number)d organisations have been silent for more than 14 months.",
        number,
    )
    return [
        Card(
            group=content_group(),
            title=_("Organisations that nobody has heard from"),
            text=filled(text, number=number),
            url=reverse("portal_silent"),
            icon="warning",
        )
    ]
