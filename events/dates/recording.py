"""What one press of a button did to dates: kept to be undone, told to the other rooms, and logged."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from core.models import User
from events.dates.changes import DateChange, DateState, change_of
from events.log import record
from events.models import ChangeOfDates, Event, LogEntry, Occurrence, Series
from events.signals import dates_changed

# What is put back when a change is undone.
ROW_FIELDS = (
    "public_id",
    "series_id",
    "original_slot",
    "starts_at",
    "ends_at",
    "status",
    "is_edited",
    "has_own_venue",
    "note",
    "reason",
    "cause",
    "venue_id",
)
# How often somebody is asked is none of the dates: an undo of theirs leaves it.
SERIES_FIELDS = tuple(
    each.attname for each in Series._meta.concrete_fields if each.attname not in ("id", "event_id", "asking")
)


def lock_event(event_id: int) -> Event:
    """First the activity and then its dates, everywhere: so no two changes wait for each other for ever."""
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)


class Recording:
    """Filled while a service works, and finished once at its end, inside its transaction."""

    def __init__(self, *, event: Event, what: str, user: User | None, now: datetime) -> None:
        self.change = ChangeOfDates(id=uuid4(), event=event, what=what, user=user, made_at=now)
        self._states: dict[int, DateState] = {}
        self._rows: dict[int, dict[str, object]] = {}
        self._series: dict[int, dict[str, object]] = {}
        self._changed: dict[int, Occurrence] = {}
        self._touched: dict[int, Occurrence] = {}
        self._removed: list[int] = []
        self._made: list[int] = []
        self._new_series: list[int] = []

    def remember(self, dates: Iterable[Occurrence]) -> None:
        """These may be changed now: what stands on them is kept."""
        for date in dates:
            if date.pk not in self._rows:
                self._states[date.pk] = DateState.of(date)
                self._rows[date.pk] = {name: getattr(date, name) for name in ROW_FIELDS}

    def remember_series(self, series: Series) -> None:
        self._series.setdefault(series.pk, {name: getattr(series, name) for name in SERIES_FIELDS})

    def made_series(self, series: Series) -> None:
        self._new_series.append(series.pk)

    def changed(self, dates: Iterable[Occurrence]) -> None:
        """People see that these are different; each was remembered before."""
        self._changed |= {date.pk: date for date in dates}

    def touched(self, dates: Iterable[Occurrence]) -> None:
        """Something is different that nobody sees, such as their slot."""
        self._touched |= {date.pk: date for date in dates}

    def removed(self, dates: Iterable[Occurrence]) -> None:
        self._removed += [date.pk for date in dates]

    def made(self, dates: Iterable[Occurrence]) -> None:
        self._made += [date.pk for date in dates]

    def finish(self, *, reason: str = "") -> ChangeOfDates | None:
        """Keep what was before, tell who listens, log it. None when nothing but new dates came of it."""
        if not (self._changed or self._touched or self._removed or self._series):
            return None
        standing = {**self._touched, **self._changed}
        self.change.before = {
            "rows": [{"id": pk, **as_json(self._rows[pk])} for pk in standing],
            "removed": [as_json(self._rows[pk]) for pk in self._removed],
            "series": [{"id": pk, **as_json(row)} for pk, row in self._series.items()],
            "new_series": self._new_series,
            "made": self._made,
            # Whoever changes a row later raises its sequence: then there is nothing to go back to.
            "after": {str(pk): date.sequence for pk, date in standing.items()},
        }
        self.change.save(force_insert=True)
        self._log(reason)
        if changes := self._changes(reason):
            dates_changed.send(
                sender=Occurrence, changes=changes, change_id=self.change.pk, now=self.change.made_at
            )
        return self.change

    def _changes(self, reason: str) -> list[DateChange]:
        found = (
            change_of(date, before=self._states[pk], reason=reason) for pk, date in self._changed.items()
        )
        return [change for change in found if change]

    def _log(self, reason: str) -> None:
        change = self.change
        one = next(iter(self._changed.values())) if len(self._changed) == 1 else None
        what = LogEntry.What.DATE_CANCELLED if change.what == "cancel_date" else LogEntry.What.DATES_CHANGED
        record(
            event=change.event,
            what=what,
            user=change.user,
            now=change.made_at,
            before={"date": _seen(self._states[one.pk])} if one else {},
            after={
                "what": change.what,
                **(
                    {"slot": one.original_slot, "date": _seen(DateState.of(one))}
                    if one
                    else {"dates": len(self._changed)}
                ),
            },
            why=reason,
        )


def _seen(state: DateState) -> dict[str, object]:
    """How a date stood, for the log."""
    return {
        "starts_at": state.starts_at.isoformat(),
        "ends_at": state.ends_at.isoformat(),
        "venue": state.venue_id,
        "status": str(state.status),
    }


def as_json(row: dict[str, object]) -> dict[str, object]:
    """Numbers, booleans and None as they are; the rest as text that the field itself reads again."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | list | dict | None) else str(value)
