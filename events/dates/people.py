"""How many people a change of dates touches.

`events` does not know that sign-ups or follows exist: the rooms that know who means to come say here how
many, when they start.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class People:
    """Who means to come. `parties` are sign-ups; `persons` are everybody in them.

    `by_mail` get one e-mail each, however many of the dates they come to; `by_phone` can only be called.
    `following` mean to come without signing up, and are told each in their way.
    """

    parties: int = 0
    persons: int = 0
    by_mail: int = 0
    by_phone: int = 0
    following: int = 0

    @property
    def is_anybody(self) -> bool:
        return bool(self.parties or self.following)

    @property
    def is_anybody_told(self) -> bool:
        """Without being called."""
        return bool(self.by_mail or self.following)

    def __add__(self, other: "People") -> "People":
        return People(
            self.parties + other.parties,
            self.persons + other.persons,
            self.by_mail + other.by_mail,
            self.by_phone + other.by_phone,
            self.following + other.following,
        )


@dataclass(frozen=True)
class Heads:
    """How many persons mean to come to one date: `signed_up`, everybody in their parties, and `following`."""

    signed_up: int = 0
    following: int = 0

    def __add__(self, other: "Heads") -> "Heads":
        return Heads(self.signed_up + other.signed_up, self.following + other.following)


@dataclass(frozen=True)
class Register:
    """How a room counts who means to come to the dates with these ids: all in all, and heads at each."""

    people: Callable[[Collection[int]], People]
    heads: Callable[[Collection[int]], dict[int, Heads]]


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


def heads_by_date(occurrence_ids: Collection[int]) -> dict[int, Heads]:
    """How many persons mean to come to each of these dates, by its id; who has nobody is left out."""
    heads: dict[int, Heads] = {}
    for register in _registers if occurrence_ids else []:
        for pk, number in register.heads(occurrence_ids).items():
            heads[pk] = heads.get(pk, Heads()) + number
    return heads
