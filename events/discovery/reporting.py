""" "Report this": a visitor's few words on a date's page. No name, no account, no JavaScript."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.limits import TooMany, count_report, hold
from core.privacy import REPORT
from core.sending import once
from events.discovery.addresses import with_public_date
from events.discovery.parts import Part
from events.models import Occurrence
from events.moderation.forms import ReportForm
from events.moderation.reporting import report as keep_report


def part(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Part | None:
    """The way to the form. Asks the database nothing."""
    url = reverse("event_report", args=[occurrence.municipality.slug, occurrence.public_id])
    return Part("events/moderation/_report.html", {"url": url})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_public_date
def report(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The form, and thanks. What is sent twice is one report."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 400 if form.errors else 200
    if form.is_valid():
        try:
            count_report(request, event=occurrence.event_id)
        except TooMany as too_many:
            hold(request, too_many, form)
            status = 429
        else:

            def send() -> str:
                keep_report(event=occurrence.event, now=timezone.now(), **form.cleaned_data)
                return f"{request.path}?sent=1"

            return HttpResponseRedirect(once(request, send))
    event = occurrence.event
    context = {
        "occurrence": occurrence,
        "event": event,
        "text": event.text_for(),
        "organisation": occurrence.organisation,
        "municipality": occurrence.municipality,
        "event_url": reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id]),
        "purpose": REPORT,
        "form": form,
        "is_sent": "sent" in request.GET and request.method != "POST",
    }
    return render(request, "events/moderation/report.html", context, status=status)
