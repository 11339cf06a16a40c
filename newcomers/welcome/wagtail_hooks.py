"""What the welcome room registers with Wagtail."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from newcomers.welcome import choosers
from newcomers.welcome.dashboard import show_desk
from newcomers.welcome.guards import keep_what_was_sent
from newcomers.welcome.models import Contact, PackageStep
from newcomers.welcome.permissions import CONTACT_POLICY, STEP_POLICY
from newcomers.welcome.viewsets import PackageStepViewSet

# Before the viewset: registering it asks for the policy.
register_permission_policy(PackageStep, STEP_POLICY)
register_permission_policy(Contact, CONTACT_POLICY)
register_snippet(PackageStepViewSet)
hooks.register("register_admin_viewset", lambda: list(choosers.ALL))
hooks.register("before_delete_snippet", keep_what_was_sent)
hooks.register("construct_homepage_panels", show_desk)
