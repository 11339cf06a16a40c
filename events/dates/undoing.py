"""The last change of an activity's dates can be undone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Field, Model
from django.utils.dateparse import parse_datetime

from core.models import User
from events.dates.changes import DateChange, DateState, change_of
from events.dates.making import denormalised, put, remove
from events.dates.recording import ROW_FIELDS, lock_event
from events.log import record
from events.models import ChangeOfDates, Event, LogEntry, Occurrence, Series
from events.signals import dates_change_undone
from events.traits import follow_event

# What is to be told waits so long: an undo within it tells nobody.
TOLD_AFTER = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)
UNDO = "undo"


class CannotUndoError(Exception):
    """Something was changed since, or it was undone already, or the dates have taken place."""


def last_change(event: Event) -> ChangeOfDates | None:
    """The change that `undo` would undo; None when there is none."""
    newest = event.changes_of_dates.order_by("-made_at", "-pk").first()
    return newest if newest and newest.undone_at is None and newest.what != UNDO else None


@transaction.atomic
def undo(*, change_id: UUID, user: User | None, now: datetime) -> int:
    """Put the dates back as they stood before the last change of their activity. Returns how many are told.

    What was to be told of the change and was not yet is withdrawn by those who tell (`dates_change_undone`).
    Dates that have ended meanwhile stay as they are. Raises `CannotUndoError`; nothing has changed then.
    """
    found = ChangeOfDates.objects.select_related("event").filter(pk=change_id).first()
    if found is None:
        raise CannotUndoError
    event = lock_event(found.event_id)
    change = last_change(event)
    if change is None or change.pk != change_id:
        raise CannotUndoError
    changes = _Restoring(event, change, now=now).run()
    change.undone_at = now
    change.save(update_fields=["undone_at"])
    back = ChangeOfDates.objects.create(id=uuid4(), event=event, user=user, what=UNDO, made_at=now)
    record(event=event, what=LogEntry.What.DATES_CHANGED, user=user, now=now, after={"what": UNDO})
    answers = dates_change_undone.send(
        sender=Occurrence, change_id=change.pk, changes=changes, new_change_id=back.pk, now=now
    )
    # A room that tells says how many.
    return sum(int(told or 0) for _receiver, told in answers)


class _Restoring:
    """One undo: the rows, the rules, and what the change had made."""

    def __init__(self, event: Event, change: ChangeOfDates, *, now: datetime) -> None:
        self.event, self.change, self.now = event, change, now
        self.before: dict[str, Any] = change.before

    def run(self) -> list[DateChange]:
        series = self._restore_series()
        changes = self._restore_rows()
        changes += self._take_back_made(series)
        self._remove_made_since()
        self._make_removed()
        follow_event(self.event, now=self.now)
        Series.objects.filter(pk__in=self.before["new_series"]).delete()
        return changes

    def _restore_series(self) -> Series | None:
        rows = {each.pk: each for each in self.event.series.select_for_update().order_by("pk")}
        for stored in self.before["series"]:
            series = rows[stored["id"]]
            for name, value in stored.items():
                setattr(series, name, _read(Series, name, value))
            series.save()
        return next((rows[stored["id"]] for stored in self.before["series"]), None)

    def _restore_rows(self) -> list[DateChange]:
        stored = {row["id"]: row for row in self.before["rows"]}
        dates = list(Occurrence.objects.select_for_update().filter(pk__in=stored).order_by("pk"))
        if len(dates) < len(stored) or any(
            date.sequence != self.before["after"][str(date.pk)] for date in dates
        ):
            raise CannotUndoError
        open_dates = [date for date in dates if self._is_open(date, stored[date.pk])]
        if dates and not open_dates:
            raise CannotUndoError
        states = {date.pk: DateState.of(date) for date in dates}
        old_slots = {date.pk: date.original_slot for date in dates}
        for date in dates:
            _write(date, stored[date.pk], now=self.now, everything=date in open_dates)
        put(dates, [name for name in ROW_FIELDS if name != "public_id"], old_slots=old_slots)
        found = [change_of(date, before=states[date.pk], reason=date.reason) for date in open_dates]
        return [change for change in found if change]

    def _is_open(self, date: Occurrence, stored: dict[str, Any]) -> bool:
        """It has not ended, neither as it stands nor as it stood."""
        ends_at = parse_datetime(stored["ends_at"])
        assert ends_at is not None
        return min(date.ends_at, ends_at) > self.now

    def _take_back_made(self, series: Series | None) -> list[DateChange]:
        """Remove what the change had made; what somebody needs already, or may have read of, is cancelled."""
        made = list(Occurrence.objects.select_for_update().filter(pk__in=self.before["made"]).order_by("pk"))
        just_now = self.now - self.change.made_at <= TOLD_AFTER
        gone = remove([date for date in made if just_now or not date.was_public])
        left = [date for date in made if date not in gone]
        states = {date.pk: DateState.of(date) for date in left}
        for date in left:
            date.status = Occurrence.Status.CANCELLED
            date.now_changed(self.now)
            if series and date.series_id in self.before["new_series"]:
                date.series = series
        put(left, ["original_slot", "series", "status"], old_slots={})
        found = [change_of(date, before=states[date.pk]) for date in left]
        return [change for change in found if change]

    def _remove_made_since(self) -> None:
        """What the nightly job has made meanwhile of a rule that is no more: the old one makes its own."""
        made = list(
            Occurrence.objects.select_for_update().filter(series__in=self.before["new_series"]).order_by("pk")
        )
        if len(remove(made)) < len(made):
            # Somebody has signed up for it: to them it is a date like any other.
            raise CannotUndoError

    def _make_removed(self) -> None:
        facts = denormalised(self.event)
        rows = []
        for stored in self.before["removed"]:
            date = Occurrence(**facts)
            _write(date, stored, now=self.now)
            rows.append(date)
        Occurrence.objects.bulk_create(rows)


def _read(model: type[Model], name: str, value: Any) -> Any:
    """What was kept of a field, which was made plain for JSON."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field.to_python(value)


def _write(date: Occurrence, stored: dict[str, Any], *, now: datetime, everything: bool = True) -> None:
    """Put what is `stored` on `date`; of one that has ended only which slot of which series it has."""
    names = set(ROW_FIELDS) if everything else {"series_id", "original_slot"}
    # What was kept before a field was there says nothing of it.
    for name in stored.keys() & names:
        setattr(date, name, _read(Occurrence, name, stored[name]))
    if everything:
        date.now_changed(now)


def forget_changes(*, now: datetime) -> int:
    """What stood before is nobody's to know for ever. Returns how many changes were forgotten."""
    return ChangeOfDates.objects.filter(made_at__lt=now - KEPT_FOR).delete()[0]
