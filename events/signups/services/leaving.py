"""Giving places back, or a number on the list: one date of a booking, or all."""

from datetime import datetime

from django.db import transaction

from events.signups.exceptions import HasEnded
from events.signups.kinds import CANCELLED
from events.signups.models import Signup
from events.signups.services.bookings import booking_of, dates_of
from events.signups.services.locking import lock_dates
from events.signups.services.telling import tell
from events.signups.services.waiting_list import promote

GIVEN_BACK = [Signup.Status.CONFIRMED, Signup.Status.OFFERED, Signup.Status.WAITING]


@transaction.atomic
def cancel_signup(*, signup: Signup, now: datetime, whole: bool = False) -> bool:
    """Give the places back, have the next on the list get them, and send one receipt.

    With `whole` it is every date of the booking that is not over. False when it was cancelled before. `now`
    is UTC. Raises `HasEnded` when the date is over: then there is nothing to give back.
    """
    also = dates_of(signup, now=now) if whole else [signup.occurrence_id]
    dates = lock_dates(signup.occurrence_id, also=also, now=now)
    if dates[signup.occurrence_id].ends_at <= now:
        raise HasEnded
    mine = booking_of(signup, now=now) if whole else Signup.objects.filter(pk=signup.pk)
    rows = list(mine.filter(status__in=GIVEN_BACK).values_list("pk", flat=True))
    Signup.objects.filter(pk__in=rows).update(
        status=Signup.Status.CANCELLED, cancelled_at=now, offered_until=None
    )
    signup.refresh_from_db()
    if rows:
        tell(CANCELLED, signup, now=now)
        promote(dates.values(), now=now)
    return bool(rows)
