"""What the organiser's page of a date says about whether it is on, and the button that says yes."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.accounts.requests import MemberRequest
from events.confirming import by_staff, closed
from events.discovery.known import confirmed
from events.discovery.parts import Part
from events.is_it_on import Known, known_of
from events.models import Occurrence
from events.models.asking import Asking


def part(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Part | None:
    """How it stands, by whom. Two queries."""
    known = known_of(occurrence, now=now) if occurrence.is_public else Known.NOTHING
    is_ahead = by_staff.can_confirm(occurrence, now=now)
    number = closed.number_at(occurrence) if occurrence.starts_at <= now else 0
    if not is_ahead and not number and known is not Known.CONFIRMED:
        return None
    has_somebody = occurrence.event.responsible.to_ask().exists() if is_ahead else True
    values = {
        "is_ahead": is_ahead,
        "known": known.value,
        "confirmed": confirmed(occurrence, now=now) if known is Known.CONFIRMED else "",
        "who": occurrence.responsible.name if occurrence.responsible else "",
        "asked_at": occurrence.asked_at,
        "closed": number,
        "has_somebody": has_somebody,
        "is_asked": occurrence.series.asking != Asking.NEVER if is_ahead and not has_somebody else True,
        "confirm_url": reverse("portal_date_confirm", args=[occurrence.public_id]),
    }
    return Part("confirming/portal_date.html", values)


@login_required
@require_POST
def confirm(request: MemberRequest, date: UUID) -> HttpResponse:
    """The organiser says that it is on."""
    occurrence = get_object_or_404(Occurrence.objects.for_user(request.user), public_id=date)
    if by_staff.confirm(occurrence=occurrence, now=timezone.now()):
        messages.success(request, _("Everyone can see now that it is on."))
    else:
        messages.info(request, _("It is like that already. There is nothing to do."))
    return redirect("portal_date", date)
