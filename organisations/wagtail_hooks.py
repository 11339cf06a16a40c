"""What the organisations room registers with Wagtail."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from organisations.models import Organisation, Venue
from organisations.roles import Capability
from organisations.tenancy.listings import StaffPageViewSet
from organisations.tenancy.policies import MunicipalityPolicy
from organisations.viewsets import OrganisationViewSet, VenueViewSet

# Before the viewsets: registering these asks for the policies.
EDITING = dict.fromkeys(("view", "add", "change"), Capability.EDIT_DIRECTORY)
for model in (Organisation, Venue):
    register_permission_policy(model, MunicipalityPolicy(model, scope="edited_by", actions=EDITING))

# After Wagtail's own, which it replaces.
hooks.register("register_admin_viewset", StaffPageViewSet, order=1)

register_snippet(OrganisationViewSet)
register_snippet(VenueViewSet)

# Reports on pages and help with Wagtail: nothing that the day of an editor needs.
HIDDEN_MENU_ITEMS = {"reports", "help", "snippets"}


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU_ITEMS]
