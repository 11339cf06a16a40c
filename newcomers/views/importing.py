"""The municipality's screens for a list of newcomers: bring it, correct it, take everybody in, undo."""

import re
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.sending import once
from core.spreadsheets.reading import UnreadableFile
from core.spreadsheets.writing import CSV_TYPE, csv_text
from core.world_languages import choices
from newcomers import correcting, uploading
from newcomers.forms.importing import ABOUT, ImportForm
from newcomers.models import PeopleUpload, PeopleUploadRow
from newcomers.views.scope import welcoming_municipality

PER_PAGE = 25
NAMES_SHOWN = 5
# The names that our own list has: everyone's spreadsheet opens it.
TEMPLATE = ["Navn", "E-post", "Telefon", "Språk", "Ankomst", "Barn 0–5", "Barn 6–12", "Ungdom 13–17"]
EXAMPLE = ["Olena Eksempel", "olena@example.org", "+47 412 34 567", "ukrainsk", "2026-10", "1", "", ""]
CELL = re.compile(r"row-(\d{1,7})-(name|email|phone|language|arrived_month)")
State = PeopleUpload.State


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def newcomer_import(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """Bring a list. It is read, and nobody is added before somebody has looked through it."""
    municipality = welcoming_municipality(request, kommunenummer)
    now = timezone.now()
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()

        def bring() -> str:
            upload = uploading.bring(
                municipality=municipality, user=request.user, data=data, name=file.name, now=now
            )
            return _address_of(upload)

        try:
            return redirect(once(request, bring))
        except UnreadableFile as error:
            form.add_error("file", str(error))
    own = PeopleUpload.objects.for_user(request.user).filter(municipality=municipality, expires_at__gt=now)
    unfinished = own.exclude(state=State.UNDONE).defer("sealed", "about")[:10]
    context = {"municipality": municipality, "form": form, "here": "newcomers", "unfinished": unfinished}
    return render(request, "newcomers/import.html", context, status=400 if form.errors else 200)


def _address_of(upload: PeopleUpload) -> str:
    return reverse("newcomer_import_review", args=[upload.municipality_id, upload.public_id])


def own_upload(request: HttpRequest, kommunenummer: str, public_id: UUID) -> PeopleUpload:
    """A list of a municipality where the user welcomes people, while it is kept."""
    municipality = welcoming_municipality(request, kommunenummer)
    rows = PeopleUpload.objects.filter(municipality=municipality, expires_at__gt=timezone.now())
    upload = get_object_or_404(rows.defer("sealed"), public_id=public_id)
    upload.municipality = municipality
    return upload


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_review(request: MemberRequest, kommunenummer: str, upload: UUID) -> HttpResponse:
    """What was understood, what must be corrected, and the button that takes everybody in."""
    brought = own_upload(request, kommunenummer, upload)
    if request.method == "POST":
        return _pressed(request, brought)
    return _show(request, brought)


def _pressed(request: MemberRequest, upload: PeopleUpload) -> HttpResponse:
    now = timezone.now()
    if "go_on" in request.POST:
        uploading.go_on(upload_id=upload.pk, now=now)
    elif upload.state == State.READY:
        if "columns" in request.POST:
            _choose(request, upload)
        else:
            _correct(request, upload)
            if "take_in" in request.POST:
                uploading.take_in(upload=upload, now=now)
    page = request.POST.get("page", "1")
    return redirect(f"{_address_of(upload)}?page={page if page.isdecimal() and len(page) < 6 else 1}")


def _choose(request: MemberRequest, upload: PeopleUpload) -> None:
    sheet, encoding = request.POST.get("sheet", ""), request.POST.get("encoding", "")
    listed = [each[0] for each in upload.about.get("encodings", [])]
    uploading.choose(
        upload=upload,
        columns={
            column["key"]: request.POST[f"column-{index}"]
            for index, column in enumerate(upload.about.get("columns", []))
            if f"column-{index}" in request.POST and request.POST[f"column-{index}"] != column["field"]
        },
        sheet=int(sheet) if sheet.isdecimal() and len(sheet) < 4 else None,
        encoding=encoding if encoding in listed else None,
        now=timezone.now(),
    )


def _correct(request: MemberRequest, upload: PeopleUpload) -> None:
    """What was typed on this page, and the one proposal that was pressed."""
    typed: dict[int, dict[str, str]] = defaultdict(dict)
    for name, value in request.POST.items():
        cell = CELL.fullmatch(name)
        if cell and str(value).strip():
            typed[int(cell[1])][cell[2]] = str(value)
    kept: set[int] = set()
    number, _colon, what = request.POST.get("meant", "").partition(":")
    if number.isdecimal() and len(number) < 8:
        name, _colon, value = what.partition(":")
        if name == "stays":
            kept.add(int(number))
            typed.get(int(number), {}).pop("email", None)
        elif name in ("name", "email"):
            typed[int(number)][name] = value
    right = correcting.correct_rows(upload=upload, typed=typed, kept=kept, now=timezone.now())
    if right:
        said = ngettext("%(count)s row is right now.", "%(count)s rows are right now.", right)
        messages.success(request, filled(said, count=right))


def _show(request: MemberRequest, upload: PeopleUpload) -> HttpResponse:
    rows = PeopleUploadRow.objects.filter(upload=upload)
    to_correct = rows.exclude(problems=[])
    page = Paginator(to_correct, PER_PAGE).get_page(request.GET.get("page", "1"))
    asked = [(row, correcting.asked_of(row)) for row in page.object_list]
    good = rows.filter(problems=[])
    number_good = good.count()
    context: dict[str, Any] = {
        "municipality": upload.municipality,
        "here": "newcomers",
        "upload": upload,
        "is_read": upload.state not in (State.READING, State.TAKING),
        "progress": uploading.progress_of(upload),
        "number_good": number_good,
        "number_wrong": page.paginator.count,
        "number_seen": upload.made + upload.here + upload.forgotten,
        "first_names": [_shown(row) for row in good[:NAMES_SHOWN]],
        "page": page,
        "rows": [(row, cells) for row, cells in asked if cells],
        "letters": upload.about.get("encodings", []),
        "columns": upload.about.get("columns", []),
        "kept_columns": [each for each in upload.about.get("columns", []) if each["field"]],
        "fields": list(ABOUT.items()),
        "languages": choices()[0] if any(cell.is_language for _row, cells in asked for cell in cells) else [],
    }
    return render(request, "newcomers/import_review.html", context)


def _shown(row: PeopleUploadRow) -> str:
    return str(row.person.get("name") or row.person.get("email") or row.person.get("phone") or "")


@login_required
@require_POST
def import_undo(request: MemberRequest, kommunenummer: str, upload: UUID) -> HttpResponse:
    """Take out again whom the list has added, but for those whom something was sent to."""
    brought = own_upload(request, kommunenummer, upload)
    gone, stay = uploading.undo(upload=brought, now=timezone.now())
    said = ngettext("%(count)s person was taken out again.", "%(count)s people were taken out again.", gone)
    messages.success(request, filled(said, count=gone), extra_tags="done")
    if stay:
        said = ngettext(
            "%(count)s person stays: something has been sent to them, or noted.",
            "%(count)s people stay: something has been sent to them, or noted.",
            stay,
        )
        messages.info(request, filled(said, count=stay))
    return redirect("newcomer_list", kommunenummer)


@login_required
@require_GET
def import_template(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """An empty list to fill in."""
    welcoming_municipality(request, kommunenummer)
    response = HttpResponse(csv_text(headings=TEMPLATE, lines=[EXAMPLE]).encode(), content_type=CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="newcomers.csv"'
    return response
