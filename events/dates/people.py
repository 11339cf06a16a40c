"""How many people a change of dates touches.

`events` does not know that sign-ups exist: the room that knows who means to come says here how many, when it
starts.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class People:
    """Who means to come. `parties` are sign-ups; `persons` are everybody in them.

    `by_mail` get one e-mail each, however many of the dates they come to; `by_phone` can only be called.
    """

    parties: int = 0
    persons: int = 0
    by_mail: int = 0
    by_phone: int = 0

    def __add__(self, other: "People") -> "People":
        return People(
            self.parties + other.parties,
            self.persons + other.persons,
            self.by_mail + other.by_mail,
            self.by_phone + other.by_phone,
        )


@dataclass(frozen=True)
class Register:
    """How a room counts who means to come to the dates with these ids: all in all, and heads at each."""

    people: Callable[[Collection[int]], People]
    heads: Callable[[Collection[int]], dict[int, int]]


_registers: list[Register] = []


def counted_by(register: Register) -> Register:
    """Register what says who means to come."""
    if register not in _registers:
        _registers.append(register)
    return register


def people_touched(occurrence_ids: Collection[int]) -> People:
    """Who means to come to these dates: what an organiser is told before a change is saved."""
    if not occurrence_ids:
        return People()
    return sum((register.people(occurrence_ids) for register in _registers), People())


def heads_by_date(occurrence_ids: Collection[int]) -> dict[int, int]:
    """How many persons mean to come to each of these dates, by its id; who has nobody is left out."""
    heads: dict[int, int] = {}
    for register in _registers if occurrence_ids else []:
        for pk, number in register.heads(occurrence_ids).items():
            heads[pk] = heads.get(pk, 0) + number
    return heads
