"""The figures on a page and as files. Each starts from the municipalities whose figures the user may see."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.responses import problem
from core.spreadsheets.writing import CSV_TYPE, XLSX_TYPE
from newcomers.participation import exports
from newcomers.participation.figures import Figures, make_figures
from newcomers.participation.forms import FiguresForm
from newcomers.participation.periods import this_month
from newcomers.participation.protect import Total
from organisations.models import Municipality


@dataclass(frozen=True)
class Bar:
    """One month of the chart. `percent` is its length, of the longest."""

    month: date
    participants: Total
    percent: int


@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Meetings, participants and packages in a period: of each municipality, or of one, month by month."""
    now = timezone.localtime()
    scope = _scope(request)
    form = FiguresForm(request.GET, municipalities=scope, now=now)
    if not form.is_valid():
        return render(request, "participation/figures.html", {"form": form, "scope": scope}, status=400)
    chosen = _chosen(form, scope)
    shown = _figures(form, chosen)
    return render(
        request,
        "participation/figures.html",
        {
            "form": form,
            "scope": scope,
            "figures": shown,
            "one": chosen[0] if len(chosen) == 1 else None,
            "bars": _bars(shown),
            "running": this_month(now),
            "explanations": exports.explanations(),
            "query": request.GET.urlencode(),
        },
    )


@login_required
@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    return _download(request, exports.as_csv, CSV_TYPE, "csv")


@login_required
@require_safe
def figures_xlsx(request: HttpRequest) -> HttpResponse:
    return _download(request, exports.as_xlsx, XLSX_TYPE, "xlsx")


def _download(request: HttpRequest, write, content_type: str, ending: str) -> HttpResponse:
    scope = _scope(request)
    form = FiguresForm(request.GET, municipalities=scope, now=timezone.localtime())
    if not form.is_valid():
        messages = [str(message) for errors in form.errors.values() for message in errors]
        return problem(request, status=400, title=_("Choose another period"), message=" ".join(messages))
    shown = _figures(form, _chosen(form, scope))
    name = f"moteplass-{shown.months[0]:%Y-%m}-{shown.months[-1]:%Y-%m}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(write(shown), content_type=content_type, headers=headers)


def _scope(request: HttpRequest) -> list[Municipality]:
    """What the user may see, which must hold what they ask for. For everybody else the page is not there."""
    scope = list(Municipality.objects.with_figures_for(request.user).by_name())
    wanted = request.GET.get("municipality")
    if not scope or (wanted and wanted not in {place.pk for place in scope}):
        raise Http404
    return scope


def _chosen(form: FiguresForm, scope: list[Municipality]) -> list[Municipality]:
    wanted = form.cleaned_data.get("municipality")
    return [place for place in scope if place.pk == wanted] if wanted else scope


def _figures(form: FiguresForm, chosen: list[Municipality]) -> Figures:
    return make_figures(
        municipalities=chosen, first=form.cleaned_data["start"], last=form.cleaned_data["end"]
    )


def _bars(shown: Figures) -> list[Bar]:
    months = shown.by_month
    longest = max((totals.participants.value for _first, totals in months), default=0) or 1
    return [
        Bar(month, totals.participants, round(100 * totals.participants.value / longest))
        for month, totals in months
    ]
