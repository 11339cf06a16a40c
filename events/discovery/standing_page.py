"""The page of a place with opening hours: is it open, when, and how one gets there."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.clock import local_day
from core.mail.letter import absolute
from core.page_cache import for_everybody
from events.discovery.cards import municipality_url
from events.discovery.doors import closed_door
from events.discovery.ways import Ways, maps_of, ways_at_once, ways_to
from events.facts import five_facts, paragraph
from events.models import Occurrence
from events.standing.facts import facts_of_place
from events.standing.hours import Hours
from events.standing.models import StandingPlace
from events.standing.state import State, next_opening, state_at
from events.standing.wording import (
    days_in_words,
    next_days,
    season_in_words,
    state_in_words,
    times_in_words,
    week_in_rows,
)


@for_everybody
@require_safe
def standing_page(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """A place that everybody may see. One that was taken down, or waits for a yes, is nowhere."""
    rows = StandingPlace.objects.filter(is_public=True).select_related(
        "municipality__county", "organisation__municipality", "venue__municipality"
    )
    rows = rows.prefetch_related("texts", "venue__texts")
    place = get_object_or_404(rows, municipality__slug=municipality, pk=pk)
    if not place.municipality.is_active:
        return closed_door(request, place.municipality)
    return render(request, "events/standing_page.html", page_of(request, place, now=timezone.now()))


def page_of(request: HttpRequest, place: StandingPlace, *, now: datetime) -> dict[str, Any]:
    """What the page is made from. Three queries, with the one that finds the place."""
    hours, today = place.opening_hours, local_day(now)
    state = state_at(hours, now)
    visit = None if state.is_open else _next_visit(place, now=now)
    facts = facts_of_place(place)
    return {
        "place": place,
        "municipality": place.municipality,
        "municipality_url": municipality_url(place.municipality),
        "organisation": place.organisation,
        "venue": place.venue,
        "state": state,
        "state_words": state_in_words(state),
        "rows": next_days(hours, today),
        "weeks": _weeks(hours),
        "exceptions": [
            (days_in_words(each), times_in_words(each.times), each.note) for each in hours.to_come(today)
        ],
        "five_facts": five_facts(facts, category=place.category),
        "facts": facts,
        "paragraph": paragraph(facts),
        "is_doubtful": place.is_doubtful(now),
        "visit": visit,
        "ways": _ways(place, state, visit, now=now),
        "share_url": absolute(request.path),
    }


def _weeks(hours: Hours) -> list[tuple[str, Any]]:
    """The usual week and those of the seasons, where there are seasons; "" names the usual one."""
    if not hours.seasons:
        return []
    seasons = [(season_in_words(each), week_in_rows(each.week)) for each in hours.seasons]
    return [("", week_in_rows(hours.week)), *seasons]


def _next_visit(place: StandingPlace, *, now: datetime) -> Occurrence | None:
    """The next opening as if it were a date: when one wants to be there, and to go home."""
    opening = next_opening(place.opening_hours, now, days=13)
    if opening is None:
        return None
    return Occurrence(venue=place.venue, starts_at=opening.starts_at, ends_at=opening.ends_at)


def _ways(place: StandingPlace, state: State, visit: Occurrence | None, *, now: datetime) -> Ways | None:
    """At once while it is open, else in time for the next opening; to what does not open nobody travels."""
    if visit:
        return ways_to(visit)
    return ways_at_once(place.venue, now=now) if state.is_open else maps_of(place.venue)
