"""Writing to an activity's log. Nothing else does."""

from collections.abc import Mapping
from datetime import datetime

from core.models import User
from events.choices import Happened
from events.models import Event, LogEntry


def record(
    *,
    event: Event,
    what: Happened,
    user: User | None,
    now: datetime,
    acting_as: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    why: str = "",
    version: int | None = None,
) -> LogEntry:
    """Say that this happened, in the transaction in which it did. `now` is UTC."""
    return LogEntry.objects.create(
        event=event,
        what=what,
        user=user,
        at=now,
        acting_as=acting_as,
        before=before or {},
        after=after or {},
        why=why,
        version=version,
    )
