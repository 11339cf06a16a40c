"""Saved selections: how a host chooses people again and again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.accounts.requests import MemberRequest
from core.sending import once
from core.versions import Reread
from newcomers.forms.selections import SelectionForm
from newcomers.models import Newcomer, NewcomerQuerySet, Selection
from newcomers.views.scope import welcoming_municipality
from organisations.models import Municipality


def _people(municipality: Municipality) -> NewcomerQuerySet:
    return Newcomer.objects.filter(municipality=municipality)


@login_required
@require_GET
def selection_list(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """The municipality's selections, and how many people each means now."""
    municipality = welcoming_municipality(request, kommunenummer)
    selections = Selection.objects.for_user(request.user).filter(municipality=municipality)
    people = _people(municipality)
    counted = [(selection, people.matching(selection.criteria).count()) for selection in selections]
    context = {"municipality": municipality, "here": "newcomers", "selections": counted}
    return render(request, "newcomers/selections.html", context)


@login_required
def selection_new(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Choose people, and give the choice a name."""
    municipality = welcoming_municipality(request, kommunenummer)
    data = request.POST if request.method == "POST" else None
    form = SelectionForm(data, municipality=municipality, people=_people(municipality))
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            Selection.objects.create(
                municipality=municipality,
                name=form.cleaned_data["name"],
                stored=form.criteria().as_json(),
                created_at=timezone.now(),
            )
            return ""

        once(request, make)
        messages.success(request, _("The selection is saved."))
        return redirect("selection_list", kommunenummer)
    context = {"municipality": municipality, "here": "newcomers", "form": form}
    return render(request, "newcomers/selection.html", context, status=400 if form.errors else 200)


@login_required
def selection_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change whom it means or what it is called, or delete it."""
    rows = Selection.objects.for_user(request.user).select_related("municipality__county")
    selection = get_object_or_404(rows, pk=pk)
    municipality = selection.municipality
    if request.method == "POST" and "remove" in request.POST:
        selection.delete()
        messages.success(request, _("The selection is deleted. The people in it are not."), extra_tags="done")
        return redirect("selection_list", municipality.pk)
    data = request.POST if request.method == "POST" else None
    people = _people(municipality)
    form = SelectionForm(data, municipality=municipality, selection=selection, people=people)
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        selection.name, selection.stored = form.cleaned_data["name"], form.criteria().as_json()
        selection.save()
        messages.success(request, _("The selection is saved."))
        return redirect("selection_list", municipality.pk)
    context = {
        "municipality": municipality,
        "here": "newcomers",
        "form": form,
        "read": read,
        "selection": selection,
        "people": people.matching(selection.criteria).count(),
    }
    status = 409 if read.is_stale else 400 if form.errors else 200
    return render(request, "newcomers/selection.html", context, status=status)
