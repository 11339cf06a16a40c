"""Calendar files for everybody: of one date, and of many to subscribe to."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.mail.letter import absolute
from core.responses import problem
from events.choices import Category
from events.discovery.addresses import lead_on, with_public_date
from events.discovery.doors import ClosedDoorError, closed_door
from events.exchange import feeds
from events.exchange.answering import answer
from events.exchange.calendar import CONTENT_TYPE, filename, occurrence_calendar
from events.models import Occurrence

# Anybody may keep it, and asks whether it still holds: what is cancelled now is so in the next answer.
ASK_EACH_TIME = "public, no-cache"


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


@require_safe
def municipality_calendar(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """What is on in a municipality, of one kind with `?category=`."""
    category = request.GET.get("category", "")
    if category and category not in Category.values:
        return unknown_kind(request, municipality)
    now = timezone.now()
    feed = feeds.municipality_feed(municipality, language=_language(), now=now, category=category)
    return _feed_response(request, municipality, feed)


@require_safe
def event_calendar(request: HttpRequest, municipality: str, event: int) -> HttpResponseBase:
    """All dates of an activity. Where it has moved to another municipality, the address leads on."""
    feed = feeds.event_feed(municipality, event, language=_language(), now=timezone.now())
    return _feed_response(request, municipality, feed)


@require_safe
def organisation_calendar(request: HttpRequest, municipality: str, organisation: str) -> HttpResponseBase:
    """What an organisation offers."""
    feed = feeds.organisation_feed(municipality, organisation, language=_language(), now=timezone.now())
    return _feed_response(request, municipality, feed)


@require_safe
def venue_calendar(request: HttpRequest, municipality: str, venue: int) -> HttpResponseBase:
    """What is on at a place."""
    feed = feeds.venue_feed(municipality, venue, language=_language(), now=timezone.now())
    return _feed_response(request, municipality, feed)


def unknown_kind(request: HttpRequest, municipality: str) -> HttpResponse:
    """A 404 for a kind of activity that there is not."""
    return problem(
        request,
        status=404,
        title=_("We do not know this kind of activity"),
        message=_("The address may be mistyped. Here you find everything that is on."),
        next_url=reverse("event_list", args=[municipality]),
        next_label=_("See what is on"),
    )


def _language() -> str:
    return get_language() or "nb"


def _feed_response(request: HttpRequest, municipality: str, feed: feeds.Feed) -> HttpResponseBase:
    now = timezone.now()
    try:
        version = feeds.version_of(feed, now=now)
        if version.is_empty:
            # Nothing is on, or there is no such thing: it says which.
            feed.name()
        response = answer(
            request,
            key=f"calendar:{feed.key}",
            tag=version.tag,
            now=now,
            make=lambda: feeds.feed_calendar(feed, url=absolute(request.path), now=now),
            content_type="text/calendar; charset=utf-8",
            cache_control=ASK_EACH_TIME,
        )
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    except feeds.MovedError as moved:
        return lead_on(request, request.path.replace(f"/{municipality}/", f"/{moved}/", 1))
    response.headers["Content-Disposition"] = 'inline; filename="moteplass.ics"'
    return response
