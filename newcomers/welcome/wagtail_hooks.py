"""What the welcome room registers with Wagtail."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from newcomers.welcome.dashboard import show_packages
from newcomers.welcome.guards import keep_what_was_sent
from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.permissions import PACKAGE_POLICY
from newcomers.welcome.viewsets import WelcomePackageViewSet

# Before the viewset: registering it asks for the policy.
register_permission_policy(WelcomePackage, PACKAGE_POLICY)
register_snippet(WelcomePackageViewSet)
hooks.register("before_delete_snippet", keep_what_was_sent)
hooks.register("construct_homepage_panels", show_packages)
