"""The municipality's packages, and each as the people who get it see it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.languages import language_codes
from core.responses import problem
from newcomers.welcome.editions import PackageGroup, group_of, grouped
from newcomers.welcome.models import Campaign, WelcomePackage
from newcomers.welcome.next_events import next_events
from newcomers.welcome.rendering import render_body
from newcomers.welcome.viewsets import WelcomePackageViewSet
from organisations.models import Municipality
from organisations.roles import Capability

CAMPAIGNS_SHOWN = 20


def may_send(request: HttpRequest, municipality_id: str) -> bool:
    return (
        Municipality.objects.where_user_may(request.user, Capability.WELCOME)
        .filter(pk=municipality_id)
        .exists()
    )


@login_required
@require_GET
def package_list(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Each package with its languages, and what has been sent."""
    scope = Municipality.objects.where_user_may(request.user, Capability.WRITE_PACKAGES)
    municipality = get_object_or_404(scope.select_related("county"), pk=kommunenummer)
    packages = (
        WelcomePackage.objects.filter(municipality=municipality).select_related("locale").order_by("pk")
    )
    groups = grouped(packages)
    sends = may_send(request, municipality.pk)
    names = {group.key: group.main.name for group in groups}
    campaigns = Campaign.objects.for_user(request.user).filter(municipality=municipality).with_progress()
    return render(
        request,
        "welcome/package_list.html",
        {
            "municipality": municipality,
            "here": "packages",
            "groups": groups,
            "language_count": len(language_codes()),
            "may_send": sends,
            "campaigns": [
                (names.get(campaign.package_key, ""), campaign) for campaign in campaigns[:CAMPAIGNS_SHOWN]
            ],
            "add_url": reverse(WelcomePackageViewSet().get_url_name("add")),
        },
    )


@login_required
@require_GET
def package_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The package as a reader of `?language=` sees it: their own language, or what they are sent instead."""
    packages = WelcomePackage.objects.for_user(request.user).select_related("municipality__county", "locale")
    package = get_object_or_404(packages, pk=pk)
    wanted = request.GET.get("language", package.language)
    if wanted not in language_codes():
        return unknown_language(request, package)
    group = group_of(package)
    shown, is_draft = shown_to(group, wanted)
    events = next_events(municipality=package.municipality, language=wanted, now=timezone.now())
    sends = may_send(request, package.municipality_id)
    return render(
        request,
        "welcome/preview.html",
        {
            "municipality": package.municipality,
            "here": "packages",
            "group": group,
            "package": package,
            "wanted": wanted,
            "shown": shown,
            "is_draft": is_draft,
            "sent_instead": group.sent_instead(wanted),
            "may_send": sends,
            "package_html": render_body(shown, events),
            "edit_url": reverse(WelcomePackageViewSet().get_url_name("edit"), args=[shown.pk]),
        },
    )


def shown_to(group: PackageGroup, wanted: str) -> tuple[WelcomePackage, bool]:
    """The row that the preview of `wanted` shows, and whether it is a draft."""
    own = group.editions.get(wanted)
    if own and not own.live:
        return own.get_latest_revision_as_object(), True
    instead = group.sent_instead(wanted)
    if instead:
        return group.live[instead], False
    return group.main.get_latest_revision_as_object(), True


def unknown_language(request: HttpRequest, package: WelcomePackage) -> HttpResponse:
    return problem(
        request,
        status=404,
        title=_("We do not have this language"),
        message=_("Choose one of the languages that are listed above the package."),
        next_url=reverse("package_preview", args=[package.pk]),
        next_label=_("See the package"),
    )
