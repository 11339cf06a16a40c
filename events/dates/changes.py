"""What happened to one date, for those who tell people of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events.models import Occurrence


class What(StrEnum):
    """What a person who means to come is told. One of them for each date, the weightiest that is true."""

    TAKEN_DOWN = "taken_down"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    # It takes place after all: it was cancelled, postponed or taken down.
    BACK = "back"
    MOVED = "moved"
    # It starts when it did, and ends at another time.
    CHANGED_LENGTH = "changed_length"
    PLACE = "place"
    NOTE = "note"


@dataclass(frozen=True)
class DateState:
    """What stands on a date at one moment. Times are UTC; `venue_id` is None when it is online alone."""

    starts_at: datetime
    ends_at: datetime
    venue_id: int | None
    status: str
    note: str
    is_public: bool

    @classmethod
    def of(cls, date: Occurrence) -> "DateState":
        return cls(date.starts_at, date.ends_at, date.venue_id, date.status, date.note, date.is_public)

    @property
    def takes_place(self) -> bool:
        return self.is_public and self.status == Occurrence.Status.SCHEDULED


@dataclass(frozen=True)
class DateChange:
    """What happened to the date `occurrence_id`. `reason` is in the organiser's own words, or empty."""

    occurrence_id: int
    what: What
    before: DateState
    after: DateState
    reason: str = ""


def what_happened(before: DateState, after: DateState) -> What | None:
    """The weightiest of what is different; None when nobody need be told."""
    cancelled, postponed = Occurrence.Status.CANCELLED, Occurrence.Status.POSTPONED
    if before.status != after.status and after.status == cancelled:
        return What.CANCELLED
    if not before.is_public and not after.is_public:
        # Who has signed up knows that it is no longer announced; how it is then, they are told when it is.
        return None
    if before.is_public and not after.is_public:
        return What.TAKEN_DOWN if before.status != cancelled else None
    if before.status != after.status and after.status == postponed:
        return What.POSTPONED
    if after.takes_place and not before.takes_place:
        return What.BACK
    if after.status == cancelled:
        return None
    if before.starts_at != after.starts_at:
        return What.MOVED
    if before.ends_at != after.ends_at:
        return What.CHANGED_LENGTH
    if before.venue_id != after.venue_id:
        return What.PLACE
    return What.NOTE if before.note != after.note else None


def change_of(date: Occurrence, *, before: DateState, reason: str = "") -> DateChange | None:
    """The change from `before` to how `date` stands now; None when nobody need be told."""
    after = DateState.of(date)
    what = what_happened(before, after)
    return DateChange(date.pk, what, before, after, reason) if what else None
