"""When a date was to be, that was moved alone."""

from datetime import datetime

from core.clock import NORWAY, to_utc
from events.dates.rule import SLOT_FORMAT
from events.models import Occurrence


def moved_from(occurrence: Occurrence) -> datetime | None:
    """The UTC start that its rule gives for it; None when it takes place then, or not at all."""
    if not (occurrence.is_edited and occurrence.takes_place):
        return None
    planned = to_utc(datetime.strptime(occurrence.original_slot, SLOT_FORMAT), NORWAY)
    return planned if planned != occurrence.starts_at else None
