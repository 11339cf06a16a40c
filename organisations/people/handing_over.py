"""A newcomer host who leaves gives a colleague what is theirs. Other rooms say here what that is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.models import User
from organisations.mails import queue_handed_over
from organisations.models import Municipality, PeopleLog, RoleAssignment
from organisations.roles import Role
from organisations.tenancy.grants import grant_role, revoke_role
from organisations.tenancy.substitutes import welcomes_by_role


@dataclass(frozen=True)
class Belonging:
    """What a host has of their own: `words` says what there is, one sentence each; `give` hands it over.

    `give` is called with `place`, `giver`, `taker` and `now`, in the transaction of the hand-over; `taker` is
    None where nobody takes over yet.
    """

    words: Callable[[Municipality, User], list[str]]
    give: Callable[..., None]


_belongings: list[Belonging] = []


class NobodyThere(Exception):
    """The giver welcomes nobody there any longer, or the taker does not work there."""


def also_handed_over(belonging: Belonging) -> None:
    """Called while an app gets ready."""
    _belongings.append(belonging)


def what_is_handed_over(place: Municipality, giver: User) -> list[str]:
    """What `giver` has of their own there, one sentence each."""
    return [words for belonging in _belongings for words in belonging.words(place, giver)]


def has_something(place: Municipality, user: User) -> bool:
    """Whether somebody has to take over when `user` leaves: from a host, or who has what is a host's."""
    held = RoleAssignment.objects.filter(user=user, municipality=place, role=Role.HOST)
    return held.exists() or bool(what_is_handed_over(place, user))


def possible_takers(place: Municipality, giver: User):
    """Everybody else who works for the municipality."""
    here = RoleAssignment.objects.filter(municipality=place).values("user")
    return User.objects.filter(pk__in=here, is_active=True).exclude(pk=giver.pk).order_by("name", "email")


def give_belongings(*, place: Municipality, giver: User, taker: User | None, by: User, now: datetime) -> None:
    """Hand over everything; `taker` welcomes newcomers from now on, and gets one mail."""
    if taker is not None:
        if not welcomes_by_role(taker, place):
            grant_role(user=taker, role=Role.HOST, municipality=place, by=by)
        what = PeopleLog.What.HANDED_OVER
        PeopleLog.objects.record(what, now=now, by=by, user=taker, place=place, role=Role.HOST)
        if by.pk != taker.pk:
            queue_handed_over(place=place, giver=giver, taker=taker, now=now)
    for belonging in _belongings:
        belonging.give(place=place, giver=giver, taker=taker, now=now)


@transaction.atomic
def hand_over_welcoming(*, place: Municipality, giver: User, taker: User, now: datetime) -> None:
    """A host leaves: `taker` welcomes newcomers in their place, and what was theirs is the taker's.

    Whoever is an admin too stays one. Raises `NobodyThere`.
    """
    Municipality.objects.select_for_update().get(pk=place.pk)
    is_colleague = possible_takers(place, giver).filter(pk=taker.pk).exists()
    if not (is_colleague and welcomes_by_role(giver, place)):
        raise NobodyThere
    give_belongings(place=place, giver=giver, taker=taker, by=giver, now=now)
    held = RoleAssignment.objects.filter(user=giver, municipality=place, role=Role.HOST).first()
    if held is not None:
        revoke_role(assignment=held, by=giver)
