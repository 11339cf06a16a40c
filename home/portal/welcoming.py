"""What there is to do in a municipality: its newcomers, its packages, and whether its calendar is true."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import labelled, number
from core.isolation import filled
from core.models import User
from core.sorting import NamedQuerySet
from events.confirming.overview import Share, next_dates
from home.portal.card import Card
from home.portal.reader import Reader
from newcomers.welcome.desk.parts import People
from newcomers.welcome.desk.people import people_of
from organisations.models import Municipality
from organisations.roles import Capability

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Duties(TypedDict):
        """What the reader may do there."""

        welcomes: bool
        writes: bool
        moderates: bool

    Place = WithAnnotations[Municipality, Duties]
else:
    Place = Municipality


def welcoming_places(user: User) -> NamedQuerySet:
    """Where the user `welcomes` people or `writes` what they are sent; who `moderates` writes, too."""
    may = {
        name: Exists(Municipality.objects.where_user_may(user, capability).filter(pk=OuterRef("pk")))
        for name, capability in (
            ("welcomes", Capability.WELCOME),
            ("writes", Capability.WRITE_PACKAGES),
            ("moderates", Capability.MODERATE),
        )
    }
    return (
        Municipality.objects.select_related("county")
        .annotate(**may)
        .filter(Q(welcomes=True) | Q(writes=True))
    )


def welcome_cards(place: Place, *, now: datetime | None = None) -> list[Card]:
    """What there is to do in one of the `welcoming_places`; with its figures at the moment `now`."""
    cards = []
    if place.welcomes:
        cards.append(_desk(place, now))
    elif place.writes:
        cards.append(_packages(place))
    if place.moderates:
        cards.append(_is_it_on(place, now))
    return cards


def _desk(place: Municipality, now: datetime | None) -> Card:
    """The way to everything about newcomers; with how many have had nothing, where `now` is given."""
    people = people_of(place) if now else None
    text = _new(people) if people else _("Who has moved here, what they are sent, and what waits.")
    is_first = people is not None and people.waiting > 0
    return Card(
        group=place.name,
        title=_("Welcome newcomers"),
        text=labelled(place.full_name, text) if is_first else text,
        is_first=is_first,
        url=reverse("welcome_desk", args=[place.pk]),
        icon="gift",
        key="desk",
        place=place.pk,
    )


def _new(people: People) -> str:
    """What waits, in one sentence."""
    if not people.waiting:
        return _("Nobody waits for their package.")
    text = ngettext(
        "%(number)s person has had nothing yet, or cannot be reached.",
        "%(number)s people have had nothing yet, or cannot be reached.",
        people.waiting,
    )
    return filled(text, number=number(people.waiting))


def desk_menu(place: Place) -> list[Card]:
    """The one way through a municipality's pages for newcomers: what is beside the desk."""
    cards = []
    if place.welcomes:
        cards = [_desk(place, None), _newcomers(place)]
    if place.writes:
        cards.append(_packages(place))
    if place.welcomes:
        cards += [_sendings(place), _settings(place)]
    if place.moderates:
        cards.append(_is_it_on(place, None))
    return cards


def _sendings(place: Municipality) -> Card:
    return Card(
        group=place.name,
        title=_("What has been sent"),
        text=_("Every mailing, and how it went."),
        url=reverse("sending_list", args=[place.pk]),
        icon="send",
        key="sendings",
        place=place.pk,
    )


def _settings(place: Municipality) -> Card:
    return Card(
        group=place.name,
        title=_("Settings"),
        text=_("Languages, hours, and where answers go."),
        url=reverse("welcome_settings", args=[place.pk]),
        icon="settings",
        key="welcome_settings",
        place=place.pk,
    )


def _is_it_on(place: Municipality, now: datetime | None) -> Card:
    """How much of what the calendar says is confirmed: in figures at the moment `now`, where it is given."""
    words = _("What is confirmed, what nobody answers for, and what was found closed.")
    return Card(
        group=place.name,
        title=_("Is it on?"),
        text=_confirmed(next_dates(place, now=now)) if now else words,
        url=reverse("portal_is_it_on", args=[place.pk]),
        icon="check",
        key="is_it_on",
        place=place.pk,
    )


def _confirmed(share: Share) -> str:
    if not share.total:
        return _("Nothing is planned in the next 48 hours.")
    text = _("Confirmed in the next 48 hours: %(number)s of %(total)s dates.")
    return filled(text, number=number(share.confirmed), total=number(share.total))


def _welcomes(reader: Reader) -> bool:
    """Whether there is any of the `welcoming_places`."""
    return reader.may(Capability.WELCOME) or reader.may(Capability.WRITE_PACKAGES)


def welcome(reader: Reader) -> list[Card]:
    """For those who welcome people: in each place, or with more than a few in a list."""
    if not _welcomes(reader):
        return []
    few = welcoming_places(reader.user).few()
    if few is None:
        return list_of_places()
    return [card for place in few for card in welcome_cards(place, now=reader.now)]


def menu_of_places(reader: Reader, place: Municipality | None) -> list[Card]:
    """What there is to do in the only place, or in `place`. With several, it would say each thing often."""
    if not _welcomes(reader):
        return []
    places = welcoming_places(reader.user)
    few = (places.filter(pk=place.pk) if place else places).few(1)
    return list_of_places() if few is None else [card for each in few for card in desk_menu(each)]


def list_of_places() -> list[Card]:
    """The way to what is too much for a front page or a menu."""
    return [
        Card(
            group=_("Newcomers and welcome packages"),
            title=_("Your municipalities"),
            text=_("Choose where you want to welcome people, or to write to them."),
            url=reverse("portal_municipalities"),
            icon="gift",
            key="municipalities",
        )
    ]


def _newcomers(place: Municipality) -> Card:
    return Card(
        group=place.name,
        title=_("Newcomers"),
        text=_("Who has moved here: upload a list or add one person."),
        url=reverse("newcomer_list", args=[place.pk]),
        icon="people",
        key="newcomers",
        place=place.pk,
    )


def _packages(place: Municipality) -> Card:
    return Card(
        group=place.name,
        title=_("Welcome packages"),
        text=_("Write them, see them in each language, and send them."),
        url=reverse("package_list", args=[place.pk]),
        icon="gift",
        key="packages",
        place=place.pk,
    )
