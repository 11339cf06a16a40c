"""The button behind the link: the places, or the number on the list, are the person's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from events.models import Occurrence
from events.signups.exceptions import IsFull, IsPostponed
from events.signups.models import WITHOUT_PLACES, Signup
from events.signups.services.bookings import booking_of, dates_of, together_with
from events.signups.services.locking import lock_dates
from events.signups.services.rooms import check_takes, least_left, make_room
from events.signups.services.waiting_list import promote


@transaction.atomic
def confirm_signup(*, signup: Signup, now: datetime, waits: bool = False) -> Signup:
    """The person keeps the places: from now on nobody else gets them. A repeat changes nothing.

    It is for every date of the booking. Who waits keeps their number; who is offered places takes them. Who
    comes too late, and whose places went to others, gets places again if there are any, or with `waits` a
    number on the list. Returns the sign-up that has the places: another one when the same address has signed
    up anew. `now` is UTC. Raises `SignUpRefused`.
    """
    dates = lock_dates(signup.occurrence_id, also=dates_of(signup, now=now), now=now)
    occurrence = dates[signup.occurrence_id]
    signup = Signup.objects.get(pk=signup.pk)
    if signup.status == Signup.Status.CANCELLED:
        return signup
    _make_booking_firm(signup, now=now)
    signup.refresh_from_db()
    if signup.is_firm and (signup.has_places or signup.is_waiting):
        return signup
    try:
        check_takes(occurrence, now=now)
    except IsPostponed:
        # Who has places keeps them for the new day; nobody gets new ones before it is known.
        if not signup.has_places:
            raise
    if signup.status == Signup.Status.RELEASED:
        same = occurrence.signups.standing().of_person(signup).first()
        signup = same or signup
    _take_places(signup, dates, now=now, waits=waits)
    signup.refresh_from_db()
    return signup


def _make_booking_firm(signup: Signup, *, now: datetime) -> None:
    """Who has the link has said yes to all that was asked for with it, as far as it stands."""
    rows = booking_of(signup, now=now).filter(status__in=[Signup.Status.CONFIRMED, Signup.Status.WAITING])
    rows.filter(firm_since=None).order_by().update(firm_since=now)


def _take_places(signup: Signup, dates: Mapping[int, Occurrence], *, now: datetime, waits: bool) -> None:
    if not (signup.is_offered and signup.offered_until and signup.offered_until > now):
        # Those who wait come first; an offer that is over goes to the next.
        promote(dates.values(), now=now)
        signup.refresh_from_db()
    rows = [row for row in together_with(signup, now=now) if row.occurrence_id in dates]
    if signup.is_course and signup.status == Signup.Status.RELEASED:
        again = Signup.objects.filter(booking=signup.booking, status=signup.status, erased_at=None)
        rows = list(again.filter(occurrence__in=dates, occurrence__ends_at__gt=now))
    try:
        make_firm(rows, dates, now=now)
    except IsFull:
        if not waits:
            raise
        for row in rows:
            row.status, row.waits_since = Signup.Status.WAITING, row.waits_since or now
            if row.cancelled_at:
                row.waits_since = now
            row.firm_since, row.cancelled_at, row.receipt_left_at = now, None, None
            row.save(update_fields=STATE)


STATE = ["status", "firm_since", "waits_since", "offered_until", "cancelled_at", "receipt_left_at"]


def make_firm(rows: Sequence[Signup], dates: Mapping[int, Occurrence], *, now: datetime) -> None:
    """Nobody else gets their places; those that have none yet, get them, all or none. Raises `IsFull`."""
    without = [row for row in rows if not row.has_places]
    for row in without:
        left = least_left([dates[row.occurrence_id]], now=now, beside=without)
        if left is not None and row.party_size > left:
            raise IsFull(left)
    for row in without:
        if row.status in (*WITHOUT_PLACES, Signup.Status.WAITING) or not row.offered_until:
            make_room(dates[row.occurrence_id], row.party_size, now=now, beside=rows)
        row.status, row.cancelled_at, row.receipt_left_at = Signup.Status.CONFIRMED, None, None
        row.offered_until = None
    for row in rows:
        row.firm_since = row.firm_since or now
        row.save(update_fields=STATE)


@transaction.atomic
def say_coming(*, signup: Signup, now: datetime) -> bool:
    """The answer to the reminder: still coming. Returns whether there are places to come to. `now` is UTC."""
    rows = Signup.objects.confirmed().filter(pk=signup.pk, occurrence__ends_at__gt=now)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        return False
    found.coming_at, found.firm_since = now, found.firm_since or now
    found.save(update_fields=["coming_at", "firm_since"])
    return True
