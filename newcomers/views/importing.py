"""The municipality's screens for a list of newcomers: bring it, correct it, take everybody in, undo."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
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
from core.clock import NORWAY
from core.isolation import filled
from core.sending import once
from core.spreadsheets.reading import UnreadableFile
from core.spreadsheets.writing import CSV_TYPE, csv_text
from core.world_languages import choices
from newcomers import correcting, uploading
from newcomers.forms.importing import ABOUT, ImportForm
from newcomers.models import PeopleUpload, PeopleUploadRow
from newcomers.reading.people import CORRECTED
from newcomers.views.scope import welcoming_municipality

PER_PAGE = 25
# Of those who are understood, so many are shown.
SHOWN = 5
# The names that our own list has: everyone's spreadsheet opens it.
TEMPLATE = ["Navn", "E-post", "Telefon", "Språk", "Ankomst", "Barn 0–5", "Barn 6–12", "Ungdom 13–17"]
EXAMPLE = ["Olena Eksempel", "olena@example.org", "+47 412 34 567", "ukrainsk", "2026-10", "1", "", ""]
CELL = re.compile(rf"row-(\d{{1,7}})-({'|'.join(CORRECTED)})")
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
        uploading.press_on(upload=upload, now=now)
    elif upload.state == State.READY and "columns" in request.POST:
        _choose(request, upload)
    elif upload.state == State.READY:
        right = _correct(request, upload)
        if "take_in" not in request.POST:
            # Who corrects goes on where they are.
            return redirect(_rows_of(request, upload, right))
        uploading.take_in(upload=upload, now=now)
    return redirect(f"{_address_of(upload)}#main")


def _rows_of(request: MemberRequest, upload: PeopleUpload, right: int) -> str:
    """The address of the page of rows from which something was sent, with what is to be said there."""
    page = request.POST.get("page", "")
    said = {"page": page if page.isdecimal() and len(page) < 6 else 1, "right": right}
    return f"{_address_of(upload)}?{urlencode(said)}#rows"


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


def _correct(request: MemberRequest, upload: PeopleUpload) -> int:
    """What was typed on this page, and the one button that was pressed beside it. Returns how many rows are
    right by that."""
    now = timezone.now()
    typed: dict[int, dict[str, str]] = defaultdict(dict)
    for name, value in request.POST.items():
        cell = CELL.fullmatch(name)
        if cell:
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
    right = correcting.correct_rows(upload=upload, typed=typed, kept=kept, now=now)
    if "alike" in request.POST:
        right += correcting.correct_alike(upload=upload, now=now, **_alike(request))
    number = request.POST.get("leave_out", "")
    if number.isdecimal() and len(number) < 8:
        correcting.leave_out(upload=upload, number=int(number))
    return right


def _alike(request: MemberRequest) -> dict[str, str]:
    """What is put in the place of what in all rows: the button's own answer, or what was typed beside it."""
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    return {"field": field, "value": value, "to": request.POST["alike"] or request.POST.get("to", "")}


def _said(request: MemberRequest) -> str:
    """What has come of what was sent from the rows."""
    right = request.GET.get("right", "")
    if not right.isdecimal() or len(right) > 5 or not int(right):
        return ""
    return filled(
        ngettext("%(count)s row is right now.", "%(count)s rows are right now.", int(right)), count=right
    )


def _show(request: MemberRequest, upload: PeopleUpload) -> HttpResponse:
    rows = PeopleUploadRow.objects.filter(upload=upload)
    to_correct = rows.exclude(problems=[])
    page = Paginator(to_correct, PER_PAGE).get_page(request.GET.get("page", "1"))
    asked = _asked(page.object_list, upload)
    good = rows.filter(problems=[])
    is_ready = upload.state == State.READY
    columns = upload.about.get("columns", [])
    refused = upload.about.get("refused")
    context: dict[str, Any] = {
        "municipality": upload.municipality,
        "here": "newcomers",
        "upload": upload,
        "is_read": not upload.is_waited_for,
        "progress": uploading.progress_of(upload),
        "refused": str(UnreadableFile(refused[0], **refused[1])) if refused else "",
        "number_good": good.count(),
        "number_wrong": page.paginator.count,
        "number_seen": upload.made + upload.here + upload.forgotten,
        "first": [correcting.Shown.of(row, upload.municipality.language) for row in good[:SHOWN]]
        if is_ready
        else [],
        "page": page,
        "said": _said(request),
        "rows": asked,
        "alike": correcting.all_alike(upload) if is_ready and page.paginator.count > 1 else [],
        "letters": upload.about.get("encodings", []),
        "columns": columns,
        "kept_columns": [each for each in columns if each["field"]],
        "missed_columns": [each["heading"] for each in columns if each.get("missed")],
        "fields": list(ABOUT.items()),
        "languages": choices()[0]
        if any(cell.is_language for _row, cells, _rest in asked for cell in cells)
        else [],
    }
    return render(request, "newcomers/import_review.html", context)


def _asked(
    rows: Iterable[PeopleUploadRow], upload: PeopleUpload
) -> list[tuple[PeopleUploadRow, list, list[str]]]:
    """Each row with what is asked about it, and what else it says."""
    writes, today = upload.municipality.language, timezone.localdate(timezone=NORWAY)
    asked = [
        (row, correcting.asked_of(row, writes=writes, today=today), correcting.rest_of(row)) for row in rows
    ]
    return [each for each in asked if each[1]]


@login_required
@require_POST
def import_undo(request: MemberRequest, kommunenummer: str, upload: UUID) -> HttpResponse:
    """Take out again whom the list has added, but for those whom something was sent to."""
    brought = own_upload(request, kommunenummer, upload)
    uploading.undo(upload=brought, now=timezone.now())
    brought.refresh_from_db(fields=["state", "about", "done", "made"])
    if brought.is_being_undone:
        return redirect(_address_of(brought))
    gone, stay = brought.done, brought.made
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
