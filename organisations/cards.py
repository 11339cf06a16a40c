"""What the organisations room adds to the portal's front page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.portal import Card
from organisations.choices import EDITING_ROLES
from organisations.models import Municipality


def admin_cards(request: HttpRequest) -> list[Card]:
    """For editors: the way into Wagtail's admin."""
    if not Municipality.objects.with_role(request.user, EDITING_ROLES).exists():
        return []
    group = _("The municipality's content")
    return [
        Card(
            group=group,
            title=_("Edit pages"),
            text=_("The municipality's page and what stands under it."),
            url=reverse("wagtailadmin_explore_root"),
            icon="edit",
            order=30,
        ),
        Card(
            group=group,
            title=_("Organisations and the people in them"),
            text=_("Say who may publish activities, and whom you trust to publish without waiting."),
            url=reverse("wagtailsnippets_organisations_organisation:list"),
            icon="people",
            order=31,
        ),
        Card(
            group=group,
            title=_("Venues"),
            text=_("The places where people meet, and how to get in."),
            url=reverse("wagtailsnippets_organisations_venue:list"),
            icon="pin",
            order=32,
        ),
    ]
