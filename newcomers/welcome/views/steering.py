"""What a host does with a sending that runs, and what it said then."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.isolation import filled
from core.limits import count_staff_form
from newcomers.welcome import controlling
from newcomers.welcome.content.rendering import main_language, render_body
from newcomers.welcome.models import Campaign


def own_campaign(request: HttpRequest, pk: int) -> Campaign:
    campaigns = Campaign.objects.for_user(request.user)
    return get_object_or_404(
        campaigns.select_related("municipality__county", "created_by", "step__package"), pk=pk
    )


@login_required
@require_POST
def campaign_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more of it leaves until it is resumed."""
    campaign = own_campaign(request, pk)
    count_staff_form(request)
    if controlling.pause(campaign=campaign, now=timezone.now()):
        messages.success(request, _("The mailing is paused. What has left has left; the rest waits for you."))
    return redirect("campaign_detail", pk)


@login_required
@require_POST
def campaign_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits leaves from now on."""
    campaign = own_campaign(request, pk)
    count_staff_form(request)
    if controlling.resume(campaign=campaign, now=timezone.now()):
        messages.success(request, _("The mailing goes on."))
    return redirect("campaign_detail", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what stopping means, POST stops it for good."""
    campaign = own_campaign(request, pk)
    if campaign.state not in Campaign.UNFINISHED:
        return redirect("campaign_detail", pk)
    if request.method == "POST":
        count_staff_form(request)
        stopped = controlling.cancel(campaign=campaign)
        if stopped:
            tell(request, stopped)
        return redirect("campaign_detail", pk)
    waiting = campaign.deliveries.queued().count()
    context = {"campaign": campaign, "municipality": campaign.municipality, "here": "packages"}
    return render(request, "welcome/campaign_stop.html", context | {"waiting": waiting})


def tell(request: HttpRequest, stopped: controlling.Stopped) -> None:
    words = ngettext(
        "The mailing is stopped. %(count)s person was not sent it, and can be in another mailing.",
        "The mailing is stopped. %(count)s people were not sent it, and can be in another mailing.",
        stopped.skipped,
    )
    messages.success(request, filled(words, count=stopped.skipped))


@login_required
@require_GET
def campaign_said(request: HttpRequest, pk: int) -> HttpResponse:
    """What it said when it was sent, in `?language=`: no change of the package since is in it."""
    campaign = own_campaign(request, pk)
    editions = {edition.language: edition for edition in campaign.editions.order_by("pk")}
    wanted = request.GET.get("language", campaign.step.package.language)
    edition = editions.get(wanted) or next(iter(editions.values()))
    return render(
        request,
        "welcome/campaign_said.html",
        {
            "campaign": campaign,
            "municipality": campaign.municipality,
            "here": "packages",
            "languages": list(editions),
            "wanted": edition.language,
            "content": edition.content,
            "main_language": main_language(edition.content),
            "package_html": render_body(edition.content),
        },
    )
