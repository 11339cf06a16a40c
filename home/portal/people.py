"""Who publishes for an organisation and who works for a municipality: what waits, and where it is decided."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from core.models import User
from core.sorting import FEW
from home.portal.card import Card, content_group
from home.portal.reader import Reader
from organisations.models import Municipality
from organisations.roles import Capability


def invitations(waits: Counter[str]) -> list[Card]:
    """Somebody waits for this user's yes or no."""
    waiting = waits["invitations"] + waits["staff_invitations"]
    if not waiting:
        return []
    text = ngettext(
        "%(number)d invitation waits for your answer.",
        "%(number)d invitations wait for your answer.",
        waiting,
    )
    return [
        Card(
            group=_("Your organisation"),
            title=_("Invitations"),
            text=filled(text, number=waiting),
            url=reverse("portal_invitations"),
            icon="people",
            is_first=True,
        )
    ]


def lent_signups(waits: Counter[str]) -> list[Card]:
    """The municipality asks an owner to read who has signed up."""
    waiting = waits["lent_signups"]
    if not waiting:
        return []
    text = ngettext(
        "%(number)d question waits for your answer.",
        "%(number)d questions wait for your answer.",
        waiting,
    )
    return [
        Card(
            group=_("Your organisation"),
            title=_("The municipality asks to read your sign-ups"),
            text=filled(text, number=waiting),
            url=reverse("signup_access_list"),
            icon="help",
            is_first=True,
        )
    ]


def organisation_people(reader: Reader) -> list[Card]:
    """The people of each of a few organisations; with more of them they are reached from the list."""
    return [
        Card(
            group=_("Your organisation"),
            title=_("People"),
            text=one.name,
            url=reverse("organisation_people", args=[one.pk]),
            icon="people",
        )
        for one in reader.few_organisations
    ]


def colleagues(reader: Reader, waits: Counter[str]) -> list[Card]:
    """For admins: who works for the municipality. For editors: what nobody answers for any longer."""
    if reader.user.is_superuser:
        return []
    places = Municipality.objects.none()
    if reader.may(Capability.MANAGE_PEOPLE):
        places = Municipality.objects.where_user_may(reader.user, Capability.MANAGE_PEOPLE)
    cards = [
        Card(
            group=content_group(),
            title=_("People who work here"),
            text=place.name,
            url=reverse("portal_people", args=[place.pk]),
            icon="people",
        )
        for place in places.by_name()[:FEW]
    ]
    left = waits["without_owner"]
    if left:
        text = ngettext(
            "%(number)d organisation has no owner who comes here.",
            "%(number)d organisations have no owner who comes here.",
            left,
        )
        cards.append(
            Card(
                group=content_group(),
                title=_("Nobody answers for them"),
                text=filled(text, number=left),
                url=reverse("organisations_without_owner"),
                icon="warning",
            )
        )
    return cards


def for_the_site(user: User) -> list[Card]:
    """For whoever runs the site: any municipality's and county's people, and another municipality."""
    if not user.is_superuser:
        return []
    return [
        Card(
            group=_("The whole site"),
            title=_("People who work for municipalities and counties"),
            text=_("Invite colleagues, give and take roles, let leavers go."),
            url=reverse("portal_people_list"),
            icon="people",
        ),
        Card(
            group=_("The whole site"),
            title=_("Open another municipality"),
            text=_("Its pages in every language, and its first admin."),
            url=reverse("open_municipality"),
            icon="plus",
        ),
    ]
