"""The last change of an activity's dates is undone with a button: where it is offered, and what it does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.accounts.requests import MemberRequest
from events.dates.people import People, people_touched
from events.dates.services import TOLD_AFTER, CannotUndoError, last_change, undo
from events.models import ChangeOfDates, Event

# Later than this nobody looks for the button; a date is changed back on its own page.
OFFERED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
    """The change that can be undone now. `told_at` is when those who have signed up are told of it."""

    change: ChangeOfDates
    people: People
    told_at: datetime
    nobody_is_told_yet: bool


def offer(event: Event, *, now: datetime) -> Offer | None:
    """What "Changed. Undo" is about; None when there is nothing to undo, or it is long ago."""
    change = last_change(event)
    if change is None or now - change.made_at > OFFERED_FOR:
        return None
    people = people_touched([row["id"] for row in change.before.get("rows", [])])
    told_at = change.made_at + TOLD_AFTER
    return Offer(change, people, told_at, nobody_is_told_yet=now < told_at)


@login_required
@require_POST
def undo_last(request: MemberRequest, pk: int) -> HttpResponse:
    """Put the dates back as they stood before the change that the button was about."""
    event = get_object_or_404(Event.objects.for_user(request.user), pk=pk)
    change = _asked_for(request.POST.get("change", ""), event)
    try:
        if change is None:
            raise CannotUndoError
        now = timezone.now()
        told = undo(change_id=change.pk, user=request.user, now=now)
    except CannotUndoError:
        messages.warning(
            request,
            _(
                "This cannot be undone: it was undone already, the dates have been changed since, or they "
                "have taken place. Nothing was changed. You can change each date on its own page."
            ),
        )
    else:
        messages.success(request, _said(told), extra_tags="done")
    return redirect("portal_event", event.pk)


def _asked_for(text: str, event: Event) -> ChangeOfDates | None:
    """The change of `event` with this id; None for anything else."""
    try:
        return event.changes_of_dates.filter(pk=UUID(text)).first()
    except ValueError:
        return None


def _said(told: int) -> str:
    """Also within the two minutes somebody may have signed up for what the change had made of a date."""
    if told:
        return _("Undone. The dates are as they were. Those who know them otherwise are told.")
    return _("Undone. The dates are as they were, and nobody is told anything.")
