"""What may be shown of small counts, so that nobody can be read out of the figures.

Rule (SSB's practice for published tables: suppress few observations, or round with consistent totals):

- A count from 1 to `FIGURES_THRESHOLD` - 1 is hidden. Nought is shown.
- What else is shown is rounded to base 3.
- Those who came for the first time are also hidden when the others might be few: how many they are would
  follow by subtraction. The shown numbers alone decide it, so the hiding itself tells nothing more.
- A total is the sum of the shown numbers, a hidden one as nought. So it holds nothing that they do not hold,
  and no total, row, column or file can be subtracted from another to find what is hidden.

Meetings are no persons, and exact. `tests/newcomers/participation/test_protect.py` tries to break this and
fails.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BASE = 3
# The farthest a shown number is from the true one: one by rounding, two where it is lifted to the threshold.
WIDEST = BASE - 1

# Statistics Norway's sign for a number that is not shown because it would tell too much.
HIDDEN = ":"
# After a sum in which hidden numbers are missing.
OR_MORE = "+"
NUMBERS = ("meetings", "participants", "volunteers", "first_timers", "packages")

Cell = int | None
"""A shown number, or None for a hidden one."""


@dataclass(frozen=True)
class Counts:
    """The true numbers of one municipality and month. They never leave this room."""

    meetings: int = 0
    participants: int = 0
    volunteers: int = 0
    first_timers: int = 0
    packages: int = 0


@dataclass(frozen=True)
class Shown:
    """The same, as it may be shown."""

    meetings: int
    participants: Cell
    volunteers: Cell
    first_timers: Cell
    packages: Cell


@dataclass(frozen=True)
class Total:
    """A sum of shown numbers. `is_partial`: there are hidden ones that it does not hold.

    `as_shown` writes it in files and `participation/_total.html` on pages, never its value alone.
    """

    value: int
    is_partial: bool


@dataclass(frozen=True)
class Totals:
    meetings: Total
    participants: Total
    volunteers: Total
    first_timers: Total
    packages: Total


def as_shown(number: Cell | Total) -> str | int:
    """How a number stands in a file: a hidden one as its sign, a sum that misses some with its plus."""
    if isinstance(number, Total):
        return f"{number.value}{OR_MORE}" if number.is_partial else number.value
    return HIDDEN if number is None else number


def show_count(count: int, *, threshold: int) -> Cell:
    """`count` as it may be shown: hidden when small, else rounded to the nearest multiple of 3."""
    if 0 < count < threshold:
        return None
    rounded = BASE * round(count / BASE)
    # 7 with a threshold of 7 would become 6, which no other count becomes: lift it to where there are others.
    return rounded + BASE if 0 < rounded < threshold else rounded


def show(counts: Counts, *, threshold: int) -> Shown:
    """One municipality and month as it may be shown."""
    participants = show_count(counts.participants, threshold=threshold)
    first_timers = show_count(counts.first_timers, threshold=threshold)
    if first_timers and not _others_are_many(participants, first_timers, threshold):
        first_timers = None
    return Shown(
        meetings=counts.meetings,
        participants=participants,
        volunteers=show_count(counts.volunteers, threshold=threshold),
        first_timers=first_timers,
        packages=show_count(counts.packages, threshold=threshold),
    )


def _others_are_many(participants: Cell, first_timers: int, threshold: int) -> bool:
    """Whether those who had been before are at least `threshold`, whatever the rounding took away."""
    return participants is not None and participants - first_timers >= threshold + WIDEST + 1


def total(rows: Iterable[Shown]) -> Totals:
    """The sums of what is shown."""
    rows = list(rows)

    def of(name: str) -> Total:
        cells: list[Cell] = [getattr(row, name) for row in rows]
        return Total(sum(cell or 0 for cell in cells), any(cell is None for cell in cells))

    return Totals(
        meetings=of("meetings"),
        participants=of("participants"),
        volunteers=of("volunteers"),
        first_timers=of("first_timers"),
        packages=of("packages"),
    )
