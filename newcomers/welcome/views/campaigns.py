"""Sending: first who would get what, then the sending itself as it goes."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from core.limits import count_staff_form
from core.models import User
from core.responses import problem
from newcomers.welcome import services
from newcomers.welcome.models import Campaign, PackageStep
from newcomers.welcome.progress import ABOUT_THE_ADDRESS, progress_of

NAMES_SHOWN = 20
DELIVERIES_PER_PAGE = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows who would get what and changes nothing; POST sends."""
    steps = PackageStep.objects.sendable_by(request.user).select_related(
        "package__municipality__county", "live_revision"
    )
    step = get_object_or_404(steps, pk=pk)
    now = timezone.now()
    try:
        if request.method == "POST":
            count_staff_form(request)
            campaign = services.start_campaign(step=step, user=cast(User, request.user), now=now)
            return redirect("campaign_detail", campaign.pk)
        plan = services.plan_campaign(step=step, now=now)
    except services.NothingPublished:
        return still_a_draft(request, step)
    except services.NobodyLeft:
        messages.info(request, _("There is nobody left to send it to. Nothing was sent."))
        return redirect("campaign_dry_run", step.pk)
    return render(
        request,
        "welcome/dry_run.html",
        {
            "municipality": step.municipality,
            "here": "packages",
            "step": step,
            "plan": plan,
            "names": plan.recipients[:NAMES_SHOWN],
            "names_left": max(len(plan.recipients) - NAMES_SHOWN, 0),
        },
    )


def still_a_draft(request: HttpRequest, step: PackageStep) -> HttpResponse:
    return problem(
        request,
        status=409,
        title=_("This package is still a draft"),
        message=_(
            "Drafts are never sent, and what is not in use is not either. Publish it, and come back here."
        ),
        next_url=reverse("package_list", args=[step.municipality_id]),
        next_label=_("See the welcome packages"),
    )


@login_required
@require_GET
@vary_on_headers("HX-Request")
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How the sending goes. The page asks every few seconds how far it has come, and for nothing else."""
    campaigns = Campaign.objects.for_user(request.user).select_related(
        "municipality__county", "created_by", "step__package"
    )
    campaign = get_object_or_404(campaigns, pk=pk)
    context = {"campaign": campaign, "municipality": campaign.municipality, "here": "packages"}
    context |= {"progress": progress_of(campaign), "read_at": timezone.now()}
    if "HX-Request" in request.headers:
        here = reverse("campaign_detail", args=[campaign.pk])
        return render(request, "welcome/campaign_answer.html", context | {"here_url": here})
    context |= page_of_deliveries(request, campaign)
    return render(request, "welcome/campaign.html", context)


def page_of_deliveries(request: HttpRequest, campaign: Campaign) -> dict[str, object]:
    """One page of the people, in the order in which they were put into the queue: keyset paging."""
    after = request.GET.get("after", "")
    deliveries = campaign.deliveries.select_related("newcomer").order_by("pk")
    if after.isdecimal() and len(after) < 19:
        deliveries = deliveries.filter(pk__gt=after)
    rows = list(deliveries[: DELIVERIES_PER_PAGE + 1])
    here = reverse("campaign_detail", args=[campaign.pk])
    more = len(rows) > DELIVERIES_PER_PAGE
    return {
        "deliveries": rows[:DELIVERIES_PER_PAGE],
        "previous_url": here if after else "",
        "next_url": f"{here}?after={rows[DELIVERIES_PER_PAGE - 1].pk}" if more else "",
        "here_url": f"{here}?after={after}" if after else here,
        "about_the_address": ABOUT_THE_ADDRESS,
    }
