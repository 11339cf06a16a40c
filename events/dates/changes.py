"""What happened to one date, for those who tell people of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from events.models import Occurrence

# What is the activity's own, and said of each of its dates.
MEETING = ("meeting_point", "online_url")


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
    # Where people meet before they set out, or the link to take part online, is another.
    MEETING = "meeting"
    LINK = "link"
    NOTE = "note"


@dataclass(frozen=True)
class DateState:
    """What stands on a date at one moment. Times are UTC; `venue_id` is None when it is online alone.

    Where people meet and the link are the activity's: None where nobody looked, which is no change.
    """

    starts_at: datetime
    ends_at: datetime
    venue_id: int | None
    status: str
    note: str
    is_public: bool
    meeting_point: str | None = None
    online_url: str | None = None

    @classmethod
    def of(cls, date: Occurrence) -> "DateState":
        return cls(date.starts_at, date.ends_at, date.venue_id, date.status, date.note, date.is_public)

    @classmethod
    def whole(cls, date: Occurrence) -> "DateState":
        """With what the activity says of where people meet. `date.event` is loaded."""
        event = date.event
        return replace(cls.of(date), meeting_point=event.meeting_point, online_url=event.online_url)

    def and_as_in(self, later: "DateState") -> "DateState":
        """What nobody looked at in this state, as it was in a `later` one."""
        looked_at = {name: getattr(later, name) for name in MEETING if getattr(self, name) is None}
        return replace(self, **looked_at)

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
    if _differ(before.meeting_point, after.meeting_point):
        return What.MEETING
    if _differ(before.online_url, after.online_url):
        return What.LINK
    return What.NOTE if before.note != after.note else None


def _differ(before: str | None, after: str | None) -> bool:
    return before is not None and after is not None and before != after


def change_of(
    date: Occurrence, *, before: DateState, reason: str = "", is_whole: bool = False
) -> DateChange | None:
    """The change from `before` to how `date` stands now; None when nobody need be told.

    `is_whole`: with what its activity says of where people meet.
    """
    after = DateState.whole(date) if is_whole else DateState.of(date)
    what = what_happened(before, after)
    return DateChange(date.pk, what, before, after, reason) if what else None
