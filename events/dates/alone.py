"""What is done to one date alone: another time, length or place, a note; cancelled, postponed, and back.

The series moves a date no longer whose time was changed alone (`is_edited`); one with a place of its own
(`has_own_venue`) keeps it when the activity moves. Each service locks the date, returns False when nothing is
different afterwards, and can be undone (`events.dates.undoing`).
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from core.models import User
from events.dates.recording import Recording, lock_event
from events.dates.rule import SLOT_FORMAT
from events.models import Occurrence
from events.traits import traits_of
from organisations.models import Venue


class DateIsOverError(Exception):
    """The date has ended: what was, is not changed."""


class Unchanged(Enum):
    """For an argument where None means something."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def edit_date(
    *,
    occurrence: Occurrence,
    user: User | None,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    venue: Venue | None | Unchanged = UNCHANGED,
    note: str | None = None,
) -> bool:
    """Another time, length, place or note for this date alone; what is not given stays.

    Times are UTC. With `starts_at` alone it lasts as long as before, and a date that was cancelled or
    postponed takes place again. `venue` None is online alone. Raises `DateIsOverError`, and `ValueError` when
    it would end before it starts, or by now.
    """
    changes: dict[str, object] = {}
    if starts_at or ends_at:
        start = starts_at or occurrence.starts_at
        end = ends_at or start + (occurrence.ends_at - occurrence.starts_at)
        if not (start < end and now < end):
            raise ValueError("A date ends after it starts, and is not moved to what is over.")
        changes |= {"starts_at": start, "ends_at": end, "is_edited": True}
        if starts_at:
            changes |= {"status": Occurrence.Status.SCHEDULED, "reason": "", "cause": ""}
    if venue is not UNCHANGED:
        changes |= {"venue_id": venue.pk if venue else None, "has_own_venue": True}
        changes["traits"] = traits_of(occurrence.event, venue)
    if note is not None:
        changes["note"] = note.strip()
    return _change(occurrence, changes, what="edit_date", user=user, now=now)


def move_date(
    *,
    occurrence: Occurrence,
    starts_at: datetime,
    user: User | None,
    now: datetime,
    ends_at: datetime | None = None,
) -> bool:
    """This date at another time (UTC); without `ends_at` it lasts as long as before. See `edit_date`."""
    return edit_date(occurrence=occurrence, starts_at=starts_at, ends_at=ends_at, user=user, now=now)


def note_date(*, occurrence: Occurrence, note: str, user: User | None, now: datetime) -> bool:
    """What the organiser says of this date alone; empty takes it away."""
    return _change(occurrence, {"note": note.strip()}, what="note_date", user=user, now=now)


def cancel_date(
    *, occurrence: Occurrence, user: User | None, now: datetime, reason: str = "", cause: str = ""
) -> bool:
    """It does not take place; it stays in the lists and says so, and why: a `Cause`, or in own words.

    Once more is nothing, and False, but for another reason: then that is the one.
    """
    said = (reason.strip(), cause)
    if occurrence.is_cancelled and (said == ("", "") or said == (occurrence.reason, occurrence.cause)):
        return False
    changes = {
        "status": Occurrence.Status.CANCELLED,
        "reason": reason.strip(),
        "cause": cause,
        "is_edited": True,
    }
    return _change(occurrence, changes, what="cancel_date", user=user, now=now)


def postpone_date(*, occurrence: Occurrence, user: User | None, now: datetime, reason: str = "") -> bool:
    """It takes place another day, and nobody knows yet which: `move_date` says it later."""
    if occurrence.is_postponed:
        return False
    changes = {
        "status": Occurrence.Status.POSTPONED,
        "reason": reason.strip(),
        "cause": "",
        "is_edited": True,
    }
    return _change(occurrence, changes, what="postpone_date", user=user, now=now)


def bring_back_date(*, occurrence: Occurrence, user: User | None, now: datetime) -> bool:
    """A cancelled or postponed date takes place after all, when it was to."""
    changes: dict[str, object] = {"status": Occurrence.Status.SCHEDULED, "reason": "", "cause": ""}
    return _change(occurrence, changes, what="bring_back_date", user=user, now=now)


@transaction.atomic
def _change(
    occurrence: Occurrence, changes: Mapping[str, object], *, what: str, user: User | None, now: datetime
) -> bool:
    lock_event(occurrence.event_id)
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event", "series")
    date = rows.get(pk=occurrence.pk)
    if date.ends_at <= now:
        raise DateIsOverError
    different = {name: value for name, value in changes.items() if getattr(date, name) != value}
    if not different.keys() - {"is_edited", "has_own_venue", "traits"}:
        return False
    recording = Recording(event=date.event, what=what, user=user, now=now)
    recording.remember([date])
    for name, value in different.items():
        setattr(date, name, value)
    date.now_changed(now)
    written = [*different, "sequence", "changed_at"]
    if "starts_at" in changes and not date.series.recurrence:
        written += _move_whole_series(date, recording)
    date.save(update_fields=written)
    recording.changed([date])
    recording.finish(reason=date.reason)
    occurrence.refresh_from_db()
    return True


def _move_whole_series(date: Occurrence, recording: Recording) -> list[str]:
    """The only date of its series was moved: then the series says so, and nothing was changed alone."""
    series = date.series
    recording.remember_series(series)
    zone = ZoneInfo(series.time_zone)
    start, end = (each.astimezone(zone).replace(tzinfo=None) for each in (date.starts_at, date.ends_at))
    series.first_date, series.start_time, series.duration = start.date(), start.time(), end - start
    if end <= start:
        # In the hour that comes twice in the autumn.
        series.duration = date.ends_at - date.starts_at
    series.save(update_fields=["first_date", "start_time", "duration"])
    date.original_slot, date.is_edited = start.strftime(SLOT_FORMAT), False
    return ["original_slot", "is_edited"]
