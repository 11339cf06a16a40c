"""What happens to sign-ups: each rule stands here once.

Places. A date with a limit never has more places taken than that: every change of who has places counts under
a lock on the date. Sign-ups with an e-mail address take their places at once, so that a good day needs one
step; they are firm when the button behind the link in their mail is pressed. Until then they give way
(`_make_room`): only to somebody who needs the places, only when that is enough for them, the oldest first,
and not in the first hour after their mail left. So an address that nobody reads keeps no place for good, and
who confirms within the hour never loses one.

A sign-up by telephone alone can be proved by nobody but the organiser. It takes no places while it waits: a
stranger with a list of numbers could fill the date otherwise. It is taken as long as there would be room now,
and counted again when the organiser says yes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.telephone import same_telephone
from core.text import clean_line, same_address
from events.models import Occurrence
from events.signups.erasing import erase
from events.signups.exceptions import (
    DropIn,
    HasEnded,
    IsCancelled,
    IsFull,
    IsPostponed,
    NotPublic,
    SignUpRefused,
    TooManyWait,
)
from events.signups.kinds import CANCELLED, CONFIRMATION, RELEASED, recipient_of
from events.signups.models import ERASED_AT_LATEST_AFTER, Signup
from events.signups.requests import tell_organisers

logger = structlog.get_logger(__name__)

# A repeat sends the mail with the link again, but not more often than this to one address.
RESEND_AFTER = timedelta(minutes=10)
# Nobody telephones more people than this for one date; a list of numbers would bury those who mean it.
MOST_REQUESTS = 25
PARTY = ["adults", "children_0_5", "children_6_12", "youth_13_17"]


@dataclass(frozen=True)
class SignedUp:
    """The sign-up there is now. `created` is False when the person was signed up already.

    `as_asked` is False when it stands for another party than was asked for now.
    """

    signup: Signup
    created: bool
    as_asked: bool = True


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
) -> SignedUp:
    """Give a party places at a date, and send the mail with the link that manages them.

    A repeat by the same person (name and address, in whatever case) returns the sign-up that exists and sends
    its mail again. Another party takes the place of the one before, if there is room: as long as nobody has
    confirmed that one, or when the organiser says so.
    `by_organiser` makes it firm; without it, and without an address, it waits for the organiser's yes.
    `now` is UTC. Raises `SignUpRefused`, one subclass per reason, or `Occurrence.DoesNotExist`.
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
        status=Signup.Status.CONFIRMED if email or by_organiser else Signup.Status.REQUESTED,
        firm_since=now if by_organiser else None,
    )
    with transaction.atomic():
        occurrence = _locked(occurrence_id)
        _check_open(occurrence, now=now)
        existing, changed = _existing(occurrence, party), False
        # The same answer whether the address is signed up or not: a stranger learns nothing from it.
        refusal = _no_room(occurrence, party, now=now)
        if existing and by_organiser:
            # Who manages the list may know who is on it.
            refusal = None
            _repeat_by_organiser(existing, party, occurrence, now=now)
        elif existing and refusal is None:
            changed = _repeat_by_person(existing, party, occurrence, now=now)
        elif refusal is None:
            _save(party, occurrence, now=now)
        signup = existing or party
        if signup.pk:
            request_confirmation(signup=signup, now=now, anew=changed)
            if existing is None and signup.status == Signup.Status.REQUESTED:
                tell_organisers(occurrence=occurrence, now=now)
    if refusal:
        raise refusal
    return SignedUp(signup=signup, created=existing is None, as_asked=_numbers(signup) == _numbers(party))


def check_open(*, occurrence: Occurrence, now: datetime) -> None:
    """Raise the `SignUpRefused` that `sign_up` would raise for a party of one."""
    _check_open(occurrence, now=now)
    left = places_left(occurrence, now=now)
    if left is not None and left < 1:
        raise IsFull(left)


def places_left(occurrence: Occurrence, *, now: datetime) -> int | None:
    """How many places somebody who signs up now can get, also from those that give way; None without a limit.

    Exact only under the lock that `sign_up` takes.
    """
    capacity = occurrence.event.capacity
    if capacity is None:
        return None
    return max(0, capacity - occurrence.signups.keeping(now).places())


def _make_room(occurrence: Occurrence, size: int, *, now: datetime, beside: Signup | None = None) -> None:
    """Take places from those that give way until `size` are free: `places_left` says it is enough.

    `beside` is who needs them, when it has places already.
    """
    capacity = occurrence.event.capacity
    if capacity is None:
        return
    free = capacity - occurrence.signups.confirmed().places()
    for signup in occurrence.signups.giving_way(now):
        if size <= free:
            return
        if signup == beside:
            continue
        Signup.objects.filter(pk=signup.pk).update(status=Signup.Status.RELEASED, cancelled_at=now)
        free += signup.party_size
        _queue_receipt(RELEASED, signup, now=now)


def _locked(occurrence_id: int) -> Occurrence:
    return Occurrence.objects.select_for_update(of=("self",)).select_related("event").get(pk=occurrence_id)


def _check_open(occurrence: Occurrence, *, now: datetime) -> None:
    if not occurrence.is_public:
        raise NotPublic
    if occurrence.ends_at <= now:
        raise HasEnded
    if occurrence.is_cancelled:
        raise IsCancelled
    if occurrence.is_postponed:
        raise IsPostponed
    if not occurrence.event.takes_signups:
        raise DropIn


def _existing(occurrence: Occurrence, party: Signup) -> Signup | None:
    return occurrence.signups.standing().of_person(party).first()


def _no_room(occurrence: Occurrence, party: Signup, *, now: datetime) -> SignUpRefused | None:
    is_request = party.status == Signup.Status.REQUESTED
    if is_request and occurrence.signups.requested().count() >= MOST_REQUESTS:
        return TooManyWait()
    left = places_left(occurrence, now=now)
    return IsFull(left) if left is not None and party.party_size > left else None


def _repeat_by_organiser(existing: Signup, party: Signup, occurrence: Occurrence, *, now: datetime) -> None:
    """The person's places are firm, for the new party if there is room for it."""
    if existing.status != Signup.Status.CONFIRMED:
        _put_numbers(existing, party)
    elif party.party_size <= existing.party_size or _can_grow(existing, party, occurrence, now=now):
        _make_room_for_more(existing, party, occurrence, now=now)
        _put_numbers(existing, party)
    _make_firm(existing, occurrence, now=now)


def _repeat_by_person(existing: Signup, party: Signup, occurrence: Occurrence, *, now: datetime) -> bool:
    """The new party, as long as no link was pressed: whoever types a name and an address proves nothing.

    Returns whether it is another one than before.
    """
    if existing.is_firm or _numbers(existing) == _numbers(party):
        return False
    if existing.status == Signup.Status.CONFIRMED:
        _make_room_for_more(existing, party, occurrence, now=now)
    _put_numbers(existing, party)
    return True


def _can_grow(existing: Signup, party: Signup, occurrence: Occurrence, *, now: datetime) -> bool:
    capacity = occurrence.event.capacity
    others = occurrence.signups.exclude(pk=existing.pk).keeping(now)
    return capacity is None or party.party_size <= capacity - others.places()


def _make_room_for_more(existing: Signup, party: Signup, occurrence: Occurrence, *, now: datetime) -> None:
    if party.party_size > existing.party_size:
        _make_room(occurrence, party.party_size - existing.party_size, now=now, beside=existing)


def _numbers(signup: Signup) -> tuple[int, ...]:
    return tuple(getattr(signup, name) for name in PARTY)


def _put_numbers(signup: Signup, party: Signup) -> None:
    for name in PARTY:
        setattr(signup, name, getattr(party, name))
    signup.save(update_fields=PARTY)


def _save(party: Signup, occurrence: Occurrence, *, now: datetime) -> Signup:
    if party.status == Signup.Status.CONFIRMED:
        _make_room(occurrence, party.party_size, now=now)
    party.occurrence = occurrence
    party.created_at = now
    party.expires_at = occurrence.ends_at + timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    party.save()
    return party


def _make_firm(signup: Signup, occurrence: Occurrence, *, now: datetime) -> None:
    """Nobody else gets its places; one that has none yet, gets them. Raises `IsFull`."""
    if signup.status != Signup.Status.CONFIRMED:
        left = places_left(occurrence, now=now)
        if left is not None and signup.party_size > left:
            raise IsFull(left)
        _make_room(occurrence, signup.party_size, now=now)
        signup.status, signup.cancelled_at, signup.receipt_left_at = Signup.Status.CONFIRMED, None, None
    signup.firm_since = signup.firm_since or now
    signup.save(update_fields=["status", "firm_since", "cancelled_at", "receipt_left_at"])


def request_confirmation(*, signup: Signup, now: datetime, anew: bool = False) -> bool:
    """Have the mail with the link sent, unless it was asked for a moment ago. Returns whether it is now.

    `anew`: what the last one says is no longer so.

    Called under the lock on the date: two at once are one.
    """
    if not signup.email:
        return False
    sent = OutboxMessage.objects.filter(kind=CONFIRMATION, recipient=recipient_of(signup))
    enough = Q(state__in=[OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING])
    if not anew:
        enough |= Q(created_at__gt=now - RESEND_AFTER)
    if sent.filter(enough).exists():
        return False
    outbox.queue(
        kind=CONFIRMATION,
        about=f"occurrence:{signup.occurrence_id}",
        recipient=recipient_of(signup),
        occasion=now.isoformat(),
        wanted_until=signup.occurrence.ends_at,
        now=now,
    )
    return True


def _queue_receipt(kind: str, signup: Signup, *, now: datetime) -> None:
    """Tell whoever had the places that they have them no longer."""
    if signup.email:
        outbox.queue(
            kind=kind,
            about=f"occurrence:{signup.occurrence_id}",
            recipient=recipient_of(signup),
            occasion=now.isoformat(),
            wanted_until=now + ERASED_AT_LATEST_AFTER,
            now=now,
        )


@transaction.atomic
def confirm_signup(*, signup: Signup, now: datetime) -> Signup:
    """The person keeps the places: from now on nobody else gets them. A repeat changes nothing.

    Who comes too late, and whose places went to others, gets places again if there are any. Returns the
    sign-up that has the places: another one when the same address has signed up anew. `now` is UTC. Raises
    `SignUpRefused`.
    """
    occurrence = _locked(signup.occurrence_id)
    signup = Signup.objects.get(pk=signup.pk)
    has_places = signup.status == Signup.Status.CONFIRMED
    if signup.status == Signup.Status.CANCELLED or (has_places and signup.is_firm):
        return signup
    try:
        _check_open(occurrence, now=now)
    except IsPostponed:
        # Who has places keeps them for the new day; nobody gets new ones before it is known.
        if not has_places:
            raise
    if signup.status == Signup.Status.RELEASED:
        signup = _existing(occurrence, signup) or signup
    _make_firm(signup, occurrence, now=now)
    return signup


@transaction.atomic
def accept_request(*, signup: Signup, now: datetime) -> bool:
    """The organiser's yes: the party gets its places. False when it was answered before.

    `now` is UTC. Raises `SignUpRefused`; `IsFull` when the places have gone meanwhile: it goes on waiting.
    """
    occurrence = _locked(signup.occurrence_id)
    _check_open(occurrence, now=now)
    fresh = Signup.objects.requested().filter(pk=signup.pk).first()
    if fresh is None:
        return False
    _make_firm(fresh, occurrence, now=now)
    return True


def decline_request(*, signup: Signup) -> bool:
    """The organiser's no: nothing of it is kept. False when it was answered before."""
    deleted, _rows = Signup.objects.requested().filter(pk=signup.pk).delete()
    return bool(deleted)


@transaction.atomic
def cancel_signup(*, signup: Signup, now: datetime) -> bool:
    """Give the places back and send a receipt. False when it was cancelled before.

    `now` is UTC. Raises `HasEnded` when the date is over: then there is nothing to give back.
    """
    occurrence = _locked(signup.occurrence_id)
    if occurrence.ends_at <= now:
        raise HasEnded
    changed = (
        Signup.objects.confirmed()
        .filter(pk=signup.pk)
        .update(status=Signup.Status.CANCELLED, cancelled_at=now)
    )
    signup.refresh_from_db()
    if changed:
        _queue_receipt(CANCELLED, signup, now=now)
    return bool(changed)


def move_ends(*, occurrence_ids: Collection[int]) -> int:
    """The sign-ups of these dates end as long after them as ever, wherever they were moved. One statement."""
    date = Occurrence.objects.filter(pk=OuterRef("occurrence"))
    ends_at = Subquery(date.values("ends_at")[:1]) + timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    return Signup.objects.filter(occurrence__in=occurrence_ids).update(expires_at=ends_at)


def erase_served(*, now: datetime) -> int:
    """Delete who it was from sign-ups that have no places any longer; the numbers stay until their end.

    Of what tells somebody's faith nothing that names a person is kept at all: an activity that becomes one
    was another one when they signed up. Returns how many sign-ups lost their person. `now` is UTC.
    """
    sensitive = Signup.objects.at_sensitive_dates().filter(erased_at__isnull=True)
    sensitive.standing().update(status=Signup.Status.CANCELLED, cancelled_at=now)
    ids = set(sensitive.values_list("pk", flat=True)) | set(
        Signup.objects.over(now).values_list("pk", flat=True)
    )
    outbox.forget_all(recipients=[f"signup:{pk}" for pk in ids])
    return erase(Signup.objects.without_places().filter(pk__in=ids), now=now)
