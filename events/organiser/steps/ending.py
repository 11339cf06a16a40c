"""A draft is deleted; what is shown is taken down, and shown again. Each says first what follows from it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.languages import language_choices
from events.choices import State
from events.dates.people import people_touched
from events.models import Draft, Event
from events.moderation import services
from events.moderation.exceptions import TooLate
from events.organiser.steps.drafting import NotADraftError, delete_draft, is_draft
from events.organiser.steps.forms import WHAT
from events.organiser.steps.seen import as_seen, second_language
from events.publishing import NotWholeError


def what_else(event: Event) -> dict[str, object]:
    """For the page of an activity: is it a draft, where is somebody in it, and can it be shown again?"""
    begun = Draft.objects.filter(event=event).values_list("step", flat=True).first()
    return {
        "is_draft": is_draft(event),
        "unfinished_step": begun or WHAT.key,
        "can_bring_back": event.state == State.TAKEN_DOWN,
    }


def _own(request: MemberRequest, pk: int) -> Event:
    own = Event.objects.for_user(request.user).select_related("organisation__municipality", "municipality")
    return get_object_or_404(own, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a draft: there is no way back, so it is asked once."""
    event = _own(request, pk)
    if request.method == "POST":
        try:
            delete_draft(event=event)
        except NotADraftError:
            messages.warning(
                request,
                _("This is no draft any longer, so nothing is deleted. You can take it down instead."),
            )
            return redirect("portal_event", pk)
        messages.success(request, _("The draft is deleted."))
        return redirect("portal_events")
    if not is_draft(event):
        return redirect("portal_event", pk)
    context = {"event": event, "text": event.source_text or event.text_for()}
    return render(request, "events/organiser/steps/delete.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop showing an activity and all its dates; whom that concerns is said first."""
    event, now = _own(request, pk), timezone.now()
    if request.method == "POST":
        try:
            services.take_down(event=event, user=request.user, now=now)
        except TooLate:
            messages.info(request, _("It was taken down already."))
        else:
            text = _("Taken down. Nobody finds it any longer. You can bring it back here.")
            messages.success(request, text)
        return redirect("portal_event", pk)
    if not event.live:
        return redirect("portal_event", pk)
    dates = list(event.occurrences.upcoming(now).scheduled().values_list("pk", flat=True))
    context = {
        "event": event,
        "text": event.source_text or event.text_for(),
        "people": people_touched(dates),
        "number": len(dates),
    }
    return render(request, "events/organiser/steps/take_down.html", context)


@login_required
@require_POST
def bring_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what was taken down: at once, or when the municipality has looked at it."""
    event = _own(request, pk)
    try:
        services.bring_back(event=event, user=request.user, now=timezone.now())
    except TooLate:
        messages.info(request, _("There is nothing to bring back here."))
    except NotWholeError:
        messages.warning(request, _("Something is missing in it. Change it, and publish it again."))
    else:
        event.refresh_from_db()
        shown = _("It is shown again, as it was.")
        waits = _("It is handed in. The municipality looks at it before it is shown again.")
        messages.success(request, shown if event.live else waits)
    return redirect("portal_event", pk)


@login_required
@require_safe
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What newcomers read, with all that is changed and not published yet, in two languages."""
    event, now = _own(request, pk), timezone.now()
    newest = event.get_latest_revision_as_object()
    text = newest.source_text or newest.text_for()
    own = text.language if text else event.municipality.language
    second = second_language(request.GET.get("in", ""), own=own)
    context = {
        "event": event,
        "text": text,
        "seen": [as_seen(newest, language, now=now) for language in dict.fromkeys([own, second])],
        "second": second,
        "languages": [(code, name) for code, name in language_choices() if code != own],
    }
    return render(request, "events/organiser/steps/preview.html", context)
