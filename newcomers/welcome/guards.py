"""What Wagtail's admin may not do with a package, beyond what permissions say."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from newcomers.welcome.models import Delivery, WelcomePackage
from newcomers.welcome.viewsets import WelcomePackageViewSet


def keep_what_was_sent(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
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
