"""The calendar of a place, for everybody and in the portal, and the page on which two places become one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.isolation import filled
from events.discovery.cards import municipality_url
from events.discovery.doors import closed_door
from events.venues.forms import MergeForm
from events.venues.merging import NotTheSameError, merge_venues, number_of_dates
from events.venues.use import Month, month_of
from organisations.models import Venue


@require_safe
def venue_month(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Who has a place when: a month as a list."""
    rows = Venue.objects.select_related("municipality__county", "merged_into")
    found = get_object_or_404(rows, municipality__slug=municipality, pk=pk)
    if not found.municipality.is_active:
        return closed_door(request, found.municipality)
    if found.merged_into_id:
        return redirect("venue_month", municipality, found.merged_into_id, permanent=True)
    context = {
        **_calendar(request, found),
        "municipality": found.municipality,
        "municipality_url": municipality_url(found.municipality),
    }
    return render(request, "events/venues/month.html", context)


@login_required
@require_safe
def portal_venue_month(request: MemberRequest, pk: int) -> HttpResponse:
    """The same among the pages on which the place is looked after."""
    found = get_object_or_404(
        Venue.objects.looked_after_by(request.user).select_related("municipality"), pk=pk
    )
    context = {**_calendar(request, found), "here": "venues"}
    return render(request, "events/venues/portal_month.html", context)


def _calendar(request: HttpRequest, venue: Venue) -> dict[str, Any]:
    month = Month.read(request.GET.get("month", ""), now=timezone.now())
    days = month_of(venue, month)
    clashes = sum(bool(use.clashes) for day in days for use in day.uses)
    return {"venue": venue, "month": month, "days": days, "clashes": clashes}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: MemberRequest, pk: int) -> HttpResponse:
    """For editors: two places become one. What follows is said first, and happens with a yes to that."""
    found = get_object_or_404(Venue.objects.edited_by(request.user).select_related("municipality"), pk=pk)
    now = timezone.now()
    form = MergeForm(request.POST or None, venue=found, user=request.user)
    stays = form.cleaned_data["stays"] if request.method == "POST" and form.is_valid() else None
    if stays and request.POST.get("yes") == str(stays.pk):
        try:
            merge_venues(goes=found, stays=stays, user=request.user, now=now)
        except NotTheSameError:
            messages.warning(request, _("Somebody else has changed this meanwhile"))
            return redirect("portal_venues")
        said = filled(_("%(gone)s is now %(kept)s."), gone=found.name, kept=stays.name)
        messages.success(request, said)
        return redirect("portal_venue", stays.pk)
    context = {
        "form": form,
        "venue": found,
        "stays": stays,
        "dates": number_of_dates(found, now=now),
        "here": "venues",
    }
    return render(request, "events/venues/merge.html", context, status=400 if form.errors else 200)
