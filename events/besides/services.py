"""What an organiser sets up beside who can sign up."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from core.models import User
from events.besides.models import Arranges, Greeter
from events.dates.recording import lock_event
from events.lending.models import LentHere
from events.models import Event, Responsible


@transaction.atomic
def set_help(*, event: Event, needs: Collection[str] | None, kinds: Collection[str] | None) -> None:
    """Write down what could be arranged, and what can be borrowed here; None leaves it as it is."""
    lock_event(event.pk)
    if needs is not None:
        Arranges.objects.update_or_create(event=event, defaults={"needs": list(needs)})
    if kinds is not None:
        LentHere.objects.update_or_create(event=event, defaults={"kinds": list(kinds)})


@dataclass(frozen=True)
class Volunteer:
    """Somebody on the activity's list, and whether they meet people at the door."""

    person: Responsible
    says_yes: bool
    is_asked: bool
    is_me: bool


def volunteers_of(event: Event, user: User) -> list[Volunteer]:
    """In the order in which they are asked whether it is on. Two queries."""
    greeters = {row.responsible_id: row for row in Greeter.objects.filter(responsible__event=event)}
    return [
        Volunteer(
            person,
            says_yes=person.pk in greeters and greeters[person.pk].says_yes(person),
            is_asked=person.pk in greeters and greeters[person.pk].asked_at is not None,
            is_me=bool(person.email) and person.email.casefold() == user.email.casefold(),
        )
        for person in event.responsible.to_ask()
    ]
