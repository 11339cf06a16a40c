"""Calendar files for everybody."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.discovery.addresses import with_public_date
from events.exchange.calendar import CONTENT_TYPE, filename, occurrence_calendar
from events.models import Occurrence


@require_safe
@with_public_date
def occurrence_ics(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """One public date as a calendar file in the page's language."""
    # Moved alone or not, the place of this date is the one on the row.
    occurrence.event.venue = occurrence.venue
    return calendar_response(occurrence)


def calendar_response(occurrence: Occurrence, *, for_participant: bool = False) -> HttpResponse:
    """The file as an answer. `inline`: an iPhone then offers to add it; what cannot show it saves it."""
    content = occurrence_calendar(
        occurrence=occurrence,
        language=get_language() or "nb",
        now=timezone.now(),
        for_participant=for_participant,
    )
    response = HttpResponse(content, content_type=f"{CONTENT_TYPE}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename(occurrence)}"'
    return response
