"""What the organisations room registers with Wagtail."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from organisations.cards import admin_cards
from organisations.models import Organisation, Venue
from organisations.tenancy.policies import MunicipalityPolicy
from organisations.tenancy.viewsets import ScopedDeleteBulkAction
from organisations.viewsets import OrganisationViewSet, VenueViewSet

# Before the viewsets: registering these asks for the policies.
EDITING = ("view", "add", "change")
register_permission_policy(Organisation, MunicipalityPolicy(Organisation, scope="edited_by", actions=EDITING))
register_permission_policy(Venue, MunicipalityPolicy(Venue, scope="edited_by", actions=EDITING))

register_snippet(OrganisationViewSet)
register_snippet(VenueViewSet)

# After Wagtail's own, which it replaces for these models.
hooks.register("register_bulk_action", ScopedDeleteBulkAction, order=1)
hooks.register("portal_cards", admin_cards)

# Reports on pages and help with Wagtail: nothing that the day of an editor needs.
HIDDEN_MENU_ITEMS = {"reports", "help", "snippets"}


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU_ITEMS]
