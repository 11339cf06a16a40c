"""The numbers of a head count as plain values: added, taken apart, and made to fit together.

`Numbers` is a dict by the names of `Headcount`'s fields. None among the newcomers means that nobody asked,
which is not nought.
"""

from collections.abc import Mapping
from typing import Any

from events.door.models import Headcount

Numbers = dict[str, int | None]

NAMES = ("adults", "children", "volunteers", "first_timers", "newcomers", "newcomers_first")
# Of these it is known whether anybody asked.
ASKED = ("newcomers", "newcomers_first")
MAX_COUNT = 5000


def nothing() -> Numbers:
    """Nobody came, and nobody asked."""
    return {name: None if name in ASKED else 0 for name in NAMES}


def numbers_of(headcount: Headcount | None) -> Numbers:
    """What stands in the row."""
    return {name: getattr(headcount, name) for name in NAMES} if headcount else nothing()


def read(value: Any, *, least: int = -MAX_COUNT) -> Numbers:
    """What a phone has sent, looked at: whole numbers from `least` to `MAX_COUNT`. Raises `ValueError`."""
    if not isinstance(value, Mapping):
        raise ValueError("numbers are an object")
    found = nothing()
    for name in NAMES:
        number = value.get(name)
        if number is None:
            continue
        if type(number) is not int or not least <= number <= MAX_COUNT:
            raise ValueError(f"{name} is no number that can be counted")
        found[name] = number
    return found


def plus(one: Numbers, other: Numbers) -> Numbers:
    """Both together. Who asked stays asked."""
    return {name: _sum(one[name], other[name]) for name in NAMES}


def minus(one: Numbers, other: Numbers) -> Numbers:
    """What `one` has more than `other`."""
    return plus(one, {name: None if number is None else -number for name, number in other.items()})


def is_nothing(numbers: Numbers) -> bool:
    """Whether it changes nothing."""
    return not any(numbers.values())


def fitted(numbers: Numbers) -> Numbers:
    """The nearest numbers that can be true: none below nought, and no part larger than its whole."""
    kept: Numbers = {name: _within(number, MAX_COUNT) for name, number in numbers.items()}
    people = (kept["adults"] or 0) + (kept["children"] or 0)
    kept["first_timers"] = _within(kept["first_timers"], people)
    kept["newcomers"] = _within(kept["newcomers"], people)
    if kept["newcomers"] is None:
        kept["newcomers_first"] = None
    else:
        most = min(kept["newcomers"], kept["first_timers"] or 0)
        kept["newcomers_first"] = _within(kept["newcomers_first"], most)
    return kept


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _within(number: int | None, most: int) -> int | None:
    return None if number is None else max(0, min(number, most))
