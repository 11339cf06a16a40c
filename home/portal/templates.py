"""For a municipality's and a county's editors: what organisations, and welcome packages, begin from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import User
from events.models import givers
from home.portal.card import Card, content_group
from organisations.models import Region
from organisations.roles import Capability, roles_with


def templates(user: User) -> list[Card]:
    if not any(places.exists() for places in givers(user)):
        return []
    return [
        Card(
            group=content_group(),
            title=_("Templates for organisations"),
            text=_("Words and choices for activities that many have. Whoever publishes begins from them."),
            url=reverse("portal_shared"),
            icon="gift",
        )
    ]


def shared_sections(user: User) -> list[Card]:
    """What a county's editor writes once for the welcome packages of all its municipalities."""
    held = user.roles.filter(role__in=roles_with(Capability.SHARE_TEMPLATES), region__isnull=False)
    counties = Region.objects.filter(kind=Region.Kind.COUNTY, pk__in=held.values("region")).order_by("name")
    return [
        Card(
            group=county.name,
            title=_("Shared sections"),
            text=_("Parts of welcome packages that you write and translate once, for every municipality."),
            url=reverse("section_list", args=[county.slug]),
            icon="talk",
        )
        for county in counties
    ]
