"""The pages of a host's desk: what waits, what has been sent, and how the municipality welcomes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.versions import Reread
from newcomers.models import WelcomeSettings, settings_of
from newcomers.views.scope import welcoming_municipality
from newcomers.welcome.desk.forms import WelcomeSettingsForm
from newcomers.welcome.desk.parts import Desk, what_waits
from newcomers.welcome.desk.people import people_of
from newcomers.welcome.models import Campaign, CampaignQuerySet
from newcomers.welcome.steps.journeys import set_place_by_itself
from organisations.models import Municipality
from organisations.tenancy.substitutes import welcomes_by_role

SENDINGS_ON_DESK = 5
SENDINGS_PER_PAGE = 50


@login_required
@require_safe
def desk(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """One page for who welcomes people there: what waits first. 12 queries, and the frame's."""
    place = welcoming_municipality(request, kommunenummer)
    table = Desk(place=place, user=request.user, now=timezone.now(), people=people_of(place))
    sendings = list(_sendings(place)[:SENDINGS_ON_DESK])
    context = {
        "municipality": place,
        "here": "desk",
        "waiting": what_waits(table),
        "people": table.people,
        "grids": table.grids,
        "first_step": table.first_step,
        "sendings": sendings,
        "is_new": not (table.first_step and table.people.total and sendings),
    }
    return render(request, "welcome/desk/desk.html", context)


def _sendings(place: Municipality) -> CampaignQuerySet:
    return Campaign.objects.filter(municipality=place).select_related("step__package").with_progress()


@login_required
@require_safe
def sendings(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """What has been sent, the latest first: keyset paging by `?before=`, the last one of the page before."""
    place = welcoming_municipality(request, kommunenummer)
    here, rows = reverse("sending_list", args=[place.pk]), _sendings(place)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        rows = rows.earlier_than(int(before))
    found = list(rows[: SENDINGS_PER_PAGE + 1])
    shown = found[:SENDINGS_PER_PAGE]
    context = {
        "municipality": place,
        "here": "sendings",
        "sendings": shown,
        "previous_url": here if before else "",
        "next_url": f"{here}?before={shown[-1].pk}" if len(found) > len(shown) else "",
    }
    return render(request, "welcome/desk/sendings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def welcome_settings(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """How the municipality welcomes: languages, hours, where answers go, and who gets it how."""
    place = welcoming_municipality(request, kommunenummer)
    if request.method == "POST":
        Municipality.objects.select_for_update().get(pk=place.pk)
    stored = settings_of(place)
    form = WelcomeSettingsForm(request.POST if request.method == "POST" else None, stored=stored)
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        WelcomeSettings.objects.update_or_create(municipality=place, defaults=form.cleaned_data)
        set_place_by_itself(municipality=place, on=form.cleaned_data["goes_by_itself"], now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("welcome_settings", place.pk)
    context = {
        "municipality": place,
        "here": "welcome_settings",
        "form": form,
        "read": read,
        "names_substitutes": welcomes_by_role(request.user, place),
    }
    status = 409 if read.is_stale else 400 if form.errors else 200
    return render(request, "welcome/desk/settings.html", context, status=status)
