"""The pages of organisations and of places in the portal. What is not the user's to look after is a 404."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.languages import language_codes
from core.sending import once
from organisations import icnpo
from organisations.directory import services
from organisations.directory.forms import (
    OrganisationForm,
    OrganisationTextForm,
    TextForm,
    VenueForm,
    VenueTextForm,
)
from organisations.models import (
    Membership,
    Municipality,
    MunicipalityQuerySet,
    Organisation,
    OrganisationText,
    Translation,
    Venue,
    VenueText,
)
from organisations.positions import as_typed
from organisations.roles import Capability

PAGE_SIZE = 25
LONGEST_QUERY = 100
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Shown:
    """Which part of a list is asked for: its key in the address, its name and its rows."""

    key: str
    label: str
    rows: Any


@login_required
@require_safe
def organisations(request: MemberRequest) -> HttpResponse:
    """For editors: the organisations of their municipalities, found by name; new names to look at first."""
    own = Organisation.objects.edited_by(request.user)
    _only_for_editors(request)
    people = Membership.objects.filter(organisation=OuterRef("pk"))
    parts = [
        Shown("", _("All"), own.listed()),
        Shown("renamed", _("New name"), own.exclude(former_name="")),
        Shown("alone", _("Nobody publishes for it"), own.listed().filter(~Exists(people))),
        Shown("waits", _("Waits for a yes each time"), own.listed().filter(is_trusted=False)),
        Shown("hidden", _("Not shown"), own.filter(hidden_at__isnull=False)),
    ]
    part = next((part for part in parts if part.key == request.GET.get("show")), parts[0])
    rows = part.rows.called(_asked_for(request)).select_related("municipality")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": _asked_for(request),
        "parts": [each for each in parts if each is part or not each.key or each.rows.exists()],
        "part": part,
        "renamed": own.exclude(former_name="").count(),
        "has_several": Municipality.objects.where_user_may(request.user, Capability.EDIT_DIRECTORY).count()
        > 1,
        "here": "directory",
    }
    return render(request, "organisations/directory/organisations.html", context)


@login_required
@require_safe
def organisation(request: MemberRequest, pk: int) -> HttpResponse:
    """What is said of an organisation, and what can be done about it."""
    rows = Organisation.objects.known_to(request.user).select_related("municipality", "parent")
    found = get_object_or_404(rows.prefetch_related("texts", "active_in"), pk=pk)
    may_edit = Organisation.objects.looked_after_by(request.user).filter(pk=pk).exists()
    context = {
        "organisation": found,
        "categories": icnpo.names_of(found.icnpo),
        "branches": found.branches.by_name()[:50],
        "venues": found.managed_venues.by_name()[:50],
        "texts": _translations(found, found.texts.all()),
        "may_edit": may_edit,
        "is_editor": _is_editor(request, found),
        "is_member": found.memberships.filter(user=request.user).exists(),
        "here": "organisation",
    }
    return render(request, "organisations/directory/organisation.html", context)


@login_required
@GET_OR_POST
def new_organisation(request: MemberRequest) -> HttpResponse:
    _only_for_editors(request)
    form = OrganisationForm(request.POST or None, user=request.user, is_editor=True)
    if request.method == "POST" and form.is_valid():
        return redirect(once(request, partial(_make_organisation, request, form)))
    return _show_form(request, "organisations/directory/organisation_form.html", form, {"organisation": None})


def _make_organisation(request: MemberRequest, form: OrganisationForm) -> str:
    made = services.make_organisation(values=form.values, user=request.user)
    messages.success(request, _("The organisation is in the directory. Now say who publishes for it."))
    return reverse("portal_organisation", args=[made.pk])


@login_required
@GET_OR_POST
@transaction.atomic
def edit_organisation(request: MemberRequest, pk: int) -> HttpResponse:
    found = _locked(request, Organisation.objects.looked_after_by(request.user), pk)
    is_editor = _is_editor(request, found)
    form = OrganisationForm(request.POST or None, user=request.user, is_editor=is_editor, instance=found)
    if request.method == "POST" and form.is_valid() and not form.is_stale:
        services.change_organisation(
            organisation=found,
            values=form.values,
            user=request.user,
            by_editor=is_editor,
            now=timezone.now(),
        )
        messages.success(request, _("Saved. Everybody can see it now."))
        return redirect("portal_organisation", pk)
    # What was typed is in the row of the form, and not what it is called.
    shown = {"organisation": Organisation.objects.get(pk=pk)}
    return _show_form(request, "organisations/directory/organisation_form.html", form, shown)


@login_required
@GET_OR_POST
def organisation_state(request: MemberRequest, pk: int) -> HttpResponse:
    """For editors: show it or not, delete it, know its new name. Nothing happens by a link."""
    rows = Organisation.objects.edited_by(request.user).select_related("municipality")
    found = get_object_or_404(rows, pk=pk)
    action = request.POST.get("do")
    if action == "known":
        services.know_name(organisation=found)
        return redirect("portal_organisation", pk)
    if action == "show":
        services.show(organisation=found, user=request.user)
        messages.success(request, filled(_("%(name)s is shown again."), name=found.name))
        return redirect("portal_organisation", pk)
    if action == "hide":
        try:
            services.hide(organisation=found, user=request.user, now=timezone.now())
        except services.StillActiveError:
            messages.warning(
                request,
                _("It has activities to come, so it stays. Hide it when they are over."),
            )
        else:
            messages.success(request, filled(_("%(name)s is not shown any more."), name=found.name))
        return redirect("portal_organisation", pk)
    if action == "delete":
        return _delete(request, found, after="portal_directory", kept="portal_organisation_state")
    context = {"organisation": found, "can_delete": not services.hangs_on(found), "here": "directory"}
    return render(request, "organisations/directory/organisation_state.html", context)


@login_required
@GET_OR_POST
@transaction.atomic
def organisation_text(request: MemberRequest, pk: int, language: str) -> HttpResponse:
    found = _locked(request, Organisation.objects.looked_after_by(request.user), pk)
    return _text(request, found, language, OrganisationText, OrganisationTextForm, "portal_organisation")


@login_required
@require_safe
def venues(request: MemberRequest) -> HttpResponse:
    """The places that the user looks after, found by name."""
    own = Venue.objects.looked_after_by(request.user)
    is_editor = _edits_somewhere(request)
    if not is_editor and not own.exists():
        raise Http404
    rows = own.called(_asked_for(request)).select_related("municipality", "managed_by")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "q": _asked_for(request), "is_editor": is_editor, "here": "venues"}
    return render(request, "organisations/directory/venues.html", context)


@login_required
@require_safe
def venue(request: MemberRequest, pk: int) -> HttpResponse:
    """What is said of a place, and what can be done about it."""
    rows = Venue.objects.looked_after_by(request.user).select_related("municipality", "managed_by")
    found = get_object_or_404(rows.prefetch_related("texts"), pk=pk)
    context = {
        "venue": found,
        "position": as_typed(found.latitude, found.longitude),
        "texts": _translations(found, found.texts.all()),
        "is_editor": _is_editor(request, found),
        "can_delete": not services.hangs_on(found),
        "here": "venues",
    }
    return render(request, "organisations/directory/venue.html", context)


@login_required
@GET_OR_POST
def new_venue(request: MemberRequest) -> HttpResponse:
    _only_for_editors(request)
    form = VenueForm(request.POST or None, user=request.user, is_editor=True)
    if request.method == "POST" and form.is_valid():
        return redirect(once(request, partial(_store_venue, request, form, None)))
    return _show_form(request, "organisations/directory/venue_form.html", form, {"venue": None})


@login_required
@GET_OR_POST
@transaction.atomic
def edit_venue(request: MemberRequest, pk: int) -> HttpResponse:
    found = _locked(request, Venue.objects.looked_after_by(request.user), pk)
    form = VenueForm(
        request.POST or None, user=request.user, is_editor=_is_editor(request, found), instance=found
    )
    if request.method == "POST" and form.is_valid() and not form.is_stale:
        return redirect(_store_venue(request, form, found))
    shown = {"venue": Venue.objects.get(pk=pk)}
    return _show_form(request, "organisations/directory/venue_form.html", form, shown)


def _store_venue(request: MemberRequest, form: VenueForm, found: Venue | None) -> str:
    """Returns where to go on. Who makes the same place at the same moment is led to the one that there is."""
    try:
        with transaction.atomic():
            stored = services.store_venue(venue=found, values=form.values, user=request.user)
    except IntegrityError:
        same = Venue.objects.filter(name__iexact=form.cleaned_data["name"], municipality=form.municipality_id)
        messages.warning(request, _("There is a place with this name in the municipality already."))
        return reverse("portal_venue", args=[get_object_or_404(same).pk])
    messages.success(request, _("Saved. Everybody can see it now."))
    return reverse("portal_venue", args=[stored.pk])


@login_required
@GET_OR_POST
def delete_venue(request: MemberRequest, pk: int) -> HttpResponse:
    """For editors: a place where nothing has been and nothing will be."""
    found = get_object_or_404(Venue.objects.edited_by(request.user), pk=pk)
    if request.method == "POST":
        return _delete(request, found, after="portal_venues", kept="portal_venue")
    context = {"venue": found, "can_delete": not services.hangs_on(found), "here": "venues"}
    return render(request, "organisations/directory/venue_delete.html", context)


@login_required
@GET_OR_POST
@transaction.atomic
def venue_text(request: MemberRequest, pk: int, language: str) -> HttpResponse:
    found = _locked(request, Venue.objects.looked_after_by(request.user), pk)
    return _text(request, found, language, VenueText, VenueTextForm, "portal_venue")


def _text(
    request: MemberRequest,
    owner: Organisation | Venue,
    language: str,
    model: type[Translation],
    form_class: type[TextForm],
    page: str,
) -> HttpResponse:
    """The words of `owner` in one more language, beside those that they are a translation of."""
    if language not in language_codes() or language == owner.municipality.language:
        raise Http404
    names = {model.owner: owner, "language": language}
    text = model._default_manager.filter(**names).first() or model(**names)
    form = form_class(request.POST or None, instance=text)
    if request.method == "POST" and form.is_valid() and not form.is_stale:
        services.store_text(owner=owner, language=language, words=form.cleaned_data)
        messages.success(request, _("Saved. Everybody can see it now."))
        return redirect(page, owner.pk)
    context = {
        "owner": owner,
        "language": language,
        "is_outdated": bool(text.pk) and text.is_outdated,
        "back_url": reverse(page, args=[owner.pk]),
    }
    return _show_form(request, "organisations/directory/text_form.html", form, context)


def _translations(owner: Organisation | Venue, texts: Any) -> list[tuple[str, Translation | None]]:
    """Every other language of the site, and what is said in it."""
    found = {text.language: text for text in texts}
    own = owner.municipality.language
    return [(code, found.get(code)) for code in language_codes() if code != own]


def _delete(request: MemberRequest, row: Organisation | Venue, *, after: str, kept: str) -> HttpResponse:
    name = row.name
    try:
        services.delete(row=row, user=request.user)
    except services.StillInUseError:
        messages.warning(request, _("Something hangs on it, so it stays."))
        return redirect(kept, row.pk)
    messages.success(request, filled(_("%(name)s is deleted."), name=name))
    return redirect(after)


def _show_form(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    """The form, with 400 when something in it was wrong: everything that was typed is still there."""
    is_stale = bool(getattr(form, "is_stale", False))
    status = 409 if is_stale else 400 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def _locked(request: HttpRequest, rows: Any, pk: int) -> Any:
    """The row; for who writes, after whoever writes now."""
    found = get_object_or_404(rows.select_related("municipality"), pk=pk)
    if request.method != "POST":
        return found
    rows.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    return get_object_or_404(rows.select_related("municipality"), pk=pk)


def _is_editor(request: MemberRequest, row: Organisation | Venue) -> bool:
    return type(row)._default_manager.edited_by(request.user).filter(pk=row.pk).exists()


def _edited(request: MemberRequest) -> MunicipalityQuerySet:
    return Municipality.objects.where_user_may(request.user, Capability.EDIT_DIRECTORY)


def _edits_somewhere(request: MemberRequest) -> bool:
    return _edited(request).exists()


def _only_for_editors(request: MemberRequest) -> None:
    if not _edits_somewhere(request):
        raise Http404


def _asked_for(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:LONGEST_QUERY].strip()
