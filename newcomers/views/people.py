"""The municipality's screens for its newcomers: the list, an import, one person more or less."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.isolation import filled
from core.versions import Reread
from newcomers import services
from newcomers.forms.people import AddressForm, NewcomerForm
from newcomers.models import Newcomer
from newcomers.person import Person
from newcomers.views.scope import welcoming_municipality

PER_PAGE = 50


@login_required
@require_GET
def newcomer_list(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Those whom the municipality welcomes, the latest first, with what each has been sent."""
    municipality = welcoming_municipality(request, kommunenummer)
    people = Newcomer.objects.for_user(request.user).filter(municipality=municipality)
    total = people.count()
    before = request.GET.get("before", "")
    page = people.filter(pk__lt=before) if before.isdecimal() and len(before) < 19 else people
    rows = list(page.order_by("-pk").prefetch_related("deliveries")[: PER_PAGE + 1])
    here = reverse("newcomer_list", args=[kommunenummer])
    return render(
        request,
        "newcomers/list.html",
        {
            "municipality": municipality,
            "here": "newcomers",
            "total": total,
            "kept_months": settings.NEWCOMER_RETENTION_MONTHS,
            "newcomers": rows[:PER_PAGE],
            "previous_url": here if before else "",
            "next_url": f"{here}?before={rows[PER_PAGE - 1].pk}" if len(rows) > PER_PAGE else "",
        },
    )


@login_required
def newcomer_add(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Type one person in."""
    municipality = welcoming_municipality(request, kommunenummer)
    now = timezone.now()
    form = NewcomerForm(
        request.POST if request.method == "POST" else None,
        initial={"language": municipality.language},
        today=timezone.localdate(now),
        municipality=municipality,
    )
    if request.method == "POST" and form.is_valid():
        # Who had erased themselves has asked for it anew: the form has made sure.
        form.cleaned_data.pop("asked_again", None)
        said = {**form.cleaned_data, "interests": tuple(form.cleaned_data["interests"])}
        newcomer, is_new = services.add_newcomer(municipality=municipality, person=Person(**said), now=now)
        if is_new:
            messages.success(request, filled(_("%(name)s is added."), name=newcomer))
        else:
            messages.info(request, _("This e-mail address is here already. Nothing was changed."))
        return redirect("newcomer_list", kommunenummer)
    context = {"municipality": municipality, "form": form, "here": "newcomers"}
    return render(request, "newcomers/add.html", context, status=400 if form.errors else 200)


@login_required
@transaction.atomic
def newcomer_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a wrong address, and go back to where it was seen to be wrong."""
    people = Newcomer.objects.for_user(request.user).select_related("municipality__county")
    if request.method == "POST":
        people = people.select_for_update(of=("self",))
    newcomer = get_object_or_404(people, pk=pk)
    came_from = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        came_from = reverse("newcomer_list", args=[newcomer.municipality_id])
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": newcomer.email})
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        try:
            services.correct_address(newcomer=newcomer, email=form.cleaned_data["email"])
        except services.AddressTaken:
            form.add_error("email", _("Somebody else on your list has this address."))
        else:
            messages.success(request, _("The address is corrected."))
            return redirect(came_from)
    return render(
        request,
        "newcomers/address.html",
        {
            "newcomer": newcomer,
            "municipality": newcomer.municipality,
            "here": "newcomers",
            "form": form,
            "read": read,
            "came_from": came_from,
        },
        status=409 if read.is_stale else 400 if form.errors else 200,
    )


@login_required
def newcomer_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then erase the person."""
    newcomer = get_object_or_404(
        Newcomer.objects.for_user(request.user).select_related("municipality__county"), pk=pk
    )
    if request.method == "POST":
        services.erase_newcomer(newcomer=newcomer)
        messages.success(request, _("The person is deleted."), extra_tags="done")
        return redirect("newcomer_list", newcomer.municipality_id)
    return render(
        request,
        "newcomers/delete.html",
        {"newcomer": newcomer, "municipality": newcomer.municipality, "here": "newcomers"},
    )
