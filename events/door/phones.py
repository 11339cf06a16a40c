"""What phones count at the door, with a signal or without, becomes the date's head count.

A phone sends all that it has counted so far, under a number of its own (`sequence`) and never with a time:
its clock may be wrong. What has come before, or comes too late, changes nothing. Two phones that have seen
each other's numbers count together. A phone that knew nothing of what others have saved waits (`is_waiting`)
until somebody has said whether they counted the same people: nothing is added twice, and nothing overwritten.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import F

from core.models import User
from events.door.exceptions import DoorNotOpen, NeverPublished, TooManyPhones
from events.door.models import Headcount, PhoneCount
from events.door.numbers import (
    ASKED,
    Numbers,
    fitted,
    is_nothing,
    minus,
    nothing,
    numbers_of,
    plus,
    read,
)
from events.door.services import can_count, counted_at_door, save_whole
from events.door.ticks import set_ticks
from events.models import Occurrence

# A phone that lay in a drawer: what it sends after that is shown beside what stands, like a stranger's.
KEPT = timedelta(days=30)
# So many phones can count at one date.
MOST_PHONES = 50


class Settle(StrEnum):
    """How a phone that waited belongs to the rest."""

    TOGETHER = "together"
    INSTEAD = "instead"
    NOT = "not"


@dataclass(frozen=True)
class Sent:
    """What a phone sends. `counts`: what it adds to what others have; `shown`: the numbers on its screen.

    `corrections` and `seen` say what it knows of: how often the count was saved as a whole, and which other
    phones it has seen the numbers of. `ticks`: by the sign-ups' public ids.
    """

    device: UUID
    sequence: int
    corrections: int
    counts: Numbers
    shown: Numbers
    seen: Collection[UUID] = ()
    ticks: Mapping[UUID, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Stands:
    """What a phone is told: its own part, what the others have, and what waits for somebody's word."""

    total: Numbers
    mine: Numbers
    others: Numbers
    sequence: int
    corrections: int
    devices: list[UUID]
    is_waiting: bool
    headcount: Headcount | None
    waiting: list[PhoneCount]


@dataclass(frozen=True)
class _Heard:
    """What a message says that is new. `part` is the phone's part of the number before it."""

    part: Numbers
    new: Numbers
    is_behind: bool


@transaction.atomic
def receive(*, occurrence: Occurrence, user: User, sent: Sent, now: datetime) -> Stands:
    """Take what a phone has counted, once. `now` is UTC, the server's.

    Raises `DoorNotOpen` where nothing can be counted (any more): nothing is saved then.
    """
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    phones = PhoneCount.objects.filter(occurrence=occurrence)
    phone = phones.filter(device=sent.device).first()
    if phone is not None and sent.sequence <= phone.sequence:
        return standing(occurrence, sent.device)
    if not can_count(occurrence=occurrence, now=now):
        raise DoorNotOpen if occurrence.was_public else NeverPublished
    if phone is None and phones.count() >= MOST_PHONES:
        raise TooManyPhones
    headcount = counted_at_door(occurrence)
    current = headcount.corrections if headcount else 0
    heard = _heard(phone, sent, current)
    ticked = set_ticks(occurrence=occurrence, ticks=sent.ticks, now=now)
    if heard.is_behind:
        # Whoever has saved the whole may have counted these too.
        heard, ticked = replace(heard, new=plus(heard.new, ticked)), nothing()
        if headcount and sent.shown == numbers_of(headcount):
            heard = replace(heard, new=nothing())
    waits = _waits(occurrence, phone, sent, heard, has_count=headcount is not None, current=current)
    phones.update_or_create(
        device=sent.device,
        defaults={
            "occurrence": occurrence,
            "sequence": sent.sequence,
            "heard": sent.counts,
            "heard_corrections": sent.corrections,
            "counts": plus(heard.part, heard.new),
            "corrections": current,
            "shown": sent.shown,
            "is_waiting": waits,
            "counted_by": user,
            "received_at": now,
        },
    )
    change = ticked if waits else plus(ticked, heard.new)
    _add(occurrence, headcount, change, sent.shown, user=user, now=now)
    return standing(occurrence, sent.device)


def _heard(phone: PhoneCount | None, sent: Sent, current: int) -> _Heard:
    is_behind = sent.corrections != current
    if phone is None:
        return _Heard(nothing(), sent.counts, is_behind)
    # What was saved as a whole since holds all that the phone had sent by then.
    part = read(phone.counts) if phone.corrections == current else nothing()
    knew_as_before = sent.corrections == phone.heard_corrections
    new = minus(sent.counts, read(phone.heard) if knew_as_before else part)
    return _Heard(part, new, is_behind and phone.corrections != current)


def _waits(
    occurrence: Occurrence,
    phone: PhoneCount | None,
    sent: Sent,
    heard: _Heard,
    *,
    has_count: bool,
    current: int,
) -> bool:
    """Whether somebody must say first how this belongs to what stands."""
    if phone is not None and phone.is_waiting:
        return True
    if not has_count or is_nothing(heard.new):
        return False
    if heard.is_behind:
        return True
    return phone is None and not set(_others(occurrence, sent.device, current)) <= set(sent.seen)


def _others(occurrence: Occurrence, device: UUID, current: int) -> list[UUID]:
    """The other phones that have a part in the number."""
    rows = PhoneCount.objects.filter(occurrence=occurrence, is_waiting=False, corrections=current)
    found = rows.exclude(device=device).order_by("pk").values_list("device", "counts")
    return [other for other, counts in found if not is_nothing(read(counts))]


def _add(
    occurrence: Occurrence,
    headcount: Headcount | None,
    change: Numbers,
    shown: Numbers,
    *,
    user: User,
    now: datetime,
) -> None:
    stood = numbers_of(headcount)
    stands = fitted(plus(stood, change))
    for name in ASKED:
        # The last who had asked took it back.
        if not stands[name] and shown[name] is None:
            stands[name] = None
    if headcount is None or stands != stood:
        save_whole(occurrence=occurrence, numbers=stands, user=user, now=now)


def standing(occurrence: Occurrence, device: UUID | None) -> Stands:
    """What the phone `device` is told. Three queries at the most."""
    headcount = counted_at_door(occurrence)
    current = headcount.corrections if headcount else 0
    rows = PhoneCount.objects.filter(occurrence=occurrence).select_related("counted_by").order_by("pk")
    phones = list(rows)
    own = next((each for each in phones if each.device == device), None)
    mine = read(own.counts) if own and own.corrections == current else nothing()
    total = numbers_of(headcount)
    counting = [each.device for each in phones if not each.is_waiting and each.corrections == current]
    return Stands(
        total=total,
        mine=mine,
        others=minus(total, mine),
        sequence=own.sequence if own else 0,
        corrections=current,
        devices=counting,
        is_waiting=own is not None and own.is_waiting,
        headcount=headcount,
        waiting=[each for each in phones if each.is_waiting],
    )


@transaction.atomic
def settle(*, phone: PhoneCount, how: Settle, seen: str, user: User, now: datetime) -> bool:
    """Somebody's word on how the count of a phone that waits belongs to the rest.

    `seen` is `version_of` what they saw. False where it is otherwise by now: nothing is done then. Raises
    `DoorNotOpen`.
    """
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=phone.occurrence_id)
    row = PhoneCount.objects.filter(pk=phone.pk, is_waiting=True).first()
    headcount = counted_at_door(occurrence)
    if row is None or seen != version_of(row, headcount):
        return False
    if not can_count(occurrence=occurrence, now=now):
        raise DoorNotOpen
    if how == Settle.TOGETHER:
        whole = fitted(plus(numbers_of(headcount), read(row.counts)))
        headcount = save_whole(occurrence=occurrence, numbers=whole, user=user, now=now)
    else:
        if how == Settle.INSTEAD:
            whole = fitted(read(row.shown))
            headcount = save_whole(occurrence=occurrence, numbers=whole, user=user, now=now, corrects=True)
        row.counts = nothing()
    row.is_waiting = False
    row.corrections = headcount.corrections if headcount else 0
    row.save(update_fields=["counts", "is_waiting", "corrections"])
    return True


def version_of(phone: PhoneCount, headcount: Headcount | None) -> str:
    """What somebody sees who settles: another text as soon as any number is another."""
    return ".".join(str(number) for number in (phone.sequence, *numbers_of(headcount).values()))


def together(phone: PhoneCount, headcount: Headcount | None) -> Numbers:
    """What both are, added."""
    return fitted(plus(numbers_of(headcount), read(phone.counts)))


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Once a night: what phones have sent. One that comes later is told of what stands. Returns how many."""
    rows = PhoneCount.objects.filter(received_at__lte=now - KEPT)
    dates = sorted(set(rows.values_list("occurrence", flat=True)))
    Headcount.objects.filter(occurrence__in=dates).update(corrections=F("corrections") + 1)
    return rows.delete()[0]
