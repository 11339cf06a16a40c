"""The public list of a municipality, and what stands where there is none."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.clock import local_day
from core.formats import day as day_in_words
from core.isolation import filled
from core.responses import problem
from events.choices import Category
from events.discovery import lists
from events.discovery.cards import by_day, municipality_url
from organisations.models import Municipality


class ClosedDoorError(Exception):
    """A municipality that nobody finds here: the address is wrong, or it does not take part yet."""

    def __init__(self, municipality: Municipality | None, slug: str) -> None:
        super().__init__(municipality)
        self.municipality, self.slug = municipality, slug


def open_municipality(slug: str) -> Municipality:
    """The municipality of an address. Raises `ClosedDoorError`."""
    municipality = Municipality.objects.select_related("county").filter(slug=slug).first()
    if municipality is None or not municipality.is_active:
        raise ClosedDoorError(municipality, slug)
    return municipality


def closed_door(request: HttpRequest, municipality: Municipality | None, slug: str = "") -> HttpResponse:
    """A 404 that leads on to the search; where several share the name `slug`, the question which."""
    if municipality is None:
        namesakes = list(Municipality.objects.called(slug))
        if len(namesakes) > 1:
            return which_municipality(request, namesakes, slug)
        title = _("We do not know this municipality")
        message = _("The address may be mistyped. Search for the municipality by its name.")
    else:
        title = filled(_("%(municipality)s is not here yet"), municipality=municipality)
        message = _(
            "This municipality does not use Møteplass yet. "
            "Perhaps there is something for you in a place nearby."
        )
    return problem(
        request,
        status=404,
        title=title,
        message=message,
        next_url=reverse("municipality_search"),
        next_label=_("Find your municipality"),
    )


def which_municipality(request: HttpRequest, places: list[Municipality], slug: str) -> HttpResponse:
    """Asks which of those with the same name is meant; each leads to the same page there."""
    answers = [(place, request.path.replace(f"/{slug}/", f"/{place.slug}/", 1)) for place in places]
    context = {"name": places[0].name, "answers": answers}
    return render(request, "events/which_municipality.html", context, status=300)


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
