"""What Wagtail's admin may not do with a step, beyond what permissions say."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from newcomers.welcome.models import Campaign, PackageStep
from newcomers.welcome.viewsets import PackageStepViewSet


def keep_what_was_sent(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """A step that somebody has been sent stays: their link shows it, and the promise not to send it twice
    needs it."""
    steps = [instance.pk for instance in instances if isinstance(instance, PackageStep)]
    if not steps or not Campaign.objects.filter(step__in=steps).exists():
        return None
    messages.error(
        request,
        _("This has been sent to people, so it cannot be deleted. You can unpublish it instead."),
    )
    return redirect(PackageStepViewSet().get_url_name("list"))
