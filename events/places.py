"""How many places are left at dates that one signs up for.

`events` does not know that sign-ups exist: the room that counts them says here how, when it starts.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from events.models import Occurrence

Counter = Callable[[list[Occurrence], datetime], dict[int, int]]
_counters: list[Counter] = []


def counted_by(counter: Counter) -> Counter:
    """Register what says how many places somebody could get now at dates with a limit, by the date's id."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


def full_dates(occurrences: Iterable[Occurrence], *, now: datetime) -> set[int]:
    """The ids of those that nobody can sign up for, because every place is taken. One query at the most.

    Asks for `event` to be loaded. A date without a limit is never full, nor one where people just come.
    """
    limited = [each for each in occurrences if each.event.takes_signups and each.event.capacity is not None]
    if not limited:
        return set()
    return {pk for counter in _counters for pk, left in counter(limited, now).items() if left < 1}
