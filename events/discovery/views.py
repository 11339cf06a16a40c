"""The public list of a municipality, whole or as the part that a filter changes."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.clock import local_day
from events.discovery import lists
from events.discovery.cards import by_day, municipality_url
from events.discovery.doors import ClosedDoorError, closed_door, open_municipality
from events.discovery.filters import Filters, read_filters
from events.discovery.filters.bar import make_bar
from events.discovery.filters.counting import count, count_scopes
from events.discovery.filters.matching import Place
from events.discovery.filters.nothing import nearest
from organisations.models import Municipality, Region


@require_safe
def event_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """What is coming in a municipality, by date or one row per series."""
    try:
        place = open_place(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    now = timezone.now()
    filters = read_filters(request.GET, today=local_day(now))
    return answer(request, list_context(place, filters, now=now))


def answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page, or what htmx puts in the place of its list."""
    # A page that the browser goes back to is asked for whole.
    is_part = request.headers.get("HX-Request-Type") == "partial"
    template = "events/_list_answer.html" if is_part else "events/event_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Request-Type"])
    return response


def open_place(slug: str) -> Place:
    """The municipality of an address with its regional council. One query. Raises `ClosedDoorError`."""
    councils = Region.objects.filter(kind=Region.Kind.COUNCIL, municipalities=OuterRef("pk")).order_by("name")
    municipality = open_municipality(
        slug,
        Municipality.objects.annotate(
            council_id=Subquery(councils.values("pk")[:1]), council_name=Subquery(councils.values("name")[:1])
        ),
    )
    number = municipality.council_id  # type: ignore[attr-defined]  # annotated above
    name = municipality.council_name  # type: ignore[attr-defined]
    return Place(municipality, (number, name) if number else None)


def list_context(place: Place, filters: Filters, *, now: datetime) -> dict[str, Any]:
    """All that the list shows. Five queries, and one more where one signs up for something with a limit."""
    today = local_day(now)
    make_page = lists.page_by_series if filters.by_series else lists.page_by_date
    page = make_page(place, filters, now=now)
    counts = count(place, filters, now=now, today=today)
    scopes = count_scopes(place, filters, now=now)
    bar = make_bar(place, filters, counts, scopes, today=today)
    is_empty = not page.cards and not filters.after
    return {
        "municipality": place.municipality,
        "municipality_url": municipality_url(place.municipality),
        "filters": filters,
        "bar": bar,
        "total": counts.total,
        "cards": page.cards,
        "days": [] if filters.by_series else by_day(page.cards, now=now, first=filters.first),
        "next_url": filters.query(after=page.next_key) if page.next_key else "",
        "first_url": filters.query(),
        "nearest": nearest(place, filters, counts, scopes, bar, now=now) if is_empty else [],
        "neighbours": lists.neighbours(place.municipality, now=now) if is_empty else [],
    }
