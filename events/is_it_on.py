"""Is a date on? What is known of it: somebody said so, somebody was asked, nobody answered, nobody asks."""

from datetime import datetime, timedelta
from enum import StrEnum

from events.models import Occurrence

# From then on who looks at a date is told that nobody has said whether it is on.
SILENCE_IS_SAID = timedelta(hours=6)
# Somebody who was asked has so long to answer, at the least.
TIME_TO_ANSWER = timedelta(hours=3)


class Known(StrEnum):
    """What is known of a date that takes place as far as the calendar goes."""

    CONFIRMED = "confirmed"
    # Somebody was asked, and there is time to answer.
    ASKED = "asked"
    SILENT = "silent"
    # Nobody has answered for the activity in so long a while that lists leave it out.
    QUIET = "quiet"
    # Nobody is asked about it, or it is too early to ask. Also: cancelled, postponed.
    NOTHING = "nothing"


def known_of(occurrence: Occurrence, *, now: datetime) -> Known:
    """What is known of `occurrence` at the moment `now` (UTC)."""
    if not occurrence.takes_place:
        return Known.NOTHING
    if occurrence.confirmed_at is not None:
        return Known.CONFIRMED
    if occurrence.is_silent:
        return Known.QUIET
    if occurrence.asked_at is None:
        return Known.NOTHING
    is_late = now >= occurrence.starts_at - SILENCE_IS_SAID and now >= occurrence.asked_at + TIME_TO_ANSWER
    return Known.SILENT if is_late else Known.ASKED
