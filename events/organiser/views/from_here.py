""" "This and later": the dates of an activity are changed from one date on."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.formats import day_with_year, local
from core.isolation import filled
from events.dates.services import DateIsOverError, change_from_here, plan_from_here
from events.models import Occurrence
from events.organiser.dates import DatesForm
from events.organiser.views.activities import say_what_stayed, school_holidays
from events.organiser.views.dates import date_context, nothing_to_do, own_date
from events.organiser.views.foreseen import ask_first


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_here(request: MemberRequest, date: UUID) -> HttpResponse:
    """Another plan from this date on: what is before it stays. Shown before it is saved."""
    occurrence, now = own_date(request, date), timezone.now()
    plan = plan_from_here(occurrence, now=now)
    if occurrence.ends_at <= now:
        if request.method == "POST":
            messages.info(request, nothing_to_do(occurrence))
            return redirect("portal_date", date)
        return render(request, "events/organiser/from_here.html", date_context(occurrence))
    school = school_holidays(occurrence.municipality, now=now)
    form = DatesForm(request.POST or None, now=now, old_plan=plan, school=school)
    if plan is None:
        # A rule that the form cannot say: from here on there is another, which begins as this date is.
        begins, ends = local(occurrence.starts_at), local(occurrence.ends_at)
        form.initial.update(first_date=begins.date(), start_time=begins.time(), end_time=ends.time())
    looks_first = False
    if request.POST and "preview" not in request.POST and form.is_valid():
        looks_first = form.needs_a_look
        if form.plan == plan:
            messages.info(request, nothing_to_do(occurrence))
            return redirect("portal_date", date)
        if not looks_first:
            asked = ask_first(request, event=occurrence.event, plan=form.plan, now=now, from_here=occurrence)
            return asked or save(request, occurrence, form, now=now)
    context = {**date_context(occurrence), "form": form, "looks_first": looks_first}
    status = 400 if form.errors else 200
    return render(request, "events/organiser/from_here.html", context, status=status)


def save(request: MemberRequest, occurrence: Occurrence, form: DatesForm, *, now: datetime) -> HttpResponse:
    day = day_with_year(occurrence.starts_at)
    try:
        done = change_from_here(occurrence=occurrence, plan=form.plan, user=request.user, now=now)
    except DateIsOverError:
        messages.info(request, nothing_to_do(occurrence))
        return redirect("portal_date", occurrence.public_id)
    messages.success(request, filled(_("The dates are changed from %(day)s on."), day=day))
    say_what_stayed(request, done.kept)
    return redirect("portal_event", occurrence.event_id)
