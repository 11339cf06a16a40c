"""How many people a change of dates touches.

`events` does not know that sign-ups exist: the room that knows who means to come says here how many, when it
starts.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class People:
    """Who means to come. `parties` are told, each once; `persons` are everybody in them."""

    parties: int = 0
    persons: int = 0

    def __add__(self, other: "People") -> "People":
        return People(self.parties + other.parties, self.persons + other.persons)


Counter = Callable[[Collection[int]], People]
_counters: list[Counter] = []


def counted_by(counter: Counter) -> Counter:
    """Register what says who means to come to the dates with these ids."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


def people_touched(occurrence_ids: Collection[int]) -> People:
    """Who means to come to these dates: what an organiser is told before a change is saved."""
    if not occurrence_ids:
        return People()
    return sum((counter(occurrence_ids) for counter in _counters), People())
