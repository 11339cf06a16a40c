"""What there is to do for a municipality's editors."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from core.models import User
from events.models import Event
from events.moderation.who import municipalities_of
from events.standing.choices import State
from events.standing.models import StandingPlace
from home.portal.card import Card, content_group
from home.portal.texting import sms
from organisations.models import Municipality
from organisations.roles import Capability


def content(user: User, now: datetime) -> list[Card]:
    """For editors: what waits for them, and the way into Wagtail's admin."""
    group = content_group()
    cards = []
    if municipalities_of(user).exists():
        waiting = Event.objects.waiting().decided_by(user, now=now).count()
        text = ngettext("%(number)d activity waits.", "%(number)d activities wait.", waiting)
        text = filled(text, number=waiting) if waiting else _("Nothing waits for you.")
        url = reverse("portal_queue")
        cards.append(Card(group, _("Approve activities"), text, url, "check", is_first=bool(waiting)))
    if Municipality.objects.where_user_may(user, Capability.MODERATE).exists():
        places = StandingPlace.objects.moderated_by(user)
        waiting = places.filter(state=State.WAITING).count()
        text = ngettext("%(number)d place waits.", "%(number)d places wait.", waiting)
        text = filled(text, number=waiting) if waiting else _("Nothing waits for you.")
        url = reverse("portal_standing_to_approve")
        cards.append(Card(group, _("Approve opening hours"), text, url, "clock", is_first=bool(waiting)))
        text = _("What organisers have written, as it was sent.")
        cards.append(Card(group, _("Messages to those who come"), text, reverse("portal_messages"), "mail"))
    if Municipality.objects.where_user_may(user, Capability.ADD_PAGES).exists():
        text = _("The municipality's page and what is under it.")
        cards.append(Card(group, _("Edit pages"), text, reverse("wagtailadmin_explore_root"), "edit"))
    if Municipality.objects.where_user_may(user, Capability.EDIT_DIRECTORY).exists():
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
    return [*cards, *sms(user, now)]
