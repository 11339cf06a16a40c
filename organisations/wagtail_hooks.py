"""What the organisations room registers with Wagtail."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from core.portal import Card
from organisations.models import Municipality, Organisation, Venue
from organisations.permissions import EDITING_ROLES, MunicipalityPolicy
from organisations.viewsets import OrganisationViewSet, ScopedDeleteBulkAction, VenueViewSet

# Before the viewsets: registering these asks for the policies.
EDITING = ("view", "add", "change")
register_permission_policy(Organisation, MunicipalityPolicy(Organisation, scope="edited_by", actions=EDITING))
register_permission_policy(Venue, MunicipalityPolicy(Venue, scope="edited_by", actions=EDITING))

register_snippet(OrganisationViewSet)
register_snippet(VenueViewSet)

# After Wagtail's own, which it replaces for these models.
hooks.register("register_bulk_action", ScopedDeleteBulkAction, order=1)

# Reports on pages and help with Wagtail: nothing that the day of an editor needs.
HIDDEN_MENU_ITEMS = {"reports", "help", "snippets"}


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU_ITEMS]


@hooks.register("portal_cards")
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
