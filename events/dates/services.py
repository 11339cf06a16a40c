"""What happens to an activity's dates: they are made from its rule, moved, kept up to date and cancelled."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from wagtail.log_actions import log

from core.models import User
from events.dates.alone import (
    UNCHANGED,
    DateIsOverError,
    bring_back_date,
    cancel_date,
    edit_date,
    move_date,
    note_date,
    postpone_date,
)
from events.dates.changes import DateChange
from events.dates.people import People, people_touched
from events.dates.plan import Plan, plan_of
from events.dates.rule import SLOT_FORMAT, horizon, slots
from events.dates.undoing import CannotUndoError, undo
from events.models import ChangeOfDates, Event, Occurrence, Series

__all__ = [
    "UNCHANGED",
    "CannotUndoError",
    "DateInUseError",
    "DateIsOverError",
    "Foreseen",
    "bring_back_date",
    "cancel_date",
    "change_from_here",
    "edit_date",
    "extend_all",
    "foresee",
    "make_occurrences",
    "move_date",
    "note_date",
    "people_touched",
    "postpone_date",
    "reschedule",
    "sync_occurrences",
    "undo",
]


class DateInUseError(Exception):
    """People have signed up for the only date, so it cannot be moved to another time of the same day."""

    def __init__(self, date: Occurrence) -> None:
        super().__init__(date.original_slot)
        self.date = date


@dataclass(frozen=True)
class MadeDates:
    """What making a series' dates did. `kept` are dates that the rule no longer gives, but that stay."""

    made: int
    removed: int
    kept: list[Occurrence]


@transaction.atomic
def make_occurrences(*, series: Series, now: datetime, since: datetime | None = None) -> MadeDates:
    """Make the dates of `series` from its rule, up to 18 months ahead; idempotent.

    Dates that ended before `since` (UTC, default `now`) are neither made nor touched. A date that the rule no
    longer gives is removed, unless it was changed alone or somebody has signed up: those are kept and
    returned. Raises `ValueError` for a rule that RFC 5545 does not know, `TooManySlots` for one that never
    pauses.
    """
    series = Series.objects.select_for_update().select_related("event").get(pk=series.pk)
    since = since or now
    wanted = {slot.key: slot for slot in slots(series, until=horizon(now), since=since)}
    existing = {date.original_slot: date for date in series.occurrences.filter(ends_at__gt=since)}

    facts = denormalised(series.event)
    made = Occurrence.objects.bulk_create(
        [
            Occurrence(
                series=series, original_slot=key, starts_at=slot.starts_at, ends_at=slot.ends_at, **facts
            )
            for key, slot in wanted.items()
            if key not in existing
        ],
        ignore_conflicts=True,
    )
    _move_lengths(existing, wanted)
    surplus = [date for key, date in existing.items() if key not in wanted]
    removed, kept = _remove(surplus)
    return MadeDates(made=len(made), removed=removed, kept=kept)


def _move_lengths(existing: dict[str, Occurrence], wanted: dict) -> None:
    """The slot is the same, but the activity now lasts longer or shorter."""
    changed = []
    for key, date in existing.items():
        slot = wanted.get(key)
        if slot and not date.is_edited and (date.starts_at, date.ends_at) != (slot.starts_at, slot.ends_at):
            date.starts_at, date.ends_at = slot.starts_at, slot.ends_at
            changed.append(date)
    Occurrence.objects.bulk_update(changed, ["starts_at", "ends_at"])


def _remove(dates: list[Occurrence]) -> tuple[int, list[Occurrence]]:
    """Delete those that nobody depends on. Reverse relations are asked, so no room need be known here."""
    kept = [date for date in dates if date.is_edited or date.is_cancelled or _has_dependants(date)]
    going = [date.pk for date in dates if date not in kept]
    Occurrence.objects.filter(pk__in=going).delete()
    return len(going), kept


def _has_dependants(date: Occurrence) -> bool:
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: date}).exists()
        for relation in date._meta.related_objects
    )


def denormalised(event: Event) -> dict[str, object]:
    """What an event's dates repeat from it, so that a list filters one table."""
    return {
        "event_id": event.pk,
        "organisation_id": event.organisation_id,
        "municipality_id": event.municipality_id,
        "venue_id": event.venue_id,
        "category": event.category,
        "is_public": event.live,
        "was_public": event.live,
    }


def sync_occurrences(*, event: Event) -> int:
    """Bring what the dates of `event` repeat up to date with it. Returns how many dates there are."""
    facts = denormalised(event)
    del facts["event_id"]
    if not event.live:
        del facts["was_public"]
    return event.occurrences.update(**facts)


def extend_all(*, now: datetime) -> int:
    """Once a day: make the dates that have come within the horizon. Returns how many were made."""
    running = Series.objects.exclude(recurrence="").filter(event__live=True)
    return sum(make_occurrences(series=series, now=now).made for series in running.iterator())


@transaction.atomic
def reschedule(*, event: Event, plan: Plan, user: User, now: datetime) -> list[Occurrence]:
    """Bring the dates in line with `plan`. Returns those that stay although the plan no longer has them.

    Raises `DateInUseError`; nothing has changed then.
    """
    series = event.series.select_for_update().get()
    if plan_of(series) == plan:
        return []
    plan.apply_to(series).save()
    kept = make_occurrences(series=series, now=now).kept
    if _leave_out(series, kept):
        make_occurrences(series=series, now=now)
    log(instance=event, action="events.change_dates", user=user, content_changed=True)
    return [date for date in kept if not date.is_cancelled]


def _leave_out(series: Series, kept: list[Occurrence]) -> bool:
    """Take the plan's own slot out on each day where an older date stays, so that no day has both.

    A cancelled day stays cancelled in the same way. Raises `DateInUseError` where there is no rule to make an
    exception from.
    """
    zone = ZoneInfo(series.time_zone)
    days = {date.starts_at.astimezone(zone).date(): date for date in kept}
    doubled = [
        date.original_slot
        for date in series.occurrences.exclude(pk__in=[date.pk for date in kept])
        if datetime.strptime(date.original_slot, SLOT_FORMAT).date() in days
    ]
    if not doubled:
        return False
    if not series.recurrence:
        blocking = [date for date in kept if not date.is_cancelled]
        if blocking:
            raise DateInUseError(blocking[0])
        return False
    series.recurrence += "\nEXDATE:" + ",".join(sorted(doubled))
    series.save(update_fields=["recurrence"])
    return True


@transaction.atomic
def change_from_here(
    *, occurrence: Occurrence, plan: Plan, user: User, now: datetime
) -> ChangeOfDates | None:
    """ "This and later": from this date on `plan` holds; what was before stays. None: nothing is different.

    The series ends the day before, and a second one takes its rows over.
    """
    raise NotImplementedError


@dataclass(frozen=True)
class Foreseen:
    """What a plan would do. `changes` are of dates that there are now; `made` is how many would be new."""

    changes: list[DateChange]
    made: int

    @property
    def people(self) -> People:
        """Who means to come to the dates that would change."""
        return people_touched([change.occurrence_id for change in self.changes])


def foresee(*, event: Event, plan: Plan, now: datetime, from_here: Occurrence | None = None) -> Foreseen:
    """What `reschedule` would do, or `change_from_here` with `from_here`. Nothing is changed."""
    raise NotImplementedError
