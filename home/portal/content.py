"""What there is to do for a municipality's editors."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from home.portal.card import Card, content_group
from home.portal.reader import Reader
from home.portal.texting import sms
from organisations.roles import Capability


def content(reader: Reader, waits: Counter[str]) -> list[Card]:
    """For editors: what waits for them, and the way into Wagtail's admin."""
    group = content_group()
    cards = []
    if reader.may(Capability.MODERATE) or reader.reaches(Capability.DECIDE_LATE):
        waiting = waits["to_approve"]
        text = ngettext("%(number)d activity waits.", "%(number)d activities wait.", waiting)
        text = filled(text, number=waiting) if waiting else _("Nothing waits for you.")
        url = reverse("portal_queue")
        cards.append(Card(group, _("Approve activities"), text, url, "check", is_first=bool(waiting)))
    if reader.may(Capability.MODERATE):
        waiting = waits["places_to_approve"]
        text = ngettext("%(number)d place waits.", "%(number)d places wait.", waiting)
        text = filled(text, number=waiting) if waiting else _("Nothing waits for you.")
        url = reverse("portal_standing_to_approve")
        cards.append(Card(group, _("Approve opening hours"), text, url, "clock", is_first=bool(waiting)))
        text = _("What organisers have written, as it was sent.")
        cards.append(Card(group, _("Messages to those who come"), text, reverse("portal_messages"), "mail"))
    if reader.may(Capability.ADD_PAGES):
        text = _("The municipality's page and what is under it.")
        cards.append(Card(group, _("Edit pages"), text, reverse("wagtailadmin_explore_root"), "edit"))
    if reader.may(Capability.EDIT_DIRECTORY):
        cards += [
            Card(
                group=group,
                title=_("Organisations and the people in them"),
                text=_("Say who may publish activities, and who you trust to publish without waiting."),
                url=reverse("portal_directory"),
                icon="people",
            ),
            Card(
                group=group,
                title=_("Places to meet"),
                text=_("The places where people meet, and how to get in."),
                url=reverse("portal_venues"),
                icon="pin",
            ),
            Card(
                group=group,
                title=_("School holidays"),
                text=_(
                    "Organisers are asked whether they pause then. Once a year, from the school calendar."
                ),
                url=reverse("wagtailsnippets_events_schoolholiday:list"),
                icon="calendar",
            ),
        ]
    return [*cards, *sms(reader)]
