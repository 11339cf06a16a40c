"""What the organisations room registers with Wagtail."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from organisations.models import Organisation, Venue
from organisations.roles import Capability
from organisations.tenancy.listings import StaffPageViewSet
from organisations.tenancy.menus import close_menu
from organisations.tenancy.policies import MunicipalityPolicy
from organisations.tenancy.translations import refuse_to_lose_words
from organisations.viewsets import OrganisationViewSet, VenueViewSet

# Before the viewsets: registering these asks for the policies.
EDITING = dict.fromkeys(("view", "add", "change"), Capability.EDIT_DIRECTORY)
for model in (Organisation, Venue):
    register_permission_policy(model, MunicipalityPolicy(model, scope="edited_by", actions=EDITING))

# After Wagtail's own, which it replaces.
hooks.register("register_admin_viewset", StaffPageViewSet, order=1)

register_snippet(OrganisationViewSet)
register_snippet(VenueViewSet)

# After every other hook has put in its own.
hooks.register("construct_main_menu", close_menu, order=1000)

# Before wagtail-localize's own, which publish.
hooks.register("before_edit_page", refuse_to_lose_words, order=-1)
hooks.register("before_edit_snippet", refuse_to_lose_words, order=-1)
