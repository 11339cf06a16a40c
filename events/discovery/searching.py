"""Activities and organisations by the words that somebody typed.

The index says what has the words (`core.searching`); whether it may be shown is asked of the rows: what was
cancelled a second ago is not found, however old the index is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from core.searching import asking
from core.searching.asking import Asked
from events.discovery.cards import Card, cards_of
from events.discovery.hosts import PlaceLink, places_of
from events.discovery.searching_words import EVENT, ORGANISATION, STANDING
from events.models import Occurrence, OccurrenceQuerySet
from events.standing.models import StandingPlace
from organisations.models import Municipality, Organisation


@dataclass(frozen=True)
class FoundActivities:
    """One card per activity, with its next date. `has_more` says that there are others."""

    cards: list[Card]
    has_more: bool = False


def to_be_shown(now: datetime) -> OccurrenceQuerySet:
    """The dates that an answer may show: listed, to come, not cancelled, where one takes part."""
    return Occurrence.objects.listed().scheduled().upcoming(now).filter(municipality__is_active=True)


def find_activities(
    asked: Asked, *, municipality: Municipality | None = None, now: datetime, limit: int
) -> FoundActivities:
    """The activities that `asked` is about: those of `municipality` first, then the best, then the soonest.

    Those that have every word; if there is none, those that have the most. Four queries at the most.
    """
    if not asked:
        return FoundActivities([])
    dates = to_be_shown(now).filter(event=OuterRef("row")).order_by("starts_at", "pk")
    found = asking.found(asked, EVENT).annotate(next_date=Subquery(dates.values("starts_at")[:1]))
    found = found.filter(next_date__isnull=False)
    order = ["-hits", *_here_first(dates, municipality), "-score", "next_date", "pk"]
    rows = list(found.order_by(*order).values_list("row", "hits", "next_date")[: limit + 1])
    best = [row for row, hits, _date in rows if hits == rows[0][1]]
    shown = best[:limit]
    nearest = to_be_shown(now).filter(event__in=shown).order_by("event", "starts_at", "pk").distinct("event")
    by_event = {date.event_id: date for date in nearest.with_cards()} if shown else {}
    cards = cards_of([by_event[row] for row in shown if row in by_event], now=now)
    return FoundActivities(cards, has_more=len(best) > limit)


def find_organisations(
    asked: Asked, *, municipality: Municipality | None = None, limit: int
) -> list[Organisation]:
    """Those of municipalities that take part with every word in name, kind or place. Two queries."""
    if not asked:
        return []
    shown = Organisation.objects.listed().filter(pk=OuterRef("row"), municipality__is_active=True)
    found = asking.found(asked, ORGANISATION).filter(Exists(shown), hits=len(asked.groups))
    ranked = found.order_by(*_here_first(shown, municipality), "-score", "pk")
    rows = list(ranked.values_list("row", flat=True)[:limit])
    by_row = Organisation.objects.select_related("municipality__county").in_bulk(rows)
    return [by_row[row] for row in rows if row in by_row]


def find_standing_places(
    asked: Asked, *, municipality: Municipality | None = None, now: datetime, limit: int
) -> list[PlaceLink]:
    """Public places with opening hours that have every word, and how each is now. Two queries at the most."""
    if not asked:
        return []
    shown = StandingPlace.objects.public().filter(pk=OuterRef("row"))
    found = asking.found(asked, STANDING).filter(Exists(shown), hits=len(asked.groups))
    ranked = found.order_by(*_here_first(shown, municipality), "-score", "pk")
    rows = list(ranked.values_list("row", flat=True)[:limit])
    links = places_of(StandingPlace.objects.filter(pk__in=rows), now=now) if rows else []
    by_row = {link.place.pk: link for link in links}
    return [by_row[row] for row in rows if row in by_row]


def _here_first(rows: QuerySet[Any], municipality: Municipality | None) -> list[Any]:
    """What is of `municipality` before the others; in no order, without one."""
    return [Exists(rows.filter(municipality=municipality)).desc()] if municipality else []
