"""Names to tick, where there are names. A tick counts its party; the next day only the number is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from core.clock import local_day, midnight
from core.privacy import SIGNUP
from core.privacy.purge import note
from core.sorting import alphabetical_key
from events.door.models import Headcount, Tick
from events.door.numbers import Numbers, minus, nothing, plus
from events.door.signals import ticks_ended
from events.models import Occurrence
from events.signups.models import Signup


def ends_at(occurrence: Occurrence) -> datetime:
    """The midnight after the date: the job of that night ends its ticks."""
    return midnight(local_day(occurrence.ends_at) + timedelta(days=1))


def party_of(signup: Signup) -> Numbers:
    """What a tick counts: under 18 are children, as everywhere at the door."""
    children = signup.children_0_5 + signup.children_6_12 + signup.youth_13_17
    return nothing() | {"adults": signup.adults, "children": children}


@dataclass(frozen=True)
class Name:
    """Somebody on the list at the door."""

    signup: Signup
    is_ticked: bool


def names_at(occurrence: Occurrence, *, now: datetime) -> list[Name]:
    """Who can be ticked, in the order of the alphabet: those with places, until the ticks end.

    Two queries at the most.
    """
    if not occurrence.event.takes_signups or now >= ends_at(occurrence):
        return []
    ticked = set(Tick.objects.filter(occurrence=occurrence).values_list("signup", flat=True))
    signups = sorted(occurrence.signups.confirmed(), key=lambda each: alphabetical_key(each.name))
    return [Name(signup, is_ticked=signup.pk in ticked) for signup in signups]


def set_ticks(*, occurrence: Occurrence, ticks: Mapping[UUID, bool], now: datetime) -> Numbers:
    """Tick, or take the tick away, by the sign-ups' public ids. Returns what that adds to the head count.

    What is so already adds nothing, however often it comes and from how many phones. Who has given up their
    places meanwhile is no longer there to tick. Call it with the date's row locked.
    """
    added = nothing()
    if not ticks or now >= ends_at(occurrence):
        return added
    there = {tick.signup_id: tick for tick in Tick.objects.filter(occurrence=occurrence)}
    for signup in occurrence.signups.confirmed().filter(public_id__in=list(ticks)):
        tick, came = there.get(signup.pk), ticks[signup.public_id]
        if came and tick is None:
            added = plus(added, _tick(occurrence, signup))
        elif not came and tick is not None:
            tick.delete()
            added = minus(added, nothing() | {"adults": tick.adults, "children": tick.children})
    return added


def _tick(occurrence: Occurrence, signup: Signup) -> Numbers:
    party = party_of(signup)
    Tick.objects.create(
        signup=signup,
        occurrence=occurrence,
        adults=party["adults"] or 0,
        children=party["children"] or 0,
        expires_at=ends_at(occurrence),
    )
    return party


def walk_ins_at(occurrence: Occurrence, headcount: Headcount | None) -> int | None:
    """How many came without having signed up, where names were ticked. One query."""
    ticked = list(Tick.objects.filter(occurrence=occurrence).values_list("adults", "children"))
    if headcount is None or not ticked:
        return headcount.walk_ins if headcount else None
    return max(0, headcount.participants - sum(map(sum, ticked)))


def end_ticks(*, now: datetime) -> int:
    """Once a night: what is left of the ticks of days that are over is a number. Returns how many ended."""
    over = Tick.objects.filter(expires_at__lte=now).values_list("occurrence", flat=True)
    return sum(_end(pk, now=now) for pk in sorted(set(over)))


@transaction.atomic
def _end(pk: int, *, now: datetime) -> int:
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=pk)
    headcount = Headcount.objects.filter(occurrence=occurrence).first()
    walk_ins = walk_ins_at(occurrence, headcount)
    came = list(Tick.objects.filter(occurrence=occurrence).values_list("signup", flat=True))
    if not came:
        return 0
    if headcount is not None:
        Headcount.objects.filter(pk=headcount.pk).update(walk_ins=walk_ins)
    ticks_ended.send(
        Tick, came=sorted(came), absent=_absent(occurrence, came), occurrence=occurrence, now=now
    )
    count, _by_model = Tick.objects.filter(occurrence=occurrence).delete()
    note(Tick._meta.label, SIGNUP.slug, count, now)
    return count


def _absent(occurrence: Occurrence, came: Iterable[int]) -> list[int]:
    """Who had places that nobody else could have got, and was not ticked."""
    rows = occurrence.signups.firm().exclude(pk__in=list(came))
    return list(rows.order_by("pk").values_list("pk", flat=True))
