"""Ways in: the municipality of an address, and what an address leads to that is nobody's."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.isolation import filled
from core.responses import problem
from events.discovery.cards import municipality_url
from organisations.models import FoundPlace, Municipality, MunicipalityQuerySet, places_called


class ClosedDoorError(Exception):
    """A municipality that nobody finds here: the address is wrong, or it does not take part yet."""

    def __init__(self, municipality: Municipality | None, slug: str) -> None:
        super().__init__(municipality)
        self.municipality, self.slug = municipality, slug


def open_municipality(slug: str, rows: MunicipalityQuerySet | None = None) -> Municipality:
    """The municipality of an address, out of `rows` where they know more. Raises `ClosedDoorError`."""
    rows = Municipality.objects.all() if rows is None else rows
    return if_open(called(slug, rows).first(), slug)


def called(slug: str, rows: MunicipalityQuerySet) -> MunicipalityQuerySet:
    """The one of `rows` that an address names, whether it takes part or not."""
    return rows.select_related("county").filter(slug=slug)


def if_open(municipality: Municipality | None, slug: str) -> Municipality:
    """`municipality`, which the address `slug` named. Raises `ClosedDoorError` where nobody finds it here."""
    if municipality is None or not municipality.is_active:
        raise ClosedDoorError(municipality, slug)
    return municipality


def place_url(place: FoundPlace) -> str:
    """Where a place leads: a village to its municipality's list, nearest first. Empty: not with us."""
    if not place.is_open:
        return ""
    if place.municipality is None:
        return reverse("region_page", args=[place.region])
    if place.is_inside:
        return f"{reverse('event_list', args=[place.municipality.slug])}?near={place.slug}"
    return municipality_url(place.municipality)


def nearest_open(municipality: Municipality, most: int = 3) -> list[Municipality]:
    """The nearest municipalities that take part."""
    return list(Municipality.objects.active().near(municipality).select_related("county")[:most])


def closed_door(request: HttpRequest, municipality: Municipality | None, slug: str = "") -> HttpResponse:
    """What leads on from an address that is no municipality's here.

    The name of one place leads there, one that several have asks which; who does not take part yet is a 404
    that names the nearest who does, and anything else one that leads to the search.
    """
    if municipality is None:
        called = places_called(slug)
        answers = [(place, _led_on(request, place, slug)) for place in called]
        if len(called) > 1:
            context = {"name": called[0].name, "answers": answers}
            return render(request, "events/which_municipality.html", context, status=300)
        if called and called[0].is_open and answers[0][1] != request.path:
            return HttpResponseRedirect(answers[0][1])
        municipality = called[0].municipality if called else None
    if municipality is None or municipality.is_active:
        return problem(
            request,
            status=404,
            title=_("We do not know this municipality"),
            message=_("The address may be mistyped. Search for the municipality by its name."),
            next_url=reverse("municipality_search"),
            next_label=_("Find your municipality"),
        )
    nearest = nearest_open(municipality, 1)
    return problem(
        request,
        status=404,
        title=filled(_("%(municipality)s is not here yet"), municipality=municipality),
        message=_(
            "This municipality does not use Møteplass yet. "
            "Perhaps there is something for you in a place nearby."
        ),
        next_url=municipality_url(nearest[0]) if nearest else reverse("municipality_search"),
        next_label=_see_what_is_on(nearest[0]) if nearest else _("Find your municipality"),
    )


def _led_on(request: HttpRequest, place: FoundPlace, slug: str) -> str:
    """The same page of a municipality that the address, with another name in it, is about."""
    if place.municipality and place.is_open and not place.is_inside:
        return request.path.replace(f"/{slug}/", f"/{place.municipality.slug}/", 1)
    return place_url(place)


def _see_what_is_on(municipality: Municipality) -> str:
    return filled(_("See what is on in %(municipality)s"), municipality=municipality)
