"""What happens to sign-ups: each rule stands here once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from events.choices import Admission
from events.models import Occurrence
from events.signups.exceptions import (
    DropIn,
    HasEnded,
    IsCancelled,
    IsFull,
    NotPublic,
    SignUpRefused,
)
from events.signups.models import Signup
from events.signups.tasks import send_cancellation, send_confirmation

# A repeat sends the mail with the link again, but not more often than this to one address.
RESEND_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class SignedUp:
    """The sign-up there is now; `created` is False when the address was signed up already."""

    signup: Signup
    created: bool


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
) -> SignedUp:
    """Give a party places at a date, and send the mail with the link that manages them.

    A repeat for the same address (in whatever case) returns the sign-up that exists and sends its mail again.
    `now` is UTC. Raises `SignUpRefused`, one subclass per reason, or `Occurrence.DoesNotExist`.
    """
    party = Signup(
        name=" ".join(name.split()),
        email=email.strip().lower(),
        phone=phone.strip(),
        language=language,
        adults=adults,
        children_0_5=children_0_5,
        children_6_12=children_6_12,
        youth_13_17=youth_13_17,
    )
    refusal: SignUpRefused | None = None
    with transaction.atomic():
        occurrence = _locked(occurrence_id)
        _check_open(occurrence, now=now)
        existing = _existing(occurrence, party)
        left = places_left(occurrence)
        if left is not None and party.party_size > left:
            # The same answer whether the address is signed up or not: a stranger learns nothing from it.
            refusal = IsFull(left)
        signup = existing or (party if refusal else _save(party, occurrence, now=now))
    if signup.pk:
        request_confirmation(signup=signup, now=now)
    if refusal:
        raise refusal
    return SignedUp(signup=signup, created=existing is None)


def check_open(*, occurrence: Occurrence, now: datetime) -> None:
    """Raise the `SignUpRefused` that `sign_up` would raise for a party of one."""
    _check_open(occurrence, now=now)
    left = places_left(occurrence)
    if left is not None and left < 1:
        raise IsFull(left)


def places_left(occurrence: Occurrence) -> int | None:
    """How many places are free; None without a limit. Exact only under the lock that `sign_up` takes."""
    capacity = occurrence.event.capacity
    if capacity is None:
        return None
    return max(0, capacity - occurrence.signups.confirmed().places())


def _locked(occurrence_id: int) -> Occurrence:
    return Occurrence.objects.select_for_update(of=("self",)).select_related("event").get(pk=occurrence_id)


def _check_open(occurrence: Occurrence, *, now: datetime) -> None:
    if not occurrence.is_public:
        raise NotPublic
    if occurrence.ends_at <= now:
        raise HasEnded
    if occurrence.is_cancelled:
        raise IsCancelled
    if occurrence.event.admission != Admission.SIGN_UP:
        raise DropIn


def _existing(occurrence: Occurrence, party: Signup) -> Signup | None:
    same = Q(email__iexact=party.email) if party.email else Q(email="", phone=party.phone)
    return occurrence.signups.confirmed().filter(same).first()


def _save(party: Signup, occurrence: Occurrence, *, now: datetime) -> Signup:
    party.occurrence = occurrence
    party.created_at = now
    party.expires_at = occurrence.ends_at + timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    party.save()
    return party


def request_confirmation(*, signup: Signup, now: datetime) -> bool:
    """Have the mail with the link sent, unless it went out a moment ago. Returns whether it was asked for."""
    if not signup.email:
        return False
    rows = Signup.objects.filter(pk=signup.pk)
    rows.filter(confirmation_sent_at__lte=now - RESEND_AFTER).update(confirmation_sent_at=None)
    if not rows.filter(confirmation_sent_at=None).exists():
        return False
    transaction.on_commit(partial(send_confirmation.delay, signup_id=signup.pk))
    return True


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
    if changed and signup.email:
        transaction.on_commit(partial(send_cancellation.delay, signup_id=signup.pk))
    return bool(changed)
