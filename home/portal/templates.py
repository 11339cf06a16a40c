"""For a municipality's and a county's editors: what organisations, and welcome packages, begin from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import givers
from home.portal.card import Card, content_group
from home.portal.reader import Reader
from organisations.models import Region
from organisations.roles import IN_A_REGION, Capability, roles_with


def templates(reader: Reader) -> list[Card]:
    if not reader.reaches(Capability.SHARE_TEMPLATES):
        return []
    if not any(places.exists() for places in givers(reader.user)):
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


def shared_sections(reader: Reader) -> list[Card]:
    """What a county's editor writes once for the welcome packages of all its municipalities."""
    if reader.roles.isdisjoint(IN_A_REGION):
        return []
    held = reader.user.roles.filter(role__in=roles_with(Capability.SHARE_TEMPLATES), region__isnull=False)
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
