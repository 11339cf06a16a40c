"""A municipality's own list of its organisations: shown row by row beside the original, and taken in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.spreadsheets.reading import UnreadableFile
from organisations.joining.forms import DirectoryForm
from organisations.joining.listing import LABELS, Listed, as_words, read_directory
from organisations.joining.taking_in import Known, take_in
from organisations.models import Municipality, Organisation
from organisations.roles import Capability

# What was read goes through the page and back, signed: nothing is kept before somebody has chosen.
SALT, SECONDS = "organisations.joining.import", 24 * 60 * 60


def _place(request: MemberRequest, kommunenummer: str) -> Municipality:
    places = Municipality.objects.where_user_may(request.user, Capability.EDIT_DIRECTORY)
    return get_object_or_404(places.select_related("county"), pk=kommunenummer)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """Choose a file; then see what was understood of it."""
    municipality = _place(request, kommunenummer)
    form = DirectoryForm(request.POST, request.FILES) if request.method == "POST" else DirectoryForm()
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_directory(form.cleaned_data["file"].read())
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            return _review(request, municipality, rows)
    context = {"municipality": municipality, "form": form, "labels": LABELS.values()}
    return render(request, "joining/import.html", context, status=400 if form.errors else 200)


def _review(request: HttpRequest, municipality: Municipality, rows: list[Listed]) -> HttpResponse:
    known = Known.of(municipality, [row.orgnr for row in rows])
    shown = [_shown(row, known.find(orgnr=row.orgnr, name=row.name) if row.name else None) for row in rows]
    new = [
        row.values() | {"number": row.number} for row, each in zip(rows, shown, strict=True) if each["is_new"]
    ]
    context = {
        "municipality": municipality,
        "rows": shown,
        "new": len(new),
        "signed": signing.dumps([municipality.pk, new], salt=SALT, compress=True),
    }
    return render(request, "joining/import_rows.html", context)


def _shown(row: Listed, here: Organisation | None) -> dict[str, Any]:
    understood = [(label, as_words(row, name)) for name, label in LABELS.items()]
    return {
        "number": row.number,
        "name": row.name,
        "original": row.original,
        "understood": [(label, value) for label, value in understood if value],
        "problems": row.problems,
        "here": here,
        "is_new": bool(row.name) and here is None,
    }


@login_required
@require_POST
def take_rows(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """What was chosen is taken in; what is here already stays as it is."""
    municipality = _place(request, kommunenummer)
    try:
        place, rows = signing.loads(request.POST.get("rows", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        place, rows = "", []
    if place != municipality.pk:
        messages.error(request, _("The list is too old. Upload it once more."))
        return redirect("portal_directory_import", municipality.pk)
    chosen = set(request.POST.getlist("row"))
    wanted = [row for row in rows if str(row["number"]) in chosen]
    made = take_in(municipality=municipality, rows=wanted, by=request.user, now=timezone.now())
    text = ngettext("%(number)d organisation is new here.", "%(number)d organisations are new here.", made)
    messages.success(request, filled(text, number=made))
    return redirect("portal_directory_import", municipality.pk)
