"""The public list of a municipality."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.clock import local_day
from core.formats import day as day_in_words
from events.choices import Category
from events.discovery import lists
from events.discovery.cards import by_day, municipality_url
from events.discovery.doors import ClosedDoorError, closed_door, open_municipality


@require_safe
def event_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """What is coming in a municipality, by date or one row per series."""
    try:
        place = open_municipality(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    now = timezone.now()
    filters = lists.read_filters(request.GET, today=local_day(now))
    make_page = lists.page_by_series if filters.by_series else lists.page_by_date
    page = make_page(place, filters, now=now)
    context = {
        "municipality": place,
        "municipality_url": municipality_url(place),
        "filters": filters,
        "categories": lists.categories_on_offer(place, now=now, chosen=filters.category),
        "named_days": lists.NAMED_DAYS.items(),
        "chosen_category": Category(filters.category).label if filters.category else "",
        "chosen_day": _day_in_words(filters),
        "days_to_choose": list(_days_to_choose(filters, local_day(now))),
        "cards": page.cards,
        "days": [] if filters.by_series else by_day(page.cards, now=now, first=filters.first),
        "next_url": filters.query(after=page.next_key) if page.next_key else "",
        "neighbours": [] if page.cards else lists.neighbours(place, now=now),
        "by_date_url": filters.query(by_series=False),
        "by_series_url": filters.query(by_series=True),
        "without_category_url": filters.query(category=""),
        "without_day_url": filters.query(day=""),
    }
    return render(request, "events/event_list.html", context)


def _day_in_words(filters: lists.Filters) -> str:
    """The chosen days as the form calls them."""
    named = lists.NAMED_DAYS.get(filters.day)
    if named or not filters.first:
        return str(named or "")
    return day_in_words(filters.first)


def _days_to_choose(filters: lists.Filters, first: date) -> Iterator[tuple[str, str]]:
    """(value, label) of the days that the form offers by name, with the chosen one among them."""
    days = {first + timedelta(days=number) for number in range(2, lists.DAYS_TO_CHOOSE)}
    if filters.first and filters.day not in lists.NAMED_DAYS:
        days.add(filters.first)
    for day in sorted(days):
        yield day.isoformat(), day_in_words(day)
