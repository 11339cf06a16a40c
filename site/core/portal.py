"""The portal's front page: each room adds the cards that this user has a use for.

A room registers a function with Wagtail's hook "portal_cards"; it gets the request and returns its cards.
"""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from wagtail import hooks

from core.languages import remember_language


@dataclass(frozen=True)
class Card:
    """One thing to do.

    `order` sorts the cards; `group` is the heading that they stand under; `icon` is a name in the sprite.
    """

    group: str | Promise
    title: str | Promise
    text: str | Promise
    url: str
    icon: str = "arrow"
    order: int = 100


def cards_for(request: HttpRequest) -> list[Card]:
    """The cards of every room for the user of `request`, in order."""
    cards = [card for make in hooks.get_hooks("portal_cards") for card in make(request)]
    return sorted(cards, key=lambda card: (card.order, str(card.title)))


@login_required
def portal(request: HttpRequest) -> HttpResponse:
    """What this user can do here; for a user without any role, whom to ask."""
    groups: dict[str, list[Card]] = {}
    for card in cards_for(request):
        groups.setdefault(str(card.group), []).append(card)
    response = render(request, "core/portal.html", {"groups": groups})
    # Wagtail's admin has no language in its addresses: it speaks the one that the portal was opened in.
    remember_language(request, response)
    return response
