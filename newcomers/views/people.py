"""The municipality's screens for its newcomers: the list, and one person more or less."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.isolation import filled
from core.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, Sheet, csv_parts, workbook
from core.versions import Reread
from newcomers import services
from newcomers.exporting import MOST_IN_A_WORKBOOK, headings, lines
from newcomers.forms.people import AddressForm, CorrectForm, NewcomerForm
from newcomers.listing import Listing, listing_of
from newcomers.models import Newcomer, NewcomerQuerySet
from newcomers.views.scope import newcomer_of, welcoming_municipality
from organisations.models import Municipality

PER_PAGE = 50


def _people(request: HttpRequest, municipality: Municipality) -> NewcomerQuerySet:
    return Newcomer.objects.for_user(request.user).filter(municipality=municipality)


@login_required
@require_GET
def newcomer_list(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Those whom the municipality welcomes, searched, narrowed and sorted, with what each has been sent."""
    municipality = welcoming_municipality(request, kommunenummer)
    listing = listing_of(_people(request, municipality), municipality, request.GET)
    page = Paginator(listing.people.prefetch_related("deliveries"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "newcomers/list.html",
        {
            "municipality": municipality,
            "here": "newcomers",
            "listing": listing,
            "total": page.paginator.count,
            "in_a_workbook": page.paginator.count <= MOST_IN_A_WORKBOOK,
            "kept_months": settings.NEWCOMER_RETENTION_MONTHS,
            "newcomers": page.object_list,
            "page": page,
        },
    )


@login_required
@require_GET
def newcomer_export(request: HttpRequest, kommunenummer: str, kind: str) -> HttpResponseBase:
    """The list as it is narrowed and sorted, as a file: `kind` is "csv" or "xlsx"."""
    municipality = welcoming_municipality(request, kommunenummer)
    listing: Listing = listing_of(_people(request, municipality), municipality, request.GET)
    name = f'attachment; filename="newcomers-{municipality.pk}.{kind}"'
    if kind == "xlsx" and listing.people.count() <= MOST_IN_A_WORKBOOK:
        sheet = Sheet(_("Newcomers"), headings(), lines(listing.people))
        return HttpResponse(workbook([sheet]), XLSX_TYPE, headers={"Content-Disposition": name})
    # It begins to arrive at once, however long the list is.
    parts = csv_parts(headings=headings(), lines=lines(listing.people))
    name = name.replace(".xlsx", ".csv")
    return StreamingHttpResponse(parts, content_type=CSV_TYPE, headers={"Content-Disposition": name})


@login_required
def newcomer_add(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Type one person in."""
    municipality = welcoming_municipality(request, kommunenummer)
    now = timezone.now()
    form = NewcomerForm(
        request.POST if request.method == "POST" else None,
        initial={"language": municipality.language, "arrived_month": timezone.localdate(now).replace(day=1)},
        today=timezone.localdate(now),
        municipality=municipality,
    )
    if request.method == "POST" and form.is_valid():
        # Who had erased themselves has asked for it anew: the form has made sure.
        newcomer, is_new = services.add_newcomer(municipality=municipality, person=form.person(), now=now)
        if is_new:
            messages.success(request, filled(_("%(name)s is added."), name=newcomer))
        else:
            messages.info(request, _("This person is here already. Nothing was changed."))
        return redirect("newcomer_detail", newcomer.pk)
    context = {"municipality": municipality, "form": form, "here": "newcomers"}
    return render(request, "newcomers/add.html", context, status=400 if form.errors else 200)


@login_required
@transaction.atomic
def newcomer_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is known of one person, to be put right."""
    newcomer = newcomer_of(request, pk, for_update=request.method == "POST")
    data = request.POST if request.method == "POST" else None
    form = CorrectForm(data, newcomer=newcomer, today=timezone.localdate())
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        try:
            services.correct(newcomer=newcomer, person=form.person())
        except services.AddressTaken:
            form.add_error("email" if form.cleaned_data["email"] else "phone", _taken())
        else:
            messages.success(request, _("What you corrected is saved."))
            return redirect("newcomer_detail", newcomer.pk)
    return _form_page(request, "newcomers/correct.html", newcomer, form=form, read=read)


@login_required
@transaction.atomic
def newcomer_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a wrong address, and go back to where it was seen to be wrong."""
    newcomer = newcomer_of(request, pk, for_update=request.method == "POST")
    came_from = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        came_from = reverse("newcomer_detail", args=[newcomer.pk])
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": newcomer.email})
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        try:
            services.correct_address(newcomer=newcomer, email=form.cleaned_data["email"])
        except services.AddressTaken:
            form.add_error("email", _taken())
        else:
            messages.success(request, _("The address is corrected."))
            return redirect(came_from)
    return _form_page(request, "newcomers/address.html", newcomer, form=form, read=read, came_from=came_from)


def _taken() -> str:
    return _("Somebody else on your list has this address.")


def _form_page(request: HttpRequest, template: str, newcomer: Newcomer, **context: Any) -> HttpResponse:
    frame = {"newcomer": newcomer, "municipality": newcomer.municipality, "here": "newcomers"}
    status = 409 if context["read"].is_stale else 400 if context["form"].errors else 200
    return render(request, template, frame | context, status=status)


@login_required
def newcomer_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then erase the person."""
    newcomer = newcomer_of(request, pk)
    if request.method == "POST":
        services.erase_newcomer(newcomer=newcomer)
        messages.success(request, _("The person is deleted."), extra_tags="done")
        return redirect("newcomer_list", newcomer.municipality_id)
    return render(
        request,
        "newcomers/delete.html",
        {"newcomer": newcomer, "municipality": newcomer.municipality, "here": "newcomers"},
    )
