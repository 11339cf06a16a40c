"""The host's pages for paper: who waits for a booklet, what it looks like, and the files to print."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from core.isolation import filled
from core.limits import count_staff_form
from core.models import User
from core.sending import once
from newcomers.welcome.booklet import services
from newcomers.welcome.booklet.choices import How
from newcomers.welcome.booklet.forms import GivenForm, OrderForm
from newcomers.welcome.booklet.models import PrintJob
from newcomers.welcome.booklet.printable import OnPaper, name_on_paper
from newcomers.welcome.models import Contact, Delivery, PackageStep
from organisations.models import Municipality
from organisations.roles import Capability

JOBS_SHOWN = 10
WAITING_SHOWN = 200
# Files with people's links: no cache keeps them.
FILES = ("print", "screen", "labels")


def welcoming(request: HttpRequest, kommunenummer: str) -> Municipality:
    """Where the user welcomes people; a 404 elsewhere."""
    scope = Municipality.objects.where_user_may(request.user, Capability.WELCOME)
    return get_object_or_404(scope.select_related("county", "crest"), pk=kommunenummer)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def booklet_list(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Who waits for a booklet; POST has theirs made."""
    municipality = welcoming(request, kommunenummer)
    now = timezone.now()
    waiting = services.waiting_booklets(municipality)
    form = OrderForm(request.POST or None, deliveries=waiting)
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            return _ordered(request, municipality, form, now=now)
    rows = list(waiting.select_related("newcomer__postal_address")[: WAITING_SHOWN + 1])
    on_paper = OnPaper([(row.campaign_id, row.language) for row in rows])
    context = {
        "form": form,
        "waiting": [
            (row, on_paper.language(row.campaign_id, row.language), _is_by_hand(row))
            for row in rows[:WAITING_SHOWN]
        ],
        "replaced": on_paper.replaced(),
        "are_more": len(rows) > WAITING_SHOWN,
        "steps": _steps(request, municipality),
        "contacts": Contact.objects.filter(municipality=municipality),
        "jobs": PrintJob.objects.for_user(request.user).filter(municipality=municipality)[:JOBS_SHOWN],
    }
    return _page(request, "booklets.html", municipality, context)


def _is_by_hand(delivery: Delivery) -> bool:
    """Whether no font has the letters of their name: somebody has to write it."""
    newcomer = delivery.newcomer
    return newcomer is not None and name_on_paper(newcomer.name) != newcomer.name


def _ordered(
    request: HttpRequest, municipality: Municipality, form: OrderForm, *, now: datetime
) -> HttpResponse:
    def make() -> str:
        job = services.order_booklets(
            municipality=municipality,
            deliveries=[delivery.pk for delivery in form.cleaned_data["chosen"]],
            sheet=form.cleaned_data["sheet"],
            first=form.cleaned_data["first"] or 0,
            user=cast(User, request.user),
            now=now,
        )
        return reverse("booklet_job", args=[job.pk])

    try:
        return redirect(once(request, make))
    except services.NobodyChosen:
        messages.info(request, _("Those booklets have been given already. Nothing was made."))
        return redirect("booklet_list", municipality.pk)


def _steps(request: HttpRequest, municipality: Municipality) -> list[PackageStep]:
    steps = PackageStep.objects.sendable_by(request.user).filter(package__municipality=municipality)
    return list(steps.filter(live=True).select_related("package").in_order())


def _page(
    request: HttpRequest, template: str, municipality: Municipality, context: dict[str, Any]
) -> HttpResponse:
    frame = {"municipality": municipality, "here": "packages"}
    return render(request, f"welcome/booklet/{template}", frame | context)


def own_job(request: HttpRequest, pk: int) -> PrintJob:
    jobs = PrintJob.objects.for_user(request.user).select_related("municipality__county", "ordered_by")
    return get_object_or_404(jobs, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def booklet_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the files are, and where to get them; POST says that booklets were handed over or posted."""
    job = own_job(request, pk)
    files = set(job.pieces.filter(name__in=FILES).values_list("name", flat=True)) if job.is_made else set()
    context = {"job": job, "files": files, "is_late": _is_late(job)}
    if "HX-Request" in request.headers:
        return render(request, "welcome/booklet/job_answer.html", context)
    form = GivenForm(request.POST or None, deliveries=_of(job))
    if request.method == "POST":
        count_staff_form(request)
        if form.is_valid():
            number = services.give(
                deliveries=_of(job).filter(pk__in=form.cleaned_data["chosen"]),
                how=How(form.cleaned_data["how"]),
                now=timezone.now(),
            )
            sentence = ngettext(
                "%(number)s booklet is noted as given.", "%(number)s booklets are noted as given.", number
            )
            messages.success(request, filled(sentence, number=number))
            return redirect("booklet_job", job.pk)
    people = _of(job).select_related("newcomer__postal_address", "step__package", "given").order_by("pk")
    context |= {"form": form, "people": people, "hows": How.choices}
    return _page(request, "job.html", job.municipality, context)


def _of(job: PrintJob) -> Any:
    return job.deliveries.filter(newcomer__isnull=False)


def _is_late(job: PrintJob) -> bool:
    """Whether so long has passed that no worker may be there."""
    waited = (timezone.now() - job.ordered_at).total_seconds()
    return job.state == PrintJob.State.WAITING and waited > 120


@login_required
@require_POST
def booklet_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not given after all: it waits again."""
    deliveries = Delivery.objects.for_user(request.user)
    delivery = get_object_or_404(deliveries.select_related("campaign"), pk=pk)
    count_staff_form(request)
    if services.take_back(delivery=delivery):
        messages.success(request, _("Taken back: the booklet waits to be given again."))
    else:
        messages.info(request, _("It was not noted as given. Nothing was changed."))
    job = PrintJob.objects.for_user(request.user).filter(deliveries=delivery).first()
    if job is not None:
        return redirect("booklet_job", job.pk)
    return redirect("booklet_list", delivery.campaign.municipality_id)


@login_required
@require_GET
def booklet_job_file(request: HttpRequest, pk: int, file: str) -> HttpResponse:
    """A finished file of a job. It ends within a day: then the page says how to have it made again."""
    job = own_job(request, pk)
    if file not in FILES:
        raise Http404
    piece = job.pieces.filter(name=file).first() if job.is_made else None
    if piece is None:
        messages.info(request, _("This file is not there any longer. You can have it made again."))
        return redirect("booklet_job", job.pk)
    return pdf(bytes(piece.content), f"{file}-{job.ordered_at:%Y-%m-%d}-{job.pk}")


@login_required
@require_POST
def booklet_job_again(request: HttpRequest, pk: int) -> HttpResponse:
    job = own_job(request, pk)
    count_staff_form(request)
    if services.make_again(job=job, now=timezone.now()):
        messages.success(request, _("The files are being made again, with new links."))
    return redirect("booklet_job", job.pk)


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
