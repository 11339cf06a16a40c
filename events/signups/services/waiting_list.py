"""Who gets places that become free: the next on the list whose party fits, in order.

Whoever changes who has places calls `promote` under the same lock, in the same transaction: nobody who asks
later comes first. What becomes free by time (an hour that is over, an offer that nobody took, a higher
number of places) the daily round finds within minutes (`promote_all`).

When the date starts more than a day from now, the next one has the places at once, and is told. Nearer than
that nobody knows whether they still can come: they are offered the places for three hours of the day, and
say yes by a button. An offer that nobody takes goes to the next, and whoever let it pass leaves the list.
Who can only be called is offered the places for a day, and the organiser is asked to call.

Who has not pressed the button behind their link within its hour is passed over as long as anybody else
waits, and keeps their number; they take places from nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core.clock import end_of_night
from events.models import Occurrence
from events.signups.kinds import OFFERED, PROMOTED, RELEASED
from events.signups.models import HOLD, Signup
from events.signups.requests import tell_organisers
from events.signups.services.locking import lock_dates
from events.signups.services.rooms import make_room
from events.signups.services.telling import tell
from events.signups.ways import can_be_told

# Whoever has places until a moment: they answer themselves, or are to be called.
ASKED = [Signup.Status.OFFERED, Signup.Status.REQUESTED]
# Nearer than this a place is offered, not given.
NEAR = timedelta(hours=24)
# So long one may think it over; from 21 to 08 on the clock nobody has to.
OFFERED_FOR = timedelta(hours=3)
# So long an organiser has to call somebody.
CALLED_WITHIN = timedelta(hours=24)


@dataclass
class Room:
    """Places at one date under its lock. `free` are nobody's; `left` are also those that give way."""

    free: int | None
    left: int | None

    def fits(self, size: int, *, only_free: bool) -> bool:
        number = self.free if only_free else self.left
        return number is None or size <= number


@dataclass
class Unit:
    """Rows that get their places together."""

    rows: list[Signup] = field(default_factory=list)

    @property
    def first(self) -> Signup:
        return self.rows[0]

    @property
    def size(self) -> int:
        return max(row.party_size for row in self.rows)

    def is_passed_over(self, now: datetime) -> bool:
        left_at = self.first.mail_left_at
        return not self.first.is_firm and left_at is not None and left_at <= now - HOLD


def promote(dates: Iterable[Occurrence], *, now: datetime) -> int:
    """Give or offer free places at `dates`, which are locked, to who waits. Returns how many parties got any.

    `now` is UTC. One query when nobody waits, and three where there is no place for any: a long list is not
    read for each one who comes to it.
    """
    locked = {date.pk: date for date in dates}
    here = Signup.objects.filter(occurrence__in=locked)
    over = Q(status__in=ASKED, offered_until__lte=now)
    there = here.filter(Q(status=Signup.Status.WAITING) | over)
    kinds = set(there.order_by().values_list("status", flat=True).distinct())
    if kinds & set(ASKED):
        _end_offers(list(here.filter(over)), now=now)
    if Signup.Status.WAITING not in kinds:
        return 0
    open_now = {pk for pk, date in locked.items() if _gives_places(date, now)}
    rooms = _rooms(locked, now=now)
    if not any(rooms[pk].fits(1, only_free=False) for pk in open_now):
        return 0
    units = [
        unit
        for unit in _units(list(here.waiting()), locked, now=now)
        if {row.occurrence_id for row in unit.rows} & open_now
    ]
    number = 0
    in_order = [unit for unit in units if not unit.is_passed_over(now)]
    passed_over = [unit for unit in units if unit.is_passed_over(now)]
    for unit in [*in_order, *passed_over]:
        only_free = unit in passed_over
        if all(rooms[row.occurrence_id].fits(row.party_size, only_free=only_free) for row in unit.rows):
            _give(unit, locked, now=now)
            rooms = _rooms(locked, now=now)
            number += 1
    return number


def _gives_places(date: Occurrence, now: datetime) -> bool:
    return date.is_public and date.takes_place and date.starts_at > now and date.event.takes_signups


def _units(waiting: list[Signup], locked: dict[int, Occurrence], *, now: datetime) -> list[Unit]:
    """Those who wait, in order. A course of which a date to come is not locked here, waits for the round."""
    units: dict[object, Unit] = {}
    for row in waiting:
        units.setdefault(row.booking if row.is_course else row.pk, Unit()).rows.append(row)
    courses = [unit.first.booking for unit in units.values() if unit.first.is_course]
    elsewhere: set[object] = set()
    if courses:
        rows = Signup.objects.waiting().filter(booking__in=courses, occurrence__ends_at__gt=now)
        elsewhere = set(rows.exclude(occurrence__in=locked).values_list("booking", flat=True))
    return [unit for unit in units.values() if not (unit.first.is_course and unit.first.booking in elsewhere)]


def _rooms(locked: dict[int, Occurrence], *, now: datetime) -> dict[int, Room]:
    """Two queries."""
    rows = Signup.objects.filter(occurrence__in=locked)
    taken, kept = rows.taking().places_by_date(), rows.keeping(now).places_by_date()
    rooms = {}
    for pk, date in locked.items():
        capacity = date.event.capacity
        rooms[pk] = (
            Room(None, None)
            if capacity is None
            else Room(capacity - taken.get(pk, 0), capacity - kept.get(pk, 0))
        )
    return rooms


def _give(unit: Unit, locked: dict[int, Occurrence], *, now: datetime) -> None:
    dates = [locked[row.occurrence_id] for row in unit.rows]
    for row in unit.rows:
        make_room(locked[row.occurrence_id], row.party_size, now=now)
    starts_at = min(date.starts_at for date in dates if date.starts_at > now)
    signup = unit.first
    signup.occurrence = locked[signup.occurrence_id]
    ids = [row.pk for row in unit.rows]
    if can_be_told(signup) and starts_at - now > NEAR:
        # Whoever has not pressed the button yet has an hour for it, from when this message has left.
        fresh = {} if signup.is_firm else {"mail_left_at": None}
        Signup.objects.filter(pk__in=ids).update(status=Signup.Status.CONFIRMED, **fresh)
        signup.status = Signup.Status.CONFIRMED
        tell(PROMOTED, signup, now=now, until=starts_at)
        return
    is_called = not can_be_told(signup)
    status = Signup.Status.REQUESTED if is_called else Signup.Status.OFFERED
    until = offer_ends(starts_at, now=now, is_called=is_called)
    Signup.objects.filter(pk__in=ids).update(status=status, offered_until=until)
    signup.status, signup.offered_until = status, until
    tell(OFFERED, signup, now=now, until=until)
    if is_called:
        tell_organisers(occurrence=signup.occurrence, now=now, anew=True)


def offer_ends(starts_at: datetime, *, now: datetime, is_called: bool = False) -> datetime:
    """When places that are offered at `now` go to the next: before the date starts, and in nobody's sleep."""
    begins = end_of_night(now) or now
    return min(starts_at, begins + (CALLED_WITHIN if is_called else OFFERED_FOR))


def _end_offers(over: list[Signup], *, now: datetime) -> None:
    """Offers that nobody took are over: whose they were leaves the list, and is told."""
    rows = Signup.objects.filter(pk__in=[row.pk for row in over])
    rows.update(status=Signup.Status.RELEASED, cancelled_at=now, offered_until=None)
    for row in {row.booking: row for row in reversed(over)}.values():
        tell(RELEASED, row, now=now)


def promote_all(*, now: datetime) -> int:
    """The round: dates that somebody waits at, or has an offer at that is over. Returns how many parties got
    places. Each date in a transaction of its own; `now` is UTC."""
    over = Q(status__in=ASKED, offered_until__lte=now)
    here = Signup.objects.filter(Q(status=Signup.Status.WAITING) | over, occurrence=OuterRef("pk"))
    dates = Occurrence.objects.upcoming(now).filter(Exists(here)).order_by("pk")
    number = 0
    for pk in dates.values_list("pk", flat=True):
        with transaction.atomic():
            number += promote(_all_dates(pk, now=now), now=now)
    return number


def _all_dates(occurrence_id: int, *, now: datetime) -> list[Occurrence]:
    """With those of the courses that wait there, whatever the activity takes sign-ups for today."""
    bookings = Signup.objects.waiting().filter(occurrence=occurrence_id, is_course=True).values("booking")
    rows = Signup.objects.waiting().filter(booking__in=bookings, occurrence__ends_at__gt=now)
    also = rows.order_by().values_list("occurrence", flat=True).distinct()
    return list(lock_dates(occurrence_id, also=list(also), now=now).values())
