"""Who makes things happen and where: the public page of an organisation, and of a venue."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.page_cache import for_everybody
from core.sorting import alphabetical_key
from events.discovery.cards import Card, Day, by_day, cards_of, municipality_url, place_url
from events.discovery.doors import closed_door
from events.discovery.ways import maps_of
from events.facts import access_facts
from events.models import Occurrence, OccurrenceQuerySet
from events.standing.models import StandingPlace, StandingPlaceQuerySet
from events.standing.state import State, state_at
from events.standing.wording import state_in_words
from organisations import icnpo
from organisations.models import Organisation, Venue
from organisations.naming import search_form

# More than any club has; a library with more has its municipality's list.
MOST_ACTIVITIES = 40
NEXT_DATES = 12
MOST_BRANCHES = 60


@dataclass(frozen=True)
class PlaceLink:
    """A place with opening hours on another page: its own, and whether it is open."""

    place: StandingPlace
    url: str
    state: State

    @property
    def words(self) -> str:
        return state_in_words(self.state)


@dataclass(frozen=True)
class Group:
    """A choir or a hiking group within an organisation, and whom to ask there; "" for what is everybody's."""

    name: str
    cards: list[Card]
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_email or self.contact_phone)

    # What the include about telephones asks for.
    @property
    def phone(self) -> str:
        return self.contact_phone

    @property
    def email(self) -> str:
        return self.contact_email


@for_everybody
@require_safe
def organisation_page(request: HttpRequest, municipality: str, organisation: str) -> HttpResponse:
    """What an organisation is, how to reach it, and each of its activities once, with the next date."""
    rows = Organisation.objects.listed().select_related(
        "municipality__county", "parent__municipality", "picture"
    )
    rows = rows.prefetch_related("texts")
    found = get_object_or_404(rows, municipality__slug=municipality, slug=organisation)
    if not found.municipality.is_active:
        return closed_door(request, found.municipality)
    now = timezone.now()
    context = {
        "organisation": found,
        "municipality": found.municipality,
        "municipality_url": municipality_url(found.municipality),
        "groups": groups_of(activities_of(found, now=now)),
        "parent": shown_parent(found),
        "branches": branches_of(found),
        "categories": icnpo.names_of(found.icnpo),
        "places": places_of(found.standing_places.all(), now=now),
    }
    return render(request, "events/organisation_page.html", context)


@for_everybody
@require_safe
def venue_page(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Where a place is, how one gets in, what happens there, and what is on next."""
    rows = Venue.objects.select_related("municipality__county", "managed_by__municipality", "picture")
    found = get_object_or_404(rows.prefetch_related("texts"), municipality__slug=municipality, pk=pk)
    if not found.municipality.is_active:
        return closed_door(request, found.municipality)
    if found.merged_into_id:
        return redirect("venue_page", municipality, found.merged_into_id, permanent=True)
    now = timezone.now()
    context = {
        "venue": found,
        "municipality": found.municipality,
        "municipality_url": municipality_url(found.municipality),
        "maps": maps_of(found),
        "access": access_facts(found),
        "days": days_at(found, now=now),
        "places": places_of(found.standing_places.all(), now=now),
        "keeper": keeper_of(found),
    }
    return render(request, "events/venue_page.html", context)


def activities_of(organisation: Organisation, *, now: datetime) -> list[Card]:
    """A card of each activity's next date, the nearest first; those that nobody answers for come last."""
    found = _open_here(Occurrence.objects.public(), now).filter(organisation=organisation)
    firsts = found.order_by("event", "starts_at", "pk").distinct("event")
    rows = Occurrence.objects.filter(pk__in=firsts.values("pk"))
    return cards_of(rows.with_cards().order_by("is_silent", "starts_at", "pk")[:MOST_ACTIVITIES], now=now)


def groups_of(cards: list[Card]) -> list[Group]:
    """What an organisation does, by its groups: what is everybody's first, then the groups by name."""
    groups: dict[str, Group] = {}
    for card in cards:
        event = card.occurrence.event
        key = search_form(event.group)
        if key not in groups:
            groups[key] = Group(event.group, [])
        group = groups[key]
        group.cards.append(card)
        if not group.has_contact and key:
            groups[key] = replace(
                group,
                contact_name=event.contact_name,
                contact_email=event.contact_email,
                contact_phone=event.contact_phone,
            )
    return sorted(groups.values(), key=lambda group: (bool(group.name), alphabetical_key(group.name)))


def shown_parent(organisation: Organisation) -> Organisation | None:
    """What it is a part of, where that has a page."""
    parent = organisation.parent
    is_shown = parent is not None and parent.hidden_at is None and parent.municipality.is_active
    return parent if is_shown else None


def keeper_of(venue: Venue) -> Organisation | None:
    """Who looks after a place, where that has a page."""
    keeper = venue.managed_by
    is_shown = keeper is not None and keeper.hidden_at is None and keeper.municipality.is_active
    return keeper if is_shown else None


def branches_of(organisation: Organisation) -> list[Organisation]:
    """The local clubs under it that have a page, by name. One query."""
    rows = organisation.branches.listed().filter(municipality__is_active=True)
    return list(rows.select_related("municipality").by_name()[:MOST_BRANCHES])


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
