"""Calendar files for everybody: of one date, and of many to subscribe to; and news of what is next."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import limits
from core.clock import local_day
from core.limits import TooMany
from core.mail.letter import absolute
from core.responses import problem
from events.discovery.addresses import lead_on, with_public_date
from events.discovery.doors import ClosedDoorError, closed_door
from events.discovery.filters import Filters, read_filters
from events.exchange import atom, feeds
from events.exchange.answering import answer
from events.exchange.api.problems import NO_FEED, problem_response, too_many
from events.exchange.calendar import CONTENT_TYPE, filename, occurrence_calendar
from events.models import Occurrence

# Anybody may keep it, and asks whether it still holds: what is cancelled now is so in the next answer.
ASK_EACH_TIME = "public, no-cache"
# Minutes: two weeks.
LONGEST_ALARM = 14 * 24 * 60
ALARM_SAID = gettext_lazy("The reminder is a number of minutes, two weeks at the most.")
IGNORED_SAID = gettext_lazy(
    "The address asks for something that we do not know. "
    "Choose again in the list, and get the calendar there."
)
LONGEST_SHOWN = 40


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


def counted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`view` for whoever has not asked too often. What a program is refused costs no page for people."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            limits.count_feed(request)
            return view(request, *args, **kwargs)
        except (TooMany, Http404) as error:
            if _is_person(request):
                raise
            return too_many(error) if isinstance(error, TooMany) else problem_response(404, NO_FEED)

    return answer


def _is_person(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "")


@counted
def municipality_calendar(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """What is on in a municipality, or what filters leave of it: those of the list, by the same names.

    `alarm`: the reader's calendar rings so many minutes before each date.
    """
    return _of_filters(request, municipality, most=CALENDAR)


@counted
def municipality_atom(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The next dates of the same, for programs that read news."""
    return _of_filters(request, municipality, most=NEWS)


@dataclass(frozen=True)
class Form:
    """In which form dates are handed out."""

    name: str
    content_type: str
    make: Callable[..., bytes]
    filename: str
    ahead: timedelta


CALENDAR = Form(
    "calendar",
    "text/calendar; charset=utf-8",
    feeds.feed_calendar,
    "moteplass.ics",
    feeds.AHEAD_IN_A_MUNICIPALITY,
)
NEWS = Form("atom", "application/atom+xml; charset=utf-8", atom.feed_atom, "moteplass.atom", atom.AHEAD)


def _of_filters(request: HttpRequest, municipality: str, *, most: Form) -> HttpResponseBase:
    now = timezone.now()
    asked = request.GET.copy()
    alarm = asked.pop("alarm", [""])[-1]
    filters = replace(read_filters(asked, today=local_day(now)), near="", by_series=False, after=None)
    if filters.ignored or (alarm and not is_alarm(alarm)):
        return _cannot_be_used(request, municipality, asked, filters, alarm)
    try:
        feed = feeds.municipality_feed(
            municipality,
            language=_language(),
            now=now,
            filters=filters,
            alarm=timedelta(minutes=int(alarm)) if alarm else None,
            ahead=most.ahead,
        )
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    return _feed_response(request, municipality, feed, most)


def is_alarm(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= LONGEST_ALARM


def _cannot_be_used(
    request: HttpRequest, municipality: str, asked: QueryDict, filters: Filters, alarm: str
) -> HttpResponse:
    """Nobody subscribes to all that is on because one of their choices was mistyped."""
    if not _is_person(request):
        errors = [(name, "This cannot be used.") for name in _unusable(asked)]
        if alarm and not is_alarm(alarm):
            errors.append(("alarm", f"A number of minutes, {LONGEST_ALARM} at the most."))
        detail = "Something that is asked for cannot be used, and nothing is left out in silence."
        return problem_response(422, detail, errors=errors or [("from", "It is after `to`.")])
    if set(asked.getlist("category")) - {"", *filters.categories}:
        return unknown_kind(request, municipality)
    return problem(
        request,
        status=422,
        title=_("We cannot make this calendar"),
        message=str(IGNORED_SAID if filters.ignored else ALARM_SAID),
        next_url=reverse("event_list", args=[municipality]),
        next_label=_("See what is on"),
    )


def _unusable(asked: QueryDict) -> Iterator[str]:
    """What cannot be used whatever else is asked for."""
    today = local_day(timezone.now())
    for name, values in asked.lists():
        alone = QueryDict(mutable=True)
        alone.setlist(name, values)
        if read_filters(alone, today=today).ignored:
            yield name[:LONGEST_SHOWN]


@counted
def event_calendar(request: HttpRequest, municipality: str, event: int) -> HttpResponseBase:
    """All dates of an activity. Where it has moved to another municipality, the address leads on."""
    feed = feeds.event_feed(municipality, event, language=_language(), now=timezone.now())
    return _feed_response(request, municipality, feed)


@counted
def organisation_calendar(request: HttpRequest, municipality: str, organisation: str) -> HttpResponseBase:
    """What an organisation offers."""
    feed = feeds.organisation_feed(municipality, organisation, language=_language(), now=timezone.now())
    return _feed_response(request, municipality, feed)


@counted
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


def _feed_response(
    request: HttpRequest, municipality: str, feed: feeds.Feed, form: Form = CALENDAR
) -> HttpResponseBase:
    now = timezone.now()
    try:
        version = feeds.version_of(feed, now=now)
        if version.is_empty:
            # Nothing is on, or there is no such thing: it says which.
            feed.name()
        response = answer(
            request,
            key=f"{form.name}:{hashlib.sha256(feed.key.encode()).hexdigest()}",
            tag=version.tag,
            now=now,
            make=lambda: form.make(feed, url=absolute(request.get_full_path()), now=now),
            content_type=form.content_type,
            cache_control=ASK_EACH_TIME,
        )
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    except feeds.MovedError as moved:
        return lead_on(request, request.path.replace(f"/{municipality}/", f"/{moved}/", 1))
    response.headers["Content-Disposition"] = f'inline; filename="{form.filename}"'
    return response
