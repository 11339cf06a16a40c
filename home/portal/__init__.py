"""The portal's front page and the menu of its pages. What stands on them, and in which order, is said here.

The front page begins with what waits for this user (cards that are `is_first`), then today's dates and those
of the next days (`coming`), one way to publish and the list of organisations (`organising`), then the rest.

A user with a few organisations or municipalities finds each of them on the front page. With more there is one
card, which leads to a list that can be searched: the page is as long for a county as for a club.
"""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from core.models import User
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
from home.portal.reader import Reader, reader_of
from home.portal.taking_in import calendars, taking_in
from home.portal.templates import shared_sections, templates
from home.portal.texting import sms_link, sms_places
from home.portal.waiting import how_much_waits
from home.portal.welcoming import menu_of_places, welcome, welcome_cards, welcoming_places
from organisations.models import Municipality

__all__ = [
    "Card",
    "front_page",
    "menu",
    "next_dates",
    "own_organisations",
    "reader_of",
    "sms_link",
    "sms_places",
    "welcome_cards",
    "welcoming_places",
]


def front_page(reader: Reader) -> list[Card]:
    """What this user has a use for, in order; what waits for them (`is_first`) stands above the rest."""
    waits = how_much_waits(reader)
    return [
        *requests(reader),
        *closed(reader),
        *invitations(waits),
        *asked_together(waits),
        *still_right(reader),
        *lent_signups(waits),
        *sent_back(waits),
        *calendars(reader),
        *unanswered_activities(waits),
        *outdated(waits),
        *activities(reader),
        *organisation_people(reader),
        *lending(reader),
        *own_figures(reader),
        *looked_after(reader, waits),
        *taking_in(reader),
        *content(reader, waits),
        *templates(reader),
        *shared_sections(reader),
        *joining(reader, waits),
        *silent(waits),
        *colleagues(reader, waits),
        *welcome(reader),
        *figures(reader),
        *for_the_site(reader.user),
        *running(reader.user),
    ]


def menu(user: User | AnonymousUser, *, place: Municipality | None = None) -> list[Card]:
    """The menu of every page of the portal. On the pages of a municipality, `place`, it stays there."""
    if not user.is_authenticated:
        return []
    reader = reader_of(user, now=timezone.now())
    cards = [*activities(reader), *menu_of_places(reader, place), *figures(reader)]
    return [card for card in cards if card.key]
