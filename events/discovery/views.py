"""The public list of a municipality, whole or as the part that a filter changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.clock import local_day
from core.isolation import filled
from core.page_cache import for_everybody
from core.prepared import prepared
from events.discovery import lists
from events.discovery.cards import AnyCard, Day, by_day, municipality_url
from events.discovery.doors import ClosedDoorError, called, closed_door, if_open
from events.discovery.filters import Filters, matching, read_filters
from events.discovery.filters.bar import make_bar
from events.discovery.filters.counting import count, count_scopes
from events.discovery.filters.matching import Place
from events.discovery.filters.nothing import nearest
from events.discovery.filters.places import Places
from events.discovery.near import (
    NowhereError,
    Position,
    page_from,
    page_near_position,
    read_position,
    read_skip,
)
from organisations.models import Municipality, MunicipalityQuerySet, Region
from organisations.models import Place as Village


@for_everybody
@require_safe
def event_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """What is coming in a municipality, by date, one row per series, or the nearest to a village first."""
    now = timezone.now()
    filters = read_filters(request.GET, today=local_day(now))
    try:
        place = open_place(municipality, filters.near)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    if filters.near and place.point is None:
        said = filled(_("We do not know the place “%(asked)s”. Here is the whole list."), asked=filters.near)
        filters = replace(filters, near="", ignored=(*filters.ignored, said))
    return answer(request, list_context(place, filters, skip=request.GET.get("skip", ""), now=now))


@csrf_exempt
@never_cache
@sensitive_post_parameters("lat", "lon")
@require_http_methods(["GET", "HEAD", "POST"])
def event_list_near(request: HttpRequest, municipality: str) -> HttpResponse:
    """What is near where somebody stands, which the body says. It changes nothing, so it needs no token.

    Opened as a page, for one by going back, it is the list.
    """
    if request.method != "POST":
        query = request.GET.urlencode()
        return redirect(f"{reverse('event_list', args=[municipality])}{'?' if query else ''}{query}")
    now = timezone.now()
    filters = replace(read_filters(request.GET, today=local_day(now)), near="", scope="", after=None)
    try:
        place = open_place(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    try:
        position = read_position(request.POST)
        page = page_near_position(position, filters, skip=read_skip(request.POST.get("skip", "")), now=now)
    except NowhereError as nowhere:
        filters = replace(filters, ignored=(*filters.ignored, str(nowhere)))
        return answer(request, list_context(place, filters, now=now))
    near = {"position": position, "near_cards": page.cards, "cards": page.cards, "days": [], "next_url": ""}
    return answer(request, list_context(place, filters, now=now) | near | {"more_near": page.skip})


def answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page, or what htmx puts in the place of its list."""
    # A page that the browser goes back to is asked for whole.
    is_part = request.headers.get("HX-Request-Type") == "partial"
    template = "events/_list_answer.html" if is_part else "events/event_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Request-Type"])
    return response


def open_place(slug: str, near: str = "") -> Place:
    """The municipality of an address with its regional council, and the village `near` in it.

    One query. Raises `ClosedDoorError`.
    """
    rows = _places(slug=slug, near=near)
    municipality = if_open(next(iter(rows), None), slug)
    number = municipality.council_id  # type: ignore[attr-defined]  # annotated above
    name = municipality.council_name  # type: ignore[attr-defined]
    village_name, latitude, longitude = (
        getattr(municipality, f"near_{name}") for name in ("name", "latitude", "longitude")
    )
    return Place(
        municipality,
        council=(number, name) if number else None,
        near=village_name or "",
        point=(float(latitude), float(longitude)) if village_name else None,
    )


@prepared
def _places(slug: str, near: str) -> MunicipalityQuerySet:
    village = Village.objects.filter(municipality=OuterRef("pk"), slug=near, latitude__isnull=False)
    councils = Region.objects.filter(kind=Region.Kind.COUNCIL, municipalities=OuterRef("pk")).order_by("name")
    return called(
        slug,
        Municipality.objects.annotate(
            council_id=Subquery(councils.values("pk")[:1]),
            council_name=Subquery(councils.values("name")[:1]),
            **{
                f"near_{name}": Subquery(village.values(name)[:1])
                for name in ("name", "latitude", "longitude")
            },
        ),
    )


def list_context(place: Place, filters: Filters, *, now: datetime, skip: str = "") -> dict[str, Any]:
    """All that the list shows. Five queries, and one more where one signs up for something with a limit."""
    if filters.near and place.point:
        return _near_village(place, filters, skip=read_skip(skip), now=now)
    scopes, places = _beside(place, filters, now=now)
    make_page = lists.page_by_series if filters.by_series else lists.page_by_date
    page = make_page(place, filters, now=now, places=places.shown())
    return _context(
        place,
        filters,
        now=now,
        scopes=scopes,
        places=places,
        cards=page.cards,
        days=[] if filters.by_series else by_day(page.cards, now=now, first=filters.first),
        next_url=filters.query(after=page.next_key) if page.next_key else "",
    )


def _near_village(place: Place, filters: Filters, *, skip: int, now: datetime) -> dict[str, Any]:
    assert place.point is not None
    filters = replace(filters, by_series=True, after=None)
    scopes, places = _beside(place, filters, now=now)
    found = matching(place, filters, now=now)
    page = page_from(found, Position(*place.point), places.shown(), skip=skip, now=now)
    next_url = f"{filters.query()}&skip={page.skip}" if page.skip else ""
    return _context(
        place,
        filters,
        now=now,
        scopes=scopes,
        places=places,
        cards=page.cards,
        days=[],
        next_url=next_url,
    )


def _beside(place: Place, filters: Filters, *, now: datetime) -> tuple[dict[str, int], Places]:
    """How much each scope has, and the places with opening hours of all of them. One query."""
    scopes, listed = count_scopes(place, filters, now=now)
    places = Places(tuple(listed), filters, now)
    return {scope: number + places.number(scope) for scope, number in scopes.items()}, places


def _context(
    place: Place,
    filters: Filters,
    *,
    now: datetime,
    scopes: dict[str, int],
    places: Places,
    cards: Sequence[AnyCard],
    days: list[Day],
    next_url: str,
) -> dict[str, Any]:
    today = local_day(now)
    counts = count(place, filters, now=now, today=today, beside=places.groups())
    bar = make_bar(place, filters, counts, scopes, today=today)
    is_empty = not cards and not filters.after
    return {
        "municipality": place.municipality,
        "municipality_url": municipality_url(place.municipality),
        "filters": filters,
        # The village that the list begins at; the browser remembers it as one's own.
        "village": place.near if filters.near else "",
        "bar": bar,
        "total": counts.total,
        "cards": cards,
        "days": days,
        "next_url": next_url,
        "first_url": filters.query(),
        "nearest": nearest(place, filters, counts, scopes, bar, places, now=now) if is_empty else [],
        "neighbours": lists.neighbours(place.municipality, now=now) if is_empty else [],
    }
