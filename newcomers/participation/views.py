"""The figures on a page and as files. Each starts from the areas whose figures the user may see."""

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.responses import problem
from core.spreadsheets.writing import CSV_TYPE, XLSX_TYPE
from core.typesetting.services import typeset
from newcomers.participation import exports, report
from newcomers.participation.areas import Place, place_of, usual
from newcomers.participation.areas import of_organisation as place_of_organisation
from newcomers.participation.charts import pictures
from newcomers.participation.contents import Figures
from newcomers.participation.figures import make_figures
from newcomers.participation.forms import FiguresForm
from newcomers.participation.periods import Period
from newcomers.participation.words import definitions, protection
from newcomers.tallies.choices import Span
from newcomers.tallies.models import NoFiguresMail
from organisations.models import Municipality, Organisation

JSON_TYPE = "application/json"
PDF_TYPE = "application/pdf"
Write = Callable[[Figures], bytes]


def _scope(request: HttpRequest) -> list[Municipality]:
    """The municipalities whose figures the user may see. For everybody else the page is not there."""
    scope = list(Municipality.objects.with_figures_for(request.user).select_related("county").by_name())
    if not scope:
        raise Http404
    return scope


def _place(request: HttpRequest, scope: list[Municipality]) -> Place:
    """What is asked for, which must be theirs."""
    wanted = request.GET.get("municipality") or request.GET.get("area") or usual(scope)
    place = place_of(wanted, scope)
    if place is None:
        raise Http404
    return place


def _own_organisation(request: HttpRequest, pk: int) -> Organisation:
    rows = Organisation.objects.for_user(request.user).select_related("municipality__county")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Who takes part in a municipality, a region, a county or the nation."""
    scope = _scope(request)
    return _page(request, _place(request, scope), scope)


@login_required
@require_safe
def of_organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """Who takes part in what an organisation offers: its own numbers, all of them."""
    return _page(request, place_of_organisation(_own_organisation(request, organisation)), None)


def _page(request: HttpRequest, place: Place, scope: list[Municipality] | None) -> HttpResponse:
    now = timezone.localtime()
    form = FiguresForm(request.GET, area=place.key, municipalities=scope, now=now)
    if not form.is_valid():
        return render(request, "participation/figures.html", {"form": form, "place": place}, status=400)
    shown = make_figures(place=place, period=form.chosen, now=now)
    context = {
        "form": form,
        "place": place,
        "figures": shown,
        "pictures": pictures(shown, rtl=get_language_bidi()),
        "year": _year(form.chosen, now),
        "query": f"period={form.chosen.key}"
        if place.is_own
        else f"area={place.key}&period={form.chosen.key}",
    }
    return render(request, "participation/figures.html", context)


def _year(period: Period, now: datetime) -> Period:
    """The year of which the report is."""
    return Period(date(min(period.start.year, now.year), 1, 1), Span.YEAR)


@login_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What each number means, where it is from, and how it is protected."""
    if not Municipality.objects.with_figures_for(request.user).exists():
        get_object_or_404(Organisation.objects.for_user(request.user)[:1])
    return render(
        request, "participation/about.html", {"definitions": definitions(), "protection": protection()}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest) -> HttpResponse:
    """Whether the user gets the monthly mail with figures."""
    _scope(request)
    if request.method == "POST":
        if request.POST.get("mail") == "on":
            NoFiguresMail.objects.filter(user=request.user.pk).delete()
            messages.success(request, _("You get the figures by e-mail once a month."))
        else:
            NoFiguresMail.objects.get_or_create(user_id=cast(int, request.user.pk))
            messages.success(request, _("You get no more e-mails with figures."))
        return redirect("figures_mail")
    is_off = NoFiguresMail.objects.filter(user=request.user.pk).exists()
    return render(request, "participation/mail_choice.html", {"is_off": is_off})


def _file(request: HttpRequest, place: Place, write: Write, content_type: str, ending: str) -> HttpResponse:
    now = timezone.localtime()
    form = FiguresForm(request.GET, area=place.key, municipalities=None, now=now)
    if not form.is_valid():
        return problem(
            request,
            status=400,
            title=_("Choose another period"),
            message=_("There are no figures of this period. Choose one on the page with figures."),
        )
    period = _year(form.chosen, now) if ending == "pdf" else form.chosen
    shown = make_figures(place=place, period=period, now=now)
    name = f"moteplass-{place.key}-{period.key}.{ending}"
    how = "inline" if ending == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(write(shown), content_type=content_type, headers=headers)


@login_required
@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, _place(request, _scope(request)), exports.as_csv, CSV_TYPE, "csv")


@login_required
@require_safe
def figures_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(request, _place(request, _scope(request)), exports.as_xlsx, XLSX_TYPE, "xlsx")


@login_required
@require_safe
def figures_json(request: HttpRequest) -> HttpResponse:
    return _file(request, _place(request, _scope(request)), exports.as_json, JSON_TYPE, "json")


@login_required
@require_safe
def figures_pdf(request: HttpRequest) -> HttpResponse:
    """The year on paper, for the municipal council."""
    return _file(request, _place(request, _scope(request)), _report, PDF_TYPE, "pdf")


@login_required
@require_safe
def organisation_csv(request: HttpRequest, organisation: int) -> HttpResponse:
    return _file(request, _of(request, organisation), exports.as_csv, CSV_TYPE, "csv")


@login_required
@require_safe
def organisation_xlsx(request: HttpRequest, organisation: int) -> HttpResponse:
    return _file(request, _of(request, organisation), exports.as_xlsx, XLSX_TYPE, "xlsx")


@login_required
@require_safe
def organisation_json(request: HttpRequest, organisation: int) -> HttpResponse:
    return _file(request, _of(request, organisation), exports.as_json, JSON_TYPE, "json")


@login_required
@require_safe
def organisation_pdf(request: HttpRequest, organisation: int) -> HttpResponse:
    """The year on paper, for an application for a grant."""
    return _file(request, _of(request, organisation), _report, PDF_TYPE, "pdf")


def _of(request: HttpRequest, organisation: int) -> Place:
    return place_of_organisation(_own_organisation(request, organisation))


def _report(figures: Figures) -> bytes:
    return typeset(report.recipe(figures, language=get_language() or figures.place.language))
