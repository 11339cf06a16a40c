"""What happens to head counts: each rule stands here once."""

from datetime import datetime, timedelta

from django.db import transaction

from core.models import User
from events.door.exceptions import (
    DoorNotOpen,
    NeverPublished,
    NobodyAskedWhoIsNew,
    TooManyFirstTimers,
    TooManyNewcomers,
    TooManyNewcomersFirst,
)
from events.door.models import Headcount, PhoneCount
from events.door.numbers import Numbers
from events.models import Occurrence

# Volunteers may begin to count while they put out the chairs.
DOOR_OPENS_BEFORE = timedelta(hours=2)


def door_opens_at(occurrence: Occurrence) -> datetime:
    """The UTC moment from which a head count can be saved."""
    return occurrence.starts_at - DOOR_OPENS_BEFORE


def can_count(*, occurrence: Occurrence, now: datetime) -> bool:
    """Whether `record_headcount` would take a count: a date that takes place, from two hours before it on.

    Nobody came to what was never published: that is a draft, and no figure.
    """
    return occurrence.takes_place and occurrence.was_public and now >= door_opens_at(occurrence)


@transaction.atomic
def record_headcount(
    *,
    occurrence: Occurrence,
    user: User,
    adults: int,
    children: int,
    volunteers: int,
    first_timers: int,
    newcomers: int | None = None,
    newcomers_first: int | None = None,
    now: datetime,
) -> Headcount:
    """Save how many came as a whole, or correct it; the last one who saves is named with the time.

    `newcomers` and `newcomers_first` are None where nobody asked. `now` is UTC. Raises `DoorNotOpen` too
    early, for a cancelled date or a draft, and another of `events.door.exceptions` when a part is larger than
    its whole.
    """
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if not can_count(occurrence=occurrence, now=now):
        raise DoorNotOpen if occurrence.was_public else NeverPublished
    numbers: Numbers = {
        "adults": adults,
        "children": children,
        "volunteers": volunteers,
        "first_timers": first_timers,
        "newcomers": newcomers,
        "newcomers_first": newcomers_first,
    }
    _check(adults + children, first_timers, newcomers, newcomers_first)
    return save_whole(occurrence=occurrence, numbers=numbers, user=user, now=now, corrects=True)


def _check(people: int, first_timers: int, newcomers: int | None, newcomers_first: int | None) -> None:
    if first_timers > people:
        raise TooManyFirstTimers
    if (newcomers or 0) > people:
        raise TooManyNewcomers
    if newcomers is None and newcomers_first is not None:
        raise NobodyAskedWhoIsNew
    if (newcomers_first or 0) > min(newcomers or 0, first_timers):
        raise TooManyNewcomersFirst


def counted_at_door(occurrence: Occurrence) -> Headcount | None:
    """The count from the door, with who saved it last. What a volunteer has only said is none."""
    rows = Headcount.objects.filter(occurrence=occurrence, source=Headcount.Source.COUNTED)
    return rows.select_related("counted_by").first()


def save_whole(
    *, occurrence: Occurrence, numbers: Numbers, user: User, now: datetime, corrects: bool = False
) -> Headcount:
    """Write the date's head count. `corrects`: somebody has said the whole, so what phones had sent is in it.

    Call it with the date's row locked, and with numbers that fit together (`numbers.fitted`).
    """
    times = {"counted_by": user, "counted_at": now, "source": Headcount.Source.COUNTED}
    headcount, _is_new = Headcount.objects.update_or_create(occurrence=occurrence, defaults=numbers | times)
    if corrects:
        headcount.corrections += 1
        headcount.save(update_fields=["corrections"])
        # What waits for somebody's word goes on waiting.
        waiting = PhoneCount.objects.filter(occurrence=occurrence, is_waiting=True)
        waiting.update(corrections=headcount.corrections)
    return headcount


@transaction.atomic
def record_answered(*, occurrence: Occurrence, number: int, now: datetime) -> bool:
    """Save how many came as a volunteer answered it, without who is a child. `now` is UTC.

    What was counted at the door stands. Returns whether the number is the date's head count now.
    """
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if not can_count(occurrence=occurrence, now=now):
        return False
    there = Headcount.objects.filter(occurrence=occurrence).first()
    if there and there.source == Headcount.Source.COUNTED:
        return False
    Headcount.objects.update_or_create(
        occurrence=occurrence,
        defaults={"adults": number, "counted_at": now, "source": Headcount.Source.ANSWERED},
    )
    return True


def answered_count(occurrence: Occurrence) -> int | None:
    """How many came to `occurrence`, counted or answered; None when nobody knows."""
    headcount = Headcount.objects.filter(occurrence=occurrence).first()
    return headcount.participants if headcount else None


def is_counted_at_door(occurrence: Occurrence) -> bool:
    """Whether somebody counted: then nobody is asked how many came."""
    return Headcount.objects.filter(occurrence=occurrence, source=Headcount.Source.COUNTED).exists()
