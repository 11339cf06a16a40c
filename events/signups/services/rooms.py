"""How many places are left, and who has to give theirs away."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from events.choices import SignupFor
from events.models import Occurrence
from events.signups.exceptions import (
    DropIn,
    HasEnded,
    IsCancelled,
    IsFull,
    IsPostponed,
    NotPublic,
)
from events.signups.kinds import RELEASED
from events.signups.models import Signup
from events.signups.services.locking import remaining_dates
from events.signups.services.telling import tell


def check_open(*, occurrence: Occurrence, now: datetime) -> None:
    """Raise the `SignUpRefused` that `sign_up` would raise for a party of one."""
    check_takes(occurrence, now=now)
    left = places_left(occurrence, now=now)
    if left is not None and left < 1:
        raise IsFull(left)


def check_takes(occurrence: Occurrence, *, now: datetime) -> None:
    """Raise why nobody can sign up for it, whether it has room or not."""
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


def places_left(occurrence: Occurrence, *, now: datetime) -> int | None:
    """How many places somebody who signs up now can get, also from those that give way; None without a limit.

    Of a course, at the fullest of its dates. Exact only under the lock that `sign_up` takes.
    """
    if occurrence.event.signup_for == SignupFor.COURSE:
        return least_left(remaining_dates(occurrence.event_id, now=now).select_related("event"), now=now)
    return least_left([occurrence], now=now)


def least_left(dates: Iterable[Occurrence], *, now: datetime, beside: Collection[Signup] = ()) -> int | None:
    """How many places somebody can get at each of `dates`; None without a limit. One query.

    `beside` are their own sign-ups, which take none away from them.
    """
    limited = [date for date in dates if date.event.capacity is not None]
    if not limited:
        return None
    rows = Signup.objects.filter(occurrence__in=[date.pk for date in limited]).keeping(now)
    taken = rows.exclude(pk__in=[each.pk for each in beside]).places_by_date()
    return max(0, min((date.event.capacity or 0) - taken.get(date.pk, 0) for date in limited))


def make_room(occurrence: Occurrence, size: int, *, now: datetime, beside: Collection[Signup] = ()) -> None:
    """Take places from those that give way until `size` are free: `least_left` says it is enough.

    `beside` are sign-ups of whoever needs them, which have places already and keep them.
    """
    capacity = occurrence.event.capacity
    if capacity is None:
        return
    free = capacity - occurrence.signups.taking().places()
    if size <= free:
        return
    for signup in occurrence.signups.giving_way(now):
        if size <= free:
            return
        if signup in beside:
            continue
        release(signup, now=now)
        free += signup.party_size


def release(signup: Signup, *, now: datetime) -> None:
    """Its places go to others: of a course those at every date. One message."""
    rows = Signup.objects.filter(pk=signup.pk)
    if signup.is_course:
        rows = Signup.objects.taking().filter(booking=signup.booking, occurrence__ends_at__gt=now)
    rows.update(status=Signup.Status.RELEASED, cancelled_at=now, offered_until=None)
    tell(RELEASED, signup, now=now)


def number_on_list(signup: Signup) -> int:
    """Which number a waiting sign-up has on the list of its date, from 1."""
    ahead = Signup.objects.waiting().filter(occurrence=signup.occurrence_id)
    earlier = ahead.filter(waits_since__lt=signup.waits_since).count()
    return earlier + ahead.filter(waits_since=signup.waits_since, pk__lt=signup.pk).count() + 1


def numbers_on_lists(occurrence_ids: Collection[int]) -> dict[int, int]:
    """The number of each who waits at these dates, by the id of the sign-up. One query."""
    order = [F("waits_since").asc(), F("pk").asc()]
    window = Window(RowNumber(), partition_by=[F("occurrence")], order_by=order)
    rows = Signup.objects.waiting().filter(occurrence__in=occurrence_ids).annotate(number=window)
    return dict(rows.values_list("pk", "number"))
