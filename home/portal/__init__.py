"""The portal's front page and the menu of its pages. What stands on them, and in which order, is said here.

The front page begins with what waits for this user (cards that are `is_first`), then today's dates and those
of the next days (`coming`), one way to publish and the list of organisations (`organising`), then the rest.

A user with a few organisations or municipalities finds each of them on the front page. With more there is one
card, which leads to a list that can be searched: the page is as long for a county as for a club.
"""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from core.models import User
from core.sorting import FEW
from home.portal.card import Card
from home.portal.coming import next_dates
from home.portal.content import content
from home.portal.directory import asked_together, looked_after
from home.portal.joining import joining, silent, still_right
from home.portal.organising import (
    activities,
    closed,
    lending,
    outdated,
    own_figures,
    own_organisations,
    requests,
    sent_back,
    unanswered_activities,
)
from home.portal.overall import figures, running
from home.portal.people import colleagues, for_the_site, invitations, lent_signups, organisation_people
from home.portal.taking_in import calendars, taking_in
from home.portal.templates import shared_sections, templates
from home.portal.texting import sms_link, sms_places
from home.portal.welcoming import desk_menu, list_of_places, welcome, welcome_cards, welcoming_places
from organisations.models import Municipality

__all__ = [
    "Card",
    "front_page",
    "menu",
    "next_dates",
    "own_organisations",
    "sms_link",
    "sms_places",
    "welcome_cards",
    "welcoming_places",
]


def front_page(user: User, *, now: datetime) -> list[Card]:
    """What this user has a use for, in order; what waits for them (`is_first`) stands above the rest."""
    return [
        *requests(user, now),
        *closed(user, now),
        *invitations(user, now),
        *asked_together(user),
        *still_right(user),
        *lent_signups(user, now),
        *sent_back(user),
        *calendars(user),
        *unanswered_activities(user, now),
        *outdated(user, now),
        *activities(user),
        *organisation_people(user),
        *lending(user),
        *own_figures(user),
        *looked_after(user),
        *taking_in(user),
        *content(user, now),
        *templates(user),
        *shared_sections(user),
        *joining(user),
        *silent(user, now),
        *colleagues(user, now),
        *welcome(welcoming_places(user), most=FEW, now=now),
        *figures(user),
        *for_the_site(user),
        *running(user),
    ]


def menu(user: User | AnonymousUser, *, place: Municipality | None = None) -> list[Card]:
    """The menu of every page of the portal. On the pages of a municipality, `place`, it stays there."""
    if not user.is_authenticated:
        return []
    places = welcoming_places(user)
    here = places.filter(pk=place.pk) if place else places
    # With several, a menu would say the same thing several times.
    one = here.few(1)
    of_places = list_of_places() if one is None else [card for each in one for card in desk_menu(each)]
    cards = [*activities(user), *of_places, *figures(user)]
    return [card for card in cards if card.key]
