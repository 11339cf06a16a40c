"""A sending as it goes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from newcomers.welcome.models import Campaign
from newcomers.welcome.progress import ABOUT_THE_ADDRESS, progress_of
from newcomers.welcome.views.steering import own_campaign

DELIVERIES_PER_PAGE = 100


@login_required
@require_GET
@vary_on_headers("HX-Request")
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How the sending goes. The page asks every few seconds how far it has come, and for nothing else."""
    campaign = own_campaign(request, pk)
    now = timezone.now()
    context = {"campaign": campaign, "municipality": campaign.municipality, "here": "packages"}
    context |= {"progress": progress_of(campaign, now=now), "read_at": now}
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
