"""How one is told of a date that one just comes to, from its own page.

`events` does not know that anybody follows dates: the room that tells them says here, when it starts, what
stands on the page of a date that takes no sign-ups.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest

from events.discovery.joining import Joining
from events.models import Occurrence

# The last says whether there are more dates to come. None where nobody can follow it.
Offer = Callable[[HttpRequest, Occurrence, datetime, bool], Joining | None]
_offers: list[Offer] = []


def offered_by(offer: Offer) -> Offer:
    """Register what makes the part."""
    if offer not in _offers:
        _offers.append(offer)
    return offer


def following(
    request: HttpRequest, occurrence: Occurrence, *, now: datetime, repeats: bool
) -> Joining | None:
    """The part for a date that one just comes to. Asks the database nothing."""
    return next((offer(request, occurrence, now, repeats) for offer in _offers), None)
