"""What a municipality's SMS cost, where they are sent."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import kroner
from core.isolation import filled
from core.models import User
from core.sms.messages import is_offered
from core.sorting import NamedQuerySet
from home.portal.card import Card, content_group
from home.portal.reader import Reader
from home.texting import Standing, standings
from organisations.models import Municipality
from organisations.roles import Capability


def sms_places(user: User) -> NamedQuerySet:
    """The municipalities whose SMS the user sees."""
    return Municipality.objects.where_user_may(user, Capability.SEE_SMS)


def sms(reader: Reader) -> list[Card]:
    """What SMS cost, where they are sent: in each of a few municipalities, or with more of them in a list."""
    if not (is_offered() and reader.may(Capability.SEE_SMS)):
        return []
    few = sms_places(reader.user).few()
    if few is None:
        text = _("What they cost in each municipality.")
        return [Card(content_group(), "SMS", text, reverse("portal_sms_list"), "phone")]
    return [sms_card(place, standing) for place, standing in standings(few, now=reader.now)]


def sms_card(place: Municipality, standing: Standing) -> Card:
    """How one municipality's SMS stand against its budget, and a warning when that comes to its end."""
    values = {"place": place.name, "used": kroner(standing.used.ore), "budget": kroner(standing.budget)}
    if standing.is_used_up:
        text = _("%(place)s: this month's budget of %(budget)s kr is used up. People get e-mail instead.")
    elif standing.is_nearly:
        text = _("%(place)s: %(used)s of %(budget)s kr are used. This month's budget is nearly used up.")
    else:
        text = _("%(place)s: %(used)s of %(budget)s kr are used this month.")
    return Card(
        group=content_group(),
        title="SMS",
        text=filled(text, **values),
        url=reverse("portal_sms", args=[place.pk]),
        icon="warning" if standing.is_used_up or standing.is_nearly else "phone",
    )


def sms_link(place: Municipality, standing: Standing) -> Card:
    """The same in a list, where the place stands before it and nothing after."""
    values = {"used": kroner(standing.used.ore), "budget": kroner(standing.budget)}
    return replace(sms_card(place, standing), title=filled(_("%(used)s of %(budget)s kr"), **values))
