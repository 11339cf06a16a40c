"""One date in the portal: how it stands, and what can be done to it."""

from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.formats import day_with_beginning
from core.isolation import filled
from events.dates.people import people_touched
from events.dates.recording import lock_event
from events.dates.services import DateIsOverError
from events.discovery.parts import IN_THE_PORTAL
from events.models import Occurrence
from events.organiser.date_actions import ACTIONS, BY_KEY, Action


def own_date(request: HttpRequest, public_id: UUID) -> Occurrence:
    """A date of the user's organisations, whatever its state; anybody else's is a 404."""
    rows = Occurrence.objects.for_user(request.user).with_cards()
    return get_object_or_404(rows, public_id=public_id)


def date_context(date: Occurrence) -> dict[str, object]:
    """What every page about one date shows of it."""
    return {
        "date": date,
        "event": date.event,
        "text": date.event.source_text or date.event.text_for(),
        "people": people_touched([date.pk]),
        "is_over": date.ends_at <= timezone.now(),
        "activity_url": reverse("portal_event", args=[date.event_id]),
    }


@login_required
@require_safe
def detail(request: HttpRequest, date: UUID) -> HttpResponse:
    """How a date stands, and what can be done."""
    occurrence = own_date(request, date)
    context = date_context(occurrence)
    offered = [] if context["is_over"] else [each for each in ACTIONS if each.is_offered(occurrence)]
    links = [(each, reverse(f"portal_date_{each.key}", args=[date])) for each in offered]
    parts = IN_THE_PORTAL.parts(request, occurrence, now=timezone.now())
    return render(request, "events/organiser/date_page.html", {**context, "actions": links, "parts": parts})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def act(request: MemberRequest, date: UUID, key: str) -> HttpResponse:
    """A page that asks, says whom it touches, and does it with a POST."""
    occurrence = own_date(request, date)
    sent = request.method == "POST"
    if sent:
        # Whoever comes second waits here, and reads what the first one has made of it.
        lock_event(occurrence.event_id)
        occurrence = own_date(request, date)
    action, now = BY_KEY[key], timezone.now()
    is_open = occurrence.ends_at > now and action.is_offered(occurrence)
    form = action.form(request.POST if sent else None, occurrence, now)
    if not sent:
        return render_action(request, action, form, occurrence, is_open=is_open)
    if not is_open or (form.is_valid() and action.is_done(occurrence, form)):
        messages.info(request, nothing_to_do(occurrence))
        return redirect("portal_date", date)
    if is_stale(request, occurrence):
        return render_action(request, action, form, occurrence, is_open=True, stale=True)
    if not form.is_valid():
        return render_action(request, action, form, occurrence, is_open=True)
    try:
        changed = action.act(occurrence, form, request.user, now)
    except DateIsOverError:
        changed = False
    except ValueError:
        # Somebody else moved it in the same moment, so that what was typed no longer fits.
        return render_action(request, action, form, occurrence, is_open=True, stale=True)
    occurrence.refresh_from_db()
    if changed:
        day = day_with_beginning(occurrence.starts_at, occurrence.ends_at)
        messages.success(request, capfirst(filled(action.said, date=day)))
        return redirect("portal_event", occurrence.event_id)
    messages.info(request, nothing_to_do(occurrence))
    return redirect("portal_date", date)


def is_stale(request: HttpRequest, date: Occurrence) -> bool:
    """Whether the date was changed since the form was read. A form of an older page says nothing of it."""
    version = request.POST.get("version", "")
    return bool(version) and version != str(date.sequence)


def nothing_to_do(date: Occurrence) -> str:
    if date.ends_at <= timezone.now():
        return _("This date is over. What was is not changed.")
    return _("It is like that already. There is nothing to do.")


def render_action(
    request: HttpRequest,
    action: Action,
    form: forms.Form,
    date: Occurrence,
    *,
    is_open: bool,
    stale: bool = False,
) -> HttpResponse:
    context = {**date_context(date), "action": action, "form": form, "is_open": is_open, "stale": stale}
    if not action.is_told(date):
        context["people"] = replace(people_touched([date.pk]), by_mail=0, by_phone=0, following=0)
    elif not action.is_told_to_followers:
        context["people"] = replace(people_touched([date.pk]), following=0)
    status = 409 if stale else 400 if form.errors else 200
    return render(request, "events/organiser/date_action.html", context, status=status)


@login_required
def old_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The address with a number, from before dates had their own; a form that was open is sent on."""
    date = get_object_or_404(Occurrence.objects.for_user(request.user), pk=pk)
    url = reverse("portal_date_cancel", args=[date.public_id])
    return HttpResponsePermanentRedirect(url, preserve_request=True)
