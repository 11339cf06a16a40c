"""The lock under which places are counted: on the date, and on all dates of a course, in one order."""

from collections.abc import Collection, Iterable
from datetime import datetime

from events.choices import SignupFor
from events.models import Occurrence, OccurrenceQuerySet


def lock_dates(occurrence_id: int, *, also: Collection[int] = (), now: datetime) -> dict[int, Occurrence]:
    """The dates that a change of who has places touches, locked until the transaction ends, by id.

    That is `occurrence_id`, those in `also`, and of a course all its dates that are not over at `now` (UTC):
    its places are given for all of them. One statement locks them in the order of their ids, so no two wait
    for each other for ever. Raises `Occurrence.DoesNotExist`.
    """
    event_id, kind = Occurrence.objects.values_list("event", "event__signup_for").get(pk=occurrence_id)
    ids = {occurrence_id, *also}
    if kind == SignupFor.COURSE:
        ids |= set(Occurrence.objects.filter(event=event_id, ends_at__gt=now).values_list("pk", flat=True))
    return locked(ids)


def locked(ids: Iterable[int]) -> dict[int, Occurrence]:
    """These dates, locked in the order of their ids."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event")
    return {each.pk: each for each in rows.filter(pk__in=set(ids)).order_by("pk")}


def remaining_dates(event_id: int, *, now: datetime) -> OccurrenceQuerySet:
    """The dates of a course that one signs up for at `now` (UTC): public, not over, and not cancelled."""
    dates = Occurrence.objects.public().upcoming(now).filter(event=event_id)
    return dates.exclude(status=Occurrence.Status.CANCELLED).order_by("starts_at", "pk")


def is_remaining(date: Occurrence, *, now: datetime) -> bool:
    """The same, of a date that was read."""
    return date.is_public and date.ends_at > now and not date.is_cancelled
