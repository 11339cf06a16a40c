"""The municipality's screens for a list of newcomers that is read from a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.spreadsheets.reading import UnreadableFile
from core.spreadsheets.writing import CSV_TYPE
from newcomers import services
from newcomers.forms.importing import ImportForm
from newcomers.importing import corrections, read_list, template_csv
from newcomers.views.scope import welcoming_municipality

# The page shows this many of each kind; the download has them all.
ROWS_SHOWN = 200


@login_required
def newcomer_import(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Upload a list. The answer is shown at once and kept nowhere; sending the file again adds nobody
    twice."""
    municipality = welcoming_municipality(request, kommunenummer)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context = {"municipality": municipality, "form": form, "here": "newcomers"}
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            newcomers = read_list(
                form.cleaned_data["file"].read(),
                default_language=municipality.language,
                today=timezone.localdate(now),
            )
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            result = services.import_newcomers(municipality=municipality, rows=newcomers.rows, now=now)
            return render(request, "newcomers/imported.html", context | _report(newcomers, result))
    status = 400 if form.errors else 200
    return render(request, "newcomers/import.html", context, status=status)


def _report(newcomers, result: services.ImportResult) -> dict[str, object]:
    """What the page after an import shows."""
    to_correct = corrections(newcomers.bad) if newcomers.bad else None
    return {
        "created": result.created,
        "left_out": result.left_out,
        "already": result.already[:ROWS_SHOWN],
        "already_count": len(result.already),
        "repeated": newcomers.repeated[:ROWS_SHOWN],
        "bad": newcomers.bad[:ROWS_SHOWN],
        "bad_count": len(newcomers.bad),
        "ignored": newcomers.ignored,
        "corrections": to_correct,
        "corrections_has_all": to_correct is None or to_correct.rows == len(newcomers.bad),
    }


@login_required
@require_GET
def import_template(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """An empty list to fill in."""
    welcoming_municipality(request, kommunenummer)
    return _csv_file(template_csv(), "newcomers.csv")


@login_required
@require_POST
def import_corrections(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """The rows that were not taken, as a file. They come from the page and go back to it: nothing is
    stored."""
    welcoming_municipality(request, kommunenummer)
    return _csv_file(request.POST.get("rows", ""), "to-correct.csv")


def _csv_file(text: str, filename: str) -> HttpResponse:
    response = HttpResponse(text.encode(), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
