"""How one joins from a date's own page.

`events` does not know that sign-ups exist: the room that takes them says here, when it starts, what stands on
the page of a date that takes them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from events.models import Occurrence


@dataclass(frozen=True)
class Joining:
    """A part of the page: its template, and what that is filled with, beside what the page has."""

    template: str
    values: dict[str, object]


Offer = Callable[[HttpRequest, Occurrence, datetime], Joining]
_offers: list[Offer] = []


def offered_by(offer: Offer) -> Offer:
    """Register what makes the part."""
    if offer not in _offers:
        _offers.append(offer)
    return offer


def joining(request: HttpRequest, occurrence: Occurrence, *, now: datetime) -> Joining | None:
    """The part for a date that somebody can sign up for now."""
    return next((offer(request, occurrence, now) for offer in _offers), None)
