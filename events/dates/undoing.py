"""The last change of dates can be undone: what stood before is kept with it.

`Recording` is used by every service that changes dates: it remembers the rows, tells the other rooms
(`events.signals`), and writes the log.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from wagtail.log_actions import log

from core.models import User
from events.dates.changes import DateState, change_of
from events.models import ChangeOfDates, Event, Occurrence, Series
from events.signals import dates_changed

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
    "venue_id",
)
SERIES_FIELDS = ["first_date", "start_time", "duration", "time_zone", "recurrence"]


class CannotUndoError(Exception):
    """Something was changed since, or it was undone already."""


class Recording:
    """One press of a button: what stood before it, and who is told of it."""

    def __init__(self, *, event: Event, what: str, user: User | None, now: datetime) -> None:
        self.change = ChangeOfDates(id=uuid4(), event=event, what=what, user=user, made_at=now)
        self._states: dict[int, DateState] = {}
        self._rows: dict[int, dict[str, object]] = {}
        self._series: dict[int, dict[str, object]] = {}

    def remember(self, dates: Iterable[Occurrence]) -> None:
        """These are about to be changed."""
        for date in dates:
            self._states[date.pk] = DateState.of(date)
            self._rows[date.pk] = {name: getattr(date, name) for name in ROW_FIELDS}

    def remember_series(self, series: Series) -> None:
        self._series[series.pk] = {name: getattr(series, name) for name in SERIES_FIELDS}

    def finish(
        self, changed: Iterable[Occurrence], *, made: Iterable[Occurrence] = (), reason: str = ""
    ) -> ChangeOfDates:
        """These stand changed now: keep what was before, tell who listens, and log it."""
        dates = list(changed)
        self.change.before = {
            "rows": [{"id": pk, **_as_json(row)} for pk, row in self._rows.items()],
            "series": [{"id": pk, **_as_json(row)} for pk, row in self._series.items()],
            "made": [date.pk for date in made],
            # Who changes a row after this one raises its sequence: then this is no longer the last change.
            "after": {str(date.pk): date.sequence for date in dates},
        }
        self.change.save(force_insert=True)
        log(
            instance=self.change.event,
            action="events.cancel_date" if self.change.what == "cancel_date" else "events.change_dates",
            user=self.change.user,
            data={"slot": dates[0].original_slot} if len(dates) == 1 else {"dates": len(dates)},
            content_changed=True,
        )
        changes = [
            change
            for date in dates
            if (change := change_of(date, before=self._states[date.pk], reason=reason))
        ]
        if changes:
            dates_changed.send(
                sender=Occurrence, changes=changes, change_id=self.change.pk, now=self.change.made_at
            )
        return self.change


def _as_json(row: dict[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, bool | int | None) else str(value) for name, value in row.items()
    }


@transaction.atomic
def undo(*, change_id: UUID, user: User | None, now: datetime) -> ChangeOfDates:
    """Put the dates back as they stood before the last change of their activity, and withdraw what waits.

    Raises `CannotUndoError`; nothing has changed then.
    """
    raise NotImplementedError
