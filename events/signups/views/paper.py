"""The list for the door, for its own organisers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import limits
from core.bounded import TooMuchWork, Unreadable
from core.typesetting.services import typeset
from events.signups.paper import door_recipe
from events.signups.views.portal import own_occurrence


@login_required
@require_safe
def door_list(request: HttpRequest, date: UUID) -> HttpResponse:
    """Made while one waits, and kept nowhere."""
    occurrence = own_occurrence(request, date)
    back = HttpResponseRedirect(reverse("portal_signups", args=[date]))
    try:
        limits.count_staff_form(request)
        content = typeset(door_recipe(occurrence))
    except limits.TooMany as too_many:
        messages.warning(request, str(too_many))
        return back
    except (TooMuchWork, Unreadable):
        messages.error(
            request, _("The list could not be made. Nothing is lost: print this page instead, or try again.")
        )
        return back
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{occurrence.public_id.hex[:8]}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
