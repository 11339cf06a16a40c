"""The pages where the coming month of a place or an organisation is ordered, and the sheets."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.discovery.doors import closed_door
from events.printing.month import month_of_organisation, month_of_venue
from events.printing.views import MakeRecipe, made_file, ordering
from organisations.models import Municipality, Organisation, Venue

Show = Callable[[HttpRequest, MakeRecipe, Municipality, str, str, str], HttpResponse]


def _order(
    request: HttpRequest, recipe: MakeRecipe, place: Municipality, name: str, what: str, key: str
) -> HttpResponse:
    args = [place.slug, key]
    context = {
        "title": name,
        "month": True,
        "municipality": place,
        "back_url": reverse(f"{what}_page", args=args),
        "here": reverse(f"{what}_month_poster", args=args),
        "file": reverse(f"{what}_month_poster_file", args=args),
    }
    return ordering(request, recipe, context)


def _file(
    request: HttpRequest, recipe: MakeRecipe, place: Municipality, name: str, what: str, key: str
) -> HttpResponse:
    return made_file(
        request, recipe, f"{place.slug}-{key}", reverse(f"{what}_month_poster", args=[place.slug, key])
    )


def _of_venue(request: HttpRequest, municipality: str, pk: int, show: Show) -> HttpResponse:
    rows = Venue.objects.select_related("municipality__county")
    venue = get_object_or_404(rows, municipality__slug=municipality, pk=pk)
    if not venue.municipality.is_active:
        return closed_door(request, venue.municipality)
    recipe = partial(month_of_venue, venue)
    return show(request, recipe, venue.municipality, venue.name, "venue", str(pk))


def _of_organisation(request: HttpRequest, municipality: str, organisation: str, show: Show) -> HttpResponse:
    rows = Organisation.objects.listed().select_related("municipality__county")
    found = get_object_or_404(rows, municipality__slug=municipality, slug=organisation)
    if not found.municipality.is_active:
        return closed_door(request, found.municipality)
    recipe = partial(month_of_organisation, found)
    return show(request, recipe, found.municipality, found.name, "organisation", found.slug)


@require_safe
def venue_month(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Orders the sheet of a place, and shows how far it is."""
    return _of_venue(request, municipality, pk, _order)


@require_safe
def venue_file(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    return _of_venue(request, municipality, pk, _file)


@require_safe
def organisation_month(request: HttpRequest, municipality: str, organisation: str) -> HttpResponse:
    """Orders the sheet of an organisation, and shows how far it is."""
    return _of_organisation(request, municipality, organisation, _order)


@require_safe
def organisation_file(request: HttpRequest, municipality: str, organisation: str) -> HttpResponse:
    return _of_organisation(request, municipality, organisation, _file)
