"""Another number of places: by the link, and it is the person's own wish."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from events.models import Occurrence
from events.signups.exceptions import HasEnded, IsFull
from events.signups.models import PARTY, Signup
from events.signups.services.bookings import booking_of, dates_of
from events.signups.services.locking import lock_dates
from events.signups.services.rooms import least_left, make_room
from events.signups.services.waiting_list import promote


def put_numbers(signups: Iterable[Signup], party: Signup) -> None:
    """Have as many come as in `party`, and save it."""
    for signup in signups:
        for name in PARTY:
            setattr(signup, name, getattr(party, name))
        signup.save(update_fields=PARTY)


def can_grow(signups: Sequence[Signup], party: Signup, dates: Iterable[Occurrence], *, now: datetime) -> bool:
    """Whether there is room for `party` at `dates`, when it comes instead of `signups`."""
    left = least_left(dates, now=now, beside=signups)
    return left is None or party.party_size <= left


def make_room_for_more(
    signups: Sequence[Signup], party: Signup, dates: Mapping[int, Occurrence], *, now: datetime
) -> None:
    """Take what `party` needs more than each of `signups` has, at its own date (`dates`, by id)."""
    for signup in signups:
        if party.party_size > signup.party_size:
            more = party.party_size - signup.party_size
            make_room(dates[signup.occurrence_id], more, now=now, beside=signups)


@transaction.atomic
def change_party(
    *,
    signup: Signup,
    adults: int,
    children_0_5: int,
    children_6_12: int,
    youth_13_17: int,
    now: datetime,
) -> bool:
    """Have another party come, at every date of the booking that is not over. Returns whether it is another.

    Fewer leave places to who waits; more are taken if there is room at each date. Who waits keeps their
    number. The link proves who asks, so it is firm. `now` is UTC. Raises `HasEnded`, or `IsFull`: then
    nothing is changed, and its `left` is how many can come in all.
    """
    party = Signup(
        adults=adults, children_0_5=children_0_5, children_6_12=children_6_12, youth_13_17=youth_13_17
    )
    dates = lock_dates(signup.occurrence_id, also=dates_of(signup, now=now), now=now)
    rows = list(booking_of(signup, now=now))
    if not rows:
        raise HasEnded
    if all(row.party == party.party for row in rows):
        return False
    # Whoever waits was promised what becomes free: first they, then the larger party.
    promote(dates.values(), now=now)
    rows = list(booking_of(signup, now=now))
    taking = [row for row in rows if row.has_places or row.is_offered]
    growing = [row for row in taking if party.party_size > row.party_size]
    if growing:
        at = [dates[row.occurrence_id] for row in growing]
        left = least_left(at, now=now, beside=growing)
        if left is not None and party.party_size > left:
            raise IsFull(left)
        make_room_for_more(growing, party, dates, now=now)
    put_numbers(rows, party)
    Signup.objects.filter(pk__in=[row.pk for row in rows], firm_since=None).update(firm_since=now)
    promote(dates.values(), now=now)
    return True
