"""The organiser's answer to those who can only be called, and to those who wait."""

from datetime import datetime

from django.db import transaction

from events.signups.exceptions import IsFull
from events.signups.kinds import PROMOTED
from events.signups.models import Signup
from events.signups.services.bookings import together_with
from events.signups.services.confirming import make_firm
from events.signups.services.locking import lock_dates
from events.signups.services.rooms import check_takes
from events.signups.services.telling import tell
from events.signups.services.waiting_list import promote


@transaction.atomic
def accept_request(*, signup: Signup, now: datetime) -> bool:
    """The organiser's yes: the party gets its places. False when it was answered before.

    `now` is UTC. Raises `SignUpRefused`; `IsFull` when the places have gone meanwhile: it goes on waiting.
    """
    return _give(signup, Signup.Status.REQUESTED, now=now)


@transaction.atomic
def give_place(*, signup: Signup, now: datetime) -> bool:
    """The organiser takes somebody from the waiting list out of turn, where there is room.

    The person is told. False when they do not wait any longer. `now` is UTC. Raises `SignUpRefused`.
    """
    return _give(signup, Signup.Status.WAITING, now=now)


def _give(signup: Signup, status: Signup.Status, *, now: datetime) -> bool:
    dates = lock_dates(signup.occurrence_id, now=now)
    occurrence = dates[signup.occurrence_id]
    check_takes(occurrence, now=now)
    fresh = Signup.objects.filter(status=status, pk=signup.pk).first()
    if fresh is None:
        return False
    rows = [row for row in together_with(fresh, now=now) if row.occurrence_id in dates]
    try:
        make_firm(rows, dates, now=now)
    except IsFull:
        # What those on the list can have, they have.
        promote(dates.values(), now=now)
        raise
    if status == Signup.Status.WAITING:
        tell(PROMOTED, fresh, now=now, until=occurrence.ends_at)
    return True


@transaction.atomic
def decline_request(*, signup: Signup, now: datetime) -> bool:
    """The organiser's no: nothing of it is kept. False when it was answered before."""
    dates = lock_dates(signup.occurrence_id, now=now)
    fresh = Signup.objects.requested().filter(pk=signup.pk).first()
    if fresh is None:
        return False
    rows = [row.pk for row in together_with(fresh, now=now)]
    deleted, _rows = Signup.objects.requested().filter(pk__in=rows).delete()
    promote(dates.values(), now=now)
    return bool(deleted)
