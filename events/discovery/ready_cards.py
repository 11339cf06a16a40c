"""Cards as HTML, kept by what they say: who sees the same date again gets what was made for the one before.

Under what a card is kept stand all the columns of the rows behind it, and what the moment makes of them. So
nothing has to be forgotten when something changes: what says something else is another card.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from threading import Lock
from typing import Any

from cachetools import TTLCache, cached
from django import template
from django.db.models import Model
from django.db.models.options import Options
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.clock import local_day
from events.discovery import weather
from events.discovery.cards import AnyCard, Card, PlaceCard
from events.is_it_on import known_of

# Cards of four kilobytes, in each process. What nobody sees any longer is gone within the hour.
MOST, SECONDS = 2000, 3600


register = template.Library()


@register.simple_tag
def ready_card(card: AnyCard, *, show_date: bool = False, show_municipality: bool = False) -> SafeString:
    """`{% ready_card card %}` in the active language; see the templates for the two choices."""
    if isinstance(card, PlaceCard):
        return render_to_string("events/_place_card.html", {"card": card, "show_date": show_date})
    digest = hashlib.blake2b(repr([*_said(card)]).encode(), digest_size=16).digest()
    return _made((digest, get_language(), show_date, show_municipality), card)


@cached(TTLCache(MOST, SECONDS), key=lambda key, card: key, lock=Lock())
def _made(key: tuple[bytes, str | None, bool, bool], card: Card) -> SafeString:
    _digest, _language, show_date, show_municipality = key
    shown = {"card": card, "show_date": show_date, "show_municipality": show_municipality}
    return render_to_string("events/_card.html", shown)


def _said(card: Card) -> Iterator[Any]:
    """All that a card is made of; no two cards that say different things have the same."""
    date, event = card.occurrence, card.occurrence.event
    of_venue = (date.venue, date.responsible, date.warning)
    for row in (date, event, date.organisation, date.municipality, *of_venue, *event.texts.all()):
        yield row and _columns_of(row._meta)(row)
    for other in (*card.next_dates, card.with_room):
        yield other and (other.starts_at, other.ends_at, other.public_id)
    yield card.more, card.is_full, card.distance, card.is_running, local_day(card.now)
    yield known_of(date, now=card.now), card.now < date.ends_at, weather.in_short(date, now=card.now)


@cache
def _columns_of(options: Options) -> Callable[[Model], tuple[Any, ...]]:
    return attrgetter(*(field.attname for field in options.concrete_fields))
