"""Who makes things happen and where: the public page of an organisation, and of a venue."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.discovery.cards import Card, Day, by_day, cards_of, municipality_url, place_url
from events.discovery.doors import closed_door
from events.discovery.ways import maps_of
from events.facts import access_facts
from events.models import Occurrence, OccurrenceQuerySet
from events.standing.models import StandingPlace, StandingPlaceQuerySet
from events.standing.state import State, state_at
from events.standing.wording import state_in_words
from organisations.models import Organisation, Venue

# More than any club has; a library with more has its municipality's list.
MOST_ACTIVITIES = 40
NEXT_DATES = 12


@dataclass(frozen=True)
class PlaceLink:
    """A place with opening hours on another page: its own, and whether it is open."""

    place: StandingPlace
    url: str
    state: State

    @property
    def words(self) -> str:
        return state_in_words(self.state)


@require_safe
def organisation_page(request: HttpRequest, municipality: str, organisation: str) -> HttpResponse:
    """What an organisation is, how to reach it, and each of its activities once, with the next date."""
    rows = Organisation.objects.select_related("municipality__county").prefetch_related("texts")
    found = get_object_or_404(rows, municipality__slug=municipality, slug=organisation)
    if not found.municipality.is_active:
        return closed_door(request, found.municipality)
    now = timezone.now()
    context = {
        "organisation": found,
        "municipality": found.municipality,
        "municipality_url": municipality_url(found.municipality),
        "cards": activities_of(found, now=now),
        "places": places_of(found.standing_places.all(), now=now),
    }
    return render(request, "events/organisation_page.html", context)


@require_safe
def venue_page(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Where a place is, how one gets in, what happens there, and what is on next."""
    rows = Venue.objects.select_related("municipality__county").prefetch_related("texts")
    found = get_object_or_404(rows, municipality__slug=municipality, pk=pk)
    if not found.municipality.is_active:
        return closed_door(request, found.municipality)
    now = timezone.now()
    context = {
        "venue": found,
        "municipality": found.municipality,
        "municipality_url": municipality_url(found.municipality),
        "maps": maps_of(found),
        "access": access_facts(found),
        "days": days_at(found, now=now),
        "places": places_of(found.standing_places.all(), now=now),
    }
    return render(request, "events/venue_page.html", context)


def activities_of(organisation: Organisation, *, now: datetime) -> list[Card]:
    """A card of each activity's next date, the nearest first; those that nobody answers for come last."""
    found = _open_here(Occurrence.objects.public(), now).filter(organisation=organisation)
    firsts = found.order_by("event", "starts_at", "pk").distinct("event")
    rows = Occurrence.objects.filter(pk__in=firsts.values("pk"))
    return cards_of(rows.with_cards().order_by("is_silent", "starts_at", "pk")[:MOST_ACTIVITIES], now=now)


def days_at(venue: Venue, *, now: datetime) -> list[Day]:
    """The next dates at `venue`, by day."""
    found = _open_here(Occurrence.objects.listed(), now).filter(venue=venue)
    rows = found.with_cards().order_by("starts_at", "pk")[:NEXT_DATES]
    return by_day(cards_of(rows, now=now), now=now)


def places_of(places: StandingPlaceQuerySet, *, now: datetime) -> list[PlaceLink]:
    """Those that are public, and how each is now: open, or when it opens. One query."""
    return [
        PlaceLink(place, place_url(place), state_at(place.opening_hours, now))
        for place in places.public().with_cards()
    ]


def _open_here(dates: OccurrenceQuerySet, now: datetime) -> OccurrenceQuerySet:
    return dates.filter(municipality__is_active=True).upcoming(now).scheduled()
