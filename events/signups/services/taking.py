"""Signing up: places at a date, at several, or at every date of a course; or a number on the list."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from core.telephone import same_telephone
from core.text import clean_line, same_address
from events.choices import SignupFor
from events.models import Occurrence
from events.signups import kinds
from events.signups.exceptions import IsFull, NotPublic, SignUpRefused, TooManyWait
from events.signups.models import Signup
from events.signups.requests import tell_organisers
from events.signups.services.confirming import make_firm
from events.signups.services.locking import is_remaining, lock_dates
from events.signups.services.party import can_grow, make_room_for_more, put_numbers
from events.signups.services.rooms import check_takes, least_left, make_room
from events.signups.services.telling import request_confirmation, tell
from events.signups.services.waiting_list import promote
from events.signups.ways import takes_texts

# Nobody telephones more people than this for one date; a list of numbers would bury those who mean it.
MOST_REQUESTS = 25


@dataclass(frozen=True)
class SignedUp:
    """The sign-up there is now; of several dates, the first. `created` is False when there was one already.

    `as_asked` is False when it stands for another party than was asked for now.
    `number` is which number somebody who asks for this now gets on the waiting list, 0 for places at once:
    the same whether they were signed up or not, so that nobody learns from it who is.
    """

    signup: Signup
    created: bool
    as_asked: bool = True
    number: int = 0


@dataclass
class _Asked:
    """What is asked for: `party` at `dates`, of which those in `full` have no room for it."""

    party: Signup
    dates: list[Occurrence]
    by_organiser: bool
    now: datetime
    full: set[int] = field(default_factory=set)
    existing: dict[int, Signup] = field(default_factory=dict)

    @property
    def is_course(self) -> bool:
        return self.dates[0].event.signup_for == SignupFor.COURSE


def sign_up(
    *,
    occurrence_id: int,
    name: str,
    email: str,
    phone: str = "",
    language: str,
    adults: int,
    children_0_5: int,
    children_6_12: int,
    youth_13_17: int,
    now: datetime,
    by_organiser: bool = False,
    waits: bool = False,
    also: Collection[int] = (),
) -> SignedUp:
    """Give a party places at a date, and send the message with the link that manages them.

    Of a course that is every date to come, all or none; where one can choose several dates, `also` has the
    ids of the others. With `waits`, whoever finds a date full gets a number on its list instead.

    A repeat by the same person (name and address, in whatever case) returns the sign-up that exists and sends
    its message again. Another party takes the place of the one before, if there is room: as long as nobody
    has confirmed that one, or when the organiser says so. Who has confirmed it is asked by a message.
    `by_organiser` makes it firm; without it, and without a way to write to them, it waits for the organiser's
    yes. `now` is UTC. Raises `SignUpRefused`, one subclass per reason, or `Occurrence.DoesNotExist`.
    """
    party = Signup(
        name=" ".join(clean_line(name).split()),
        email=same_address(email),
        phone=same_telephone(phone),
        language=language,
        adults=adults,
        children_0_5=children_0_5,
        children_6_12=children_6_12,
        youth_13_17=youth_13_17,
        firm_since=now if by_organiser else None,
    )
    has_places_at_once = bool(party.email) or by_organiser or takes_texts(party.phone)
    party.status = Signup.Status.CONFIRMED if has_places_at_once else Signup.Status.REQUESTED
    with transaction.atomic():
        locked = lock_dates(occurrence_id, also=also, now=now)
        asked = _Asked(party, _dates(locked, occurrence_id, also, now), by_organiser, now)
        # First those who have waited.
        promote(locked.values(), now=now)
        asked.existing = _existing(asked)
        # The same answer whether the address is signed up or not: a stranger learns nothing from it.
        number, refusal = 0, _no_room(asked)
        if isinstance(refusal, IsFull) and waits:
            number, refusal = _next_number(asked), None
        result = None
        if refusal is None or (by_organiser and asked.existing):
            # Who manages the list may know who is on it.
            refusal = None
            result = _take(asked, locked, number)
        elif asked.existing:
            request_confirmation(signup=_first(asked.existing.values()), now=now)
    if refusal:
        raise refusal
    assert result is not None
    return result


def _dates(
    locked: dict[int, Occurrence], occurrence_id: int, also: Collection[int], now: datetime
) -> list[Occurrence]:
    """The dates that are asked for, the next first. Raises `SignUpRefused`."""
    occurrence = locked.get(occurrence_id)
    if occurrence is None:
        raise Occurrence.DoesNotExist
    check_takes(occurrence, now=now)
    chosen = [occurrence]
    if occurrence.event.signup_for == SignupFor.COURSE:
        chosen = [date for date in locked.values() if is_remaining(date, now=now)]
    elif occurrence.event.signup_for == SignupFor.SEVERAL:
        chosen += [locked[pk] for pk in also if pk in locked and pk != occurrence_id]
    for date in chosen:
        if date.event_id != occurrence.event_id:
            raise NotPublic
        if occurrence.event.signup_for == SignupFor.SEVERAL:
            check_takes(date, now=now)
    return sorted(chosen, key=lambda date: (date.starts_at, date.pk))


def _existing(asked: _Asked) -> dict[int, Signup]:
    """The person's sign-ups at these dates, by the id of the date."""
    rows = Signup.objects.standing().of_person(asked.party).filter(occurrence__in=asked.dates)
    found = {row.occurrence_id: row for row in rows.order_by("-pk")}
    for date in asked.dates:
        if date.pk in found:
            found[date.pk].occurrence = date
    return found


def _no_room(asked: _Asked) -> SignUpRefused | None:
    """Notes which dates have no room for the party."""
    size, least = asked.party.party_size, None
    if asked.party.status == Signup.Status.REQUESTED:
        wait = [Signup.Status.REQUESTED, Signup.Status.WAITING]
        there = Signup.objects.filter(occurrence__in=asked.dates, status__in=wait, email="")
        numbers_there = there.filter(firm_since__isnull=True).numbers_by_date()
        if max(numbers_there.values(), default=0) >= MOST_REQUESTS:
            return TooManyWait()
    for date in asked.dates:
        left = least_left([date], now=asked.now)
        if left is not None and size > left:
            asked.full.add(date.pk)
            least = left if least is None else min(least, left)
    return None if least is None else IsFull(least)


def _next_number(asked: _Asked) -> int:
    """Which number the next one gets: on the longest of the lists."""
    if asked.is_course:
        asked.full = {date.pk for date in asked.dates}
    waiting = Signup.objects.waiting().filter(occurrence__in=asked.full).order_by().numbers_by_date()
    return max(waiting.values(), default=0) + 1


def _take(asked: _Asked, locked: dict[int, Occurrence], number: int) -> SignedUp:
    """Rows for what is asked for, beside those that there are. Raises `IsFull` for an organiser's repeat."""
    known = _first(asked.existing.values()) if asked.existing else None
    booking = known.booking if known else asked.party.booking
    rows, changed = [], False
    for date in asked.dates:
        row = asked.existing.get(date.pk)
        if row is None:
            row = _save(asked, date, booking)
            changed = changed or known is not None
        elif asked.by_organiser:
            _repeat_by_organiser(row, asked.party, date, now=asked.now)
        else:
            changed = _repeat_by_person(row, asked, date) or changed
        rows.append(row)
    promote(locked.values(), now=asked.now)
    _tell(rows, asked, changed=changed)
    signup = _first(rows)
    return SignedUp(
        signup=signup,
        created=len(asked.existing) < len(rows),
        as_asked=signup.party == asked.party.party,
        number=number,
    )


def _tell(rows: list[Signup], asked: _Asked, *, changed: bool) -> None:
    signup = _first(rows)
    for row in rows:
        row.refresh_from_db(fields=["status"])
    firm = [row for row in rows if row.is_firm and row.party != asked.party.party]
    if firm and not asked.by_organiser and signup in firm:
        secret: dict[str, object] = {"party": asked.party.party}
        tell(kinds.PARTY, signup, now=asked.now, until=signup.occurrence.ends_at, secret=secret)
    else:
        request_confirmation(signup=signup, now=asked.now, anew=changed)
    new = [row for row in rows if row.occurrence_id not in asked.existing]
    for row in new:
        if row.status == Signup.Status.REQUESTED:
            tell_organisers(occurrence=row.occurrence, now=asked.now)


def _first(rows: Collection[Signup]) -> Signup:
    """The one that stands for all: with places before without, and the next date first."""
    in_order = [Signup.Status.CONFIRMED, Signup.Status.OFFERED, Signup.Status.WAITING]

    def place(row: Signup) -> tuple[int, datetime]:
        known = row.status in in_order
        return (in_order.index(Signup.Status(row.status)) if known else 3, row.occurrence.starts_at)

    return min(rows, key=place)


def _repeat_by_organiser(existing: Signup, party: Signup, occurrence: Occurrence, *, now: datetime) -> None:
    """The person's places are firm, for the new party if there is room for it."""
    if not existing.has_places:
        put_numbers([existing], party)
    elif party.party_size <= existing.party_size or can_grow([existing], party, [occurrence], now=now):
        make_room_for_more([existing], party, {occurrence.pk: occurrence}, now=now)
        put_numbers([existing], party)
    if existing.is_waiting and not can_grow([existing], party, [occurrence], now=now):
        # The organiser vouches for them; places they get when it is their turn.
        existing.firm_since = existing.firm_since or now
        existing.save(update_fields=["firm_since"])
        return
    make_firm([existing], {occurrence.pk: occurrence}, now=now)


def _repeat_by_person(existing: Signup, asked: _Asked, occurrence: Occurrence) -> bool:
    """The new party, as long as no link was pressed: whoever types a name and an address proves nothing.

    Returns whether it is another one than before.
    """
    party = asked.party
    if existing.is_firm or existing.party == party.party:
        return False
    if existing.has_places or existing.is_offered:
        if occurrence.pk in asked.full:
            return False
        make_room_for_more([existing], party, {occurrence.pk: occurrence}, now=asked.now)
    put_numbers([existing], party)
    return True


def _save(asked: _Asked, occurrence: Occurrence, booking: UUID) -> Signup:
    party, now = asked.party, asked.now
    row = Signup(
        name=party.name,
        email=party.email,
        phone=party.phone,
        language=party.language,
        status=party.status,
        firm_since=party.firm_since,
        occurrence=occurrence,
        booking=booking,
        is_course=asked.is_course,
        created_at=now,
        expires_at=occurrence.ends_at + timedelta(days=settings.SIGNUP_RETENTION_DAYS),
        **party.party,
    )
    if asked.is_course:
        row.knows_dates_to = max(date.pk for date in asked.dates)
    if occurrence.pk in asked.full:
        row.status, row.waits_since = Signup.Status.WAITING, now
    elif row.has_places:
        make_room(occurrence, row.party_size, now=now)
    row.save(force_insert=True)
    return row
