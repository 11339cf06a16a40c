"""What happens to head counts: each rule stands here once."""

from datetime import datetime, timedelta

from django.db import transaction

from core.models import User
from events.door.exceptions import DoorNotOpen, NeverPublished, TooManyFirstTimers
from events.door.models import Headcount
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
    now: datetime,
) -> Headcount:
    """Save how many came, or correct it; the last one who saves is named with the time.

    `now` is UTC. Raises `DoorNotOpen` too early, for a cancelled date or a draft, and `TooManyFirstTimers`
    when more are here for the first time than came at all.
    """
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if not can_count(occurrence=occurrence, now=now):
        raise DoorNotOpen if occurrence.was_public else NeverPublished
    if first_timers > adults + children:
        raise TooManyFirstTimers
    headcount, _created = Headcount.objects.update_or_create(
        occurrence=occurrence,
        defaults={
            "adults": adults,
            "children": children,
            "volunteers": volunteers,
            "first_timers": first_timers,
            "counted_by": user,
            "counted_at": now,
            "source": Headcount.Source.COUNTED,
        },
    )
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
