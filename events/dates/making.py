"""Dates are made from the rule of their series, and brought in line with it when it changes.

A row moves: it keeps its address, its sign-ups and its counts. It is removed only when it was never public
and nothing depends on it; else it is cancelled. What has ended, what is under way and what was changed alone
keeps its time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import DatabaseError, transaction
from django.db.models import CharField, ProtectedError, Q, Value
from django.db.models.functions import Cast, Concat

from core.clock import local_day
from core.models import User
from events.dates.matching import match
from events.dates.recording import Recording
from events.dates.rule import SLOT_FORMAT, Slot, horizon, slots
from events.models import LONGEST, Event, Occurrence, Series
from events.traits import traits_of

logger = structlog.get_logger(__name__)

# The nightly job takes so many series at a time, and writes so many dates in one statement.
SERIES_AT_ONCE = 1000
DATES_AT_ONCE = 10_000


@dataclass
class LinedUp:
    """What a rule asks of dates: nothing of it is saved yet. The dates have their new times in memory."""

    changed: list[Occurrence] = field(default_factory=list)
    # Their slot alone has another name: nobody sees it.
    renamed: list[Occurrence] = field(default_factory=list)
    # The rule no longer gives them.
    dropped: list[Occurrence] = field(default_factory=list)
    # The same, but they were changed alone, and stay.
    kept: list[Occurrence] = field(default_factory=list)
    new: list[Slot] = field(default_factory=list)


# What a change of the rule writes on a date.
MOVED_FIELDS = ("original_slot", "starts_at", "ends_at", "status", "reason", "cause")


def local_slot(occurrence: Occurrence) -> datetime:
    """The naive local time that the rule gave for it."""
    return datetime.strptime(occurrence.original_slot, SLOT_FORMAT)


def line_up(dates: Iterable[Occurrence], wanted: Sequence[Slot], *, now: datetime) -> LinedUp:
    """Match `dates` with the slots of their rule, in memory. `now` is UTC."""
    old = sorted(dates, key=lambda each: (each.original_slot, each.pk))
    pairs = match(
        [local_slot(each) for each in old],
        [datetime.strptime(slot.key, SLOT_FORMAT) for slot in wanted],
        only_same_day=[_keeps_its_day(each, now) for each in old],
    )
    result = LinedUp()
    for number, each in enumerate(old):
        if number in pairs:
            _follow(each, wanted[pairs[number]], result, now=now)
        elif each.ends_at > now:
            _leave(each, result, now=now)
    taken = set(pairs.values())
    result.new = [slot for number, slot in enumerate(wanted) if number not in taken]
    return result


def _keeps_its_day(date: Occurrence, now: datetime) -> bool:
    """It is not carried to a slot of another day: it has begun, or was moved alone away from a day gone by.

    So is one that was cancelled because the rule no longer gave it: it is back when the rule gives its day.
    """
    is_struck = date.is_cancelled and not date.is_edited
    return is_struck or date.starts_at <= now or local_slot(date).date() < local_day(now)


def _follow(date: Occurrence, slot: Slot, result: LinedUp, *, now: datetime) -> None:
    before = (date.starts_at, date.ends_at, date.status)
    renamed = date.original_slot != slot.key
    date.original_slot = slot.key
    has_begun = date.starts_at <= now and date.starts_at != slot.starts_at
    if date.ends_at > now and not date.is_edited and not has_begun:
        date.starts_at, date.ends_at = slot.starts_at, slot.ends_at
        date.status, date.reason, date.cause = Occurrence.Status.SCHEDULED, "", ""
    if (date.starts_at, date.ends_at, date.status) != before:
        date.now_changed(now)
        result.changed.append(date)
    elif renamed:
        result.renamed.append(date)


def _leave(date: Occurrence, result: LinedUp, *, now: datetime) -> None:
    if date.is_edited:
        if not date.is_cancelled:
            result.kept.append(date)
    elif date.starts_at > now and not date.is_cancelled:
        result.dropped.append(date)


def dates_to_line_up(series: Series, *, since: datetime, lock: bool = True) -> list[Occurrence]:
    """The dates of `series` that a change of its rule may touch, locked: nobody signs up meanwhile.

    Those that have ended today are among them: they have their slot, and no other is made for the day. So is
    one whose slot is still to come, but that was moved and has ended.
    """
    today = local_day(since).strftime(SLOT_FORMAT)
    rows = series.occurrences.filter(Q(ends_at__gt=since) | Q(original_slot__gte=today)).order_by("pk")
    return list(rows.select_for_update() if lock else rows)


def wanted_slots(series: Series, *, since: datetime, now: datetime) -> list[Slot]:
    return slots(series, until=horizon(now), since=since)


@dataclass(frozen=True)
class MadeDates:
    """What making a series' dates did. `kept` are dates that the rule no longer gives, but that stay."""

    made: int
    removed: int
    kept: list[Occurrence]


@transaction.atomic
def make_occurrences(
    *, series: Series, now: datetime, since: datetime | None = None, user: User | None = None
) -> MadeDates:
    """Make the dates of `series` from its rule, up to 18 months ahead, and bring those there are in line.

    Idempotent. Dates that ended before `since` (UTC, default `now`) are neither made nor touched. Raises
    `ValueError` for a rule that RFC 5545 does not know, `TooManySlots` for one that never pauses.
    """
    series = Series.objects.select_for_update(of=("self",)).select_related("event").get(pk=series.pk)
    recording = Recording(event=series.event, what="make_occurrences", user=user, now=now)
    made = bring_in_line(series, recording, now=now, since=since)
    recording.finish()
    return made


def bring_in_line(
    series: Series, recording: Recording, *, now: datetime, since: datetime | None = None
) -> MadeDates:
    """The dates of `series`, which is locked, follow its rule. What is done is written in `recording`."""
    since = since or now
    dates = dates_to_line_up(series, since=since)
    recording.remember(dates)
    old_slots = {each.pk: each.original_slot for each in dates}
    result = line_up(dates, wanted_slots(series, since=since, now=now), now=now)
    removed = _drop(result, recording)
    put([*result.changed, *result.renamed], MOVED_FIELDS, old_slots=old_slots)
    recording.changed(result.changed)
    recording.touched(result.renamed)
    made = _make(series, result.new)
    recording.made(made)
    return MadeDates(made=len(made), removed=removed, kept=result.kept)


def _make(series: Series, wanted: Iterable[Slot]) -> list[Occurrence]:
    facts = denormalised(series.event)
    return Occurrence.objects.bulk_create([_occurrence(series, slot, facts) for slot in wanted])


def _occurrence(series: Series, slot: Slot, facts: dict[str, object]) -> Occurrence:
    return Occurrence(
        series=series, original_slot=slot.key, starts_at=slot.starts_at, ends_at=slot.ends_at, **facts
    )


def _drop(result: LinedUp, recording: Recording) -> int:
    """Remove what nobody has ever seen; cancel the others, which are among the changed then."""
    unseen = [each for each in result.dropped if not (each.was_public or each.is_public)]
    removed = remove(unseen)
    recording.removed(removed)
    gone = {each.pk for each in removed}
    for each in result.dropped:
        if each.pk not in gone:
            each.status, each.reason, each.cause = Occurrence.Status.CANCELLED, "", ""
            each.now_changed(recording.change.made_at)
            result.changed.append(each)
    return len(gone)


def remove(dates: Sequence[Occurrence]) -> list[Occurrence]:
    """Delete those of `dates`, which are locked, that nothing depends on. Returns those that are gone.

    What depends on a date says so itself, with PROTECT: the database is asked, and no list of rooms.
    """
    going = {each.pk: each for each in dates}
    while going:
        try:
            with transaction.atomic():
                Occurrence.objects.filter(pk__in=going).delete()
        except ProtectedError as error:
            needed = {getattr(row, "occurrence_id", None) for row in error.protected_objects}
            # Whoever depends on a date in a way that this does not know keeps all of them.
            going = (
                {pk: each for pk, each in going.items() if pk not in needed} if needed & set(going) else {}
            )
        else:
            return list(going.values())
    return []


def put(dates: Sequence[Occurrence], fields: Sequence[str], *, old_slots: Mapping[int, str]) -> None:
    """Save `fields`, the slot among them, and how `dates` were changed: one statement, however many, or two.

    A slot can be one that another row gives up in the same moment: then each gives up its own first.
    """
    if not dates:
        return
    given_up = {slot: pk for pk, slot in old_slots.items()}
    if any(given_up.get(each.original_slot, each.pk) != each.pk for each in dates):
        rows = Occurrence.objects.filter(pk__in=[each.pk for each in dates])
        rows.update(original_slot=Concat(Value("~"), Cast("pk", CharField())))
    Occurrence.objects.bulk_update(dates, [*fields, "sequence", "changed_at"])


def denormalised(event: Event) -> dict[str, object]:
    """What an event's dates repeat from it, so that a list filters one table."""
    return {
        "event_id": event.pk,
        "organisation_id": event.organisation_id,
        "municipality_id": event.municipality_id,
        "venue_id": event.venue_id,
        "category": event.category,
        "traits": traits_of(event, event.venue),
        "is_public": event.live,
        "was_public": event.live,
    }


def extend_all(*, now: datetime) -> int:
    """Once a day: make the dates that have come within the horizon. Returns how many were made.

    A few statements for each thousand series. A rule that cannot be read is logged, and stops nothing; a
    series that somebody is changing in this moment is made by that change.
    """
    made, last = 0, 0
    while True:
        try:
            found, number, last = _extend(after=last, now=now)
        except DatabaseError:
            logger.exception("extend_occurrences_failed", after=last)
            last += SERIES_AT_ONCE
            found = Series.objects.filter(pk__gt=last).exists()
            number = 0
        made += number
        if not found:
            return made


@transaction.atomic
def _extend(*, after: int, now: datetime) -> tuple[bool, int, int]:
    """The next thousand series after this id: whether there were any, how many dates were made, the last."""
    running = Series.objects.exclude(recurrence="").filter(event__live=True, pk__gt=after)
    locked = running.select_for_update(of=("self", "event"), no_key=True, skip_locked=True)
    batch = list(locked.select_related("event__venue").order_by("pk")[:SERIES_AT_ONCE])
    if not batch:
        return False, 0, after
    oldest = local_day(now - LONGEST).strftime(SLOT_FORMAT)
    there = set(
        Occurrence.objects.filter(
            series__in=[series.pk for series in batch], original_slot__gte=oldest
        ).values_list("series_id", "original_slot")
    )
    new = [date for series in batch for date in _missing(series, there, now=now)]
    Occurrence.objects.bulk_create(new, batch_size=DATES_AT_ONCE, ignore_conflicts=True)
    return True, len(new), batch[-1].pk


def _missing(series: Series, there: set[tuple[int, str]], *, now: datetime) -> list[Occurrence]:
    try:
        wanted = slots(series, until=horizon(now), since=now)
    except Exception:
        # Whatever is wrong with it is wrong with it alone.
        logger.exception("broken_rule", series=series.pk)
        return []
    facts = denormalised(series.event)
    return [_occurrence(series, slot, facts) for slot in wanted if (series.pk, slot.key) not in there]
