"""What happens to follows: each rule stands here once.

Nobody is pestered. To an address that nobody has confirmed goes the question whether it was them, and one
message more at the most: that the date of today or tomorrow does not take place (`news`). To a number goes
one message that says what happens now and how to end it; `core.limits` counts both. A repeat finds what is
there, and its answer is the same: nobody learns who follows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.telephone import same_telephone
from core.text import same_address
from events.choices import Category
from events.dates.recording import lock_event
from events.follows.erasing import erase
from events.follows.exceptions import (
    FollowRefused,
    HasEnded,
    IsCancelled,
    IsPostponed,
    IsSensitive,
    NotPublic,
    TakesSignups,
)
from events.follows.kinds import FIRST, STILL, about, recipient_of
from events.follows.models import DATE_KEPT, STILL_ASKED, Follow
from events.models import Event, Occurrence

# A repeat sends the mail with the link again, but not more often than this to one address.
RESEND_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Followed:
    """The follow there is now. `created` is False when the person followed it already."""

    follow: Follow
    created: bool


def refusal_of(event: Event, occurrence: Occurrence, *, now: datetime) -> FollowRefused | None:
    """Why nobody can follow `occurrence` at the moment `now` (UTC); None when one can."""
    if not occurrence.is_public:
        return NotPublic()
    if event.category in Category.sensitive():
        return IsSensitive()
    if event.takes_signups:
        return TakesSignups()
    if occurrence.ends_at <= now:
        return HasEnded()
    if occurrence.is_cancelled:
        return IsCancelled()
    return IsPostponed() if occurrence.is_postponed else None


def check_open(event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """Raise the `FollowRefused` that `follow` would raise."""
    if refusal := refusal_of(event, occurrence, now=now):
        raise refusal


@transaction.atomic
def follow(
    *,
    occurrence_id: int,
    every_date: bool,
    email: str = "",
    phone: str = "",
    language: str,
    reminds: bool,
    now: datetime,
) -> Followed:
    """Have somebody told of a date, or with `every_date` of every date of its activity.

    One of `email` and `phone` is given. A repeat returns what is there; what nobody has confirmed is then as
    it was asked for last. `now` is UTC. Raises `FollowRefused`, one subclass per reason, or
    `Occurrence.DoesNotExist`.
    """
    # Nothing happens to its dates meanwhile: who follows now knows them as they stand.
    event = lock_event(Occurrence.objects.values_list("event", flat=True).get(pk=occurrence_id))
    occurrence = Occurrence.objects.get(pk=occurrence_id)
    check_open(event, occurrence, now=now)
    thing = {"event": event, "occurrence": None if every_date else occurrence}
    known = Follow.objects.of_person(email=email, phone=phone).filter(**thing).select_for_update(of=("self",))
    found = known.first()
    if found is None:
        found = Follow(
            **thing,
            email=same_address(email),
            phone="" if email else same_telephone(phone),
            created_at=now,
            confirmed_at=None if email else now,
        )
    created = found.pk is None
    if not (found.is_confirmed and found.pk):
        found.language, found.reminds = language, reminds
        found.expires_at = found.end(now)
        found.save()
    _send_first(found, now=now, created=created)
    return Followed(found, created)


def _send_first(follow: Follow, *, now: datetime, created: bool) -> None:
    """The question whether it was them, or by telephone what happens now. Called under the lock."""
    if follow.phone and not created:
        return
    sent = OutboxMessage.objects.filter(kind=FIRST, recipient=recipient_of(follow))
    under_way = Q(state__in=[OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING])
    if sent.filter(under_way | Q(created_at__gt=now - RESEND_AFTER)).exists():
        return
    outbox.queue(
        kind=FIRST,
        about=about(follow),
        recipient=recipient_of(follow),
        occasion=now.isoformat(),
        wanted_until=follow.expires_at,
        now=now,
    )


@transaction.atomic
def say_yes(*, follow: Follow, now: datetime) -> Follow | None:
    """The person wants it: from now on they are told, and "still?" is answered. None when it has ended."""
    rows = Follow.objects.select_for_update(of=("self",)).select_related("occurrence")
    found = rows.filter(pk=follow.pk).first()
    if found is None:
        return None
    found.confirmed_at = found.confirmed_at or now
    found.expires_at = found.end(now)
    found.save(update_fields=["confirmed_at", "expires_at"])
    return found


def stop(*, follow: Follow) -> bool:
    """The person wants no more of it. False when it had ended before."""
    return bool(erase(Follow.objects.filter(pk=follow.pk)))


def stop_number(*, number: str) -> int:
    """STOP from a telephone ends everything that it follows. Returns how many."""
    return erase(Follow.objects.filter(phone=same_telephone(number)))


def move_ends(*, occurrence_ids: Collection[int]) -> int:
    """The follows of these dates end as long after them as ever, wherever they were moved. One statement."""
    date = Occurrence.objects.filter(pk=OuterRef("occurrence"))
    ends_at = Subquery(date.values("ends_at")[:1]) + DATE_KEPT
    return Follow.objects.confirmed().filter(occurrence__in=occurrence_ids).update(expires_at=ends_at)


def ask_still(*, now: datetime) -> int:
    """Ask those who follow every date, and whose time is nearly over, whether they still want it.

    Once: without a yes it ends. An activity without dates to come asks nobody. Returns how many are asked.
    """
    coming = Occurrence.objects.public().scheduled().upcoming(now).filter(event=OuterRef("event"))
    follows = Follow.objects.of_every_date().confirmed().filter(Exists(coming))
    ending = follows.filter(expires_at__gt=now, expires_at__lte=now + STILL_ASKED)
    messages = [
        outbox.Outgoing(
            about(each), recipient_of(each), each.expires_at.isoformat(), wanted_until=each.expires_at
        )
        for each in ending.order_by("pk")
    ]
    outbox.queue_many(kind=STILL, messages=messages, now=now)
    return len(messages)


def end_sensitive() -> int:
    """End the follows of what tells somebody's faith: it was another activity when they followed it.

    Returns how many.
    """
    return erase(Follow.objects.at_sensitive_dates())
