"""What the welcome room registers with Wagtail and with the portal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from core.portal import Card
from newcomers.welcome.models import Delivery, WelcomePackage
from newcomers.welcome.permissions import PackagePolicy
from newcomers.welcome.querysets import WRITING_ROLES
from newcomers.welcome.viewsets import PackageDeleteBulkAction, WelcomePackageViewSet
from organisations.models import Municipality

# Before the viewset: registering it asks for the policy.
policy = PackagePolicy()
register_permission_policy(WelcomePackage, policy)
register_snippet(WelcomePackageViewSet)
# After Wagtail's own, which it replaces for this model.
hooks.register("register_bulk_action", PackageDeleteBulkAction, order=1)


@hooks.register("before_edit_snippet")
def publish_in_own_municipality_only(request: HttpRequest, instance) -> None:
    """Wagtail asks whether the user publishes anywhere; one may translate in one place and publish in
    another."""
    publishing = "action-publish" in request.POST or request.POST.get("action") == "publish"
    if isinstance(instance, WelcomePackage) and publishing:
        original = WelcomePackage.objects.get(pk=instance.pk)
        if not policy.user_has_permission_for_instance(request.user, "publish", original):
            raise PermissionDenied


@hooks.register("before_delete_snippet")
def keep_what_was_sent(request: HttpRequest, instances) -> HttpResponse | None:
    """A package that somebody has been sent stays: their link shows it, and the promise not to send it twice
    needs it."""
    keys = {instance.translation_key for instance in instances if isinstance(instance, WelcomePackage)}
    if not keys or not Delivery.objects.filter(package_key__in=keys).exists():
        return None
    messages.error(
        request,
        _("This package has been sent to people, so it cannot be deleted. You can unpublish it instead."),
    )
    return redirect(WelcomePackageViewSet().get_url_name("list"))


@hooks.register("portal_cards")
def package_cards(request: HttpRequest) -> list[Card]:
    """One card for each municipality whose packages the user writes or sends."""
    return [
        Card(
            group=municipality.name,
            title=_("Welcome packages"),
            text=_("Write them, see them in each language, and send them."),
            url=reverse("package_list", args=[municipality.pk]),
            icon="gift",
            order=41,
        )
        for municipality in Municipality.objects.with_role(request.user, WRITING_ROLES)
    ]
