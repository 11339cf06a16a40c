"""What may be shown of numbers that split people, so that nobody follows from all that is shown together.

A table has rows (municipalities, kinds of activity) and columns (quarters, months); what stands above it is
the sum of each column, shown already. Known to whoever reads:

- A cell below the threshold is hidden. So is one where those who are left are few: the others at the same
  meetings, or all but one organisation's own, which that organisation can subtract; or those who are no
  newcomers at the other organisations' meetings.
- What is hidden in a column can be worked out together: the sum less what is shown. So with a hidden cell
  others are hidden until that sum leaves each at least `threshold` possible values, whoever knows their own
  part of it: an organisation, a host (`pool_holds`). Where no choice of cells does, the sum is hidden, too.
- A row that is hidden in every column may show its sum (the year): the figure steps up. Then what is hidden
  has two sums, of its row and of its column, and each cell moves between them as far as the smallest of the
  row, the column, and what is left beside them (`_crosses`).
- What is shown is rounded to base 3, to either neighbour, so that parts add up to their sum (`shared_out`).

No database, no dates: `newcomers.tallies.editions` brings the cells. Linear programmes over all that is
published try to break it in tests/newcomers/tallies/test_attack.py.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

BASE = 3
NOBODY: Hashable = None
# The row of a table in which all that is hidden is together.
HIDDEN: Hashable = ("hidden",)


@dataclass(frozen=True)
class Cell:
    """A true number. `most`: how many it can be at most, where that is shown (heads); None: nobody knows.

    `parts` are what those who know their own brought to it: {who: (number, most)}.
    `strict`: those whose part may not be all of it, because what is finer than the cell is not published.
    """

    number: int = 0
    most: int | None = None
    parts: Mapping[Hashable, tuple[int, int]] = field(default_factory=dict)
    strict: frozenset[Hashable] = frozenset()

    @property
    def is_nought(self) -> bool:
        """Whether everybody knows that it is nought: nobody came, or nobody was asked."""
        return self.most == 0

    def __add__(self, other: "Cell") -> "Cell":
        most = None if self.most is None or other.most is None else self.most + other.most
        parts = dict(self.parts)
        for who, (number, limit) in other.parts.items():
            mine, my_limit = parts.get(who, (0, 0))
            parts[who] = (mine + number, my_limit + limit)
        return Cell(self.number + other.number, most, parts, self.strict | other.strict)


def host_of(place: str) -> Hashable:
    """Who knows a municipality's own numbers: its host, who may read each of its rows."""
    return ("host", place)


def summed(cells: Iterable[Cell]) -> Cell:
    """All of `cells` together; of none, a nought."""
    whole: Cell | None = None
    for cell in cells:
        whole = cell if whole is None else whole + cell
    return whole or Cell(most=0)


def is_safe(cell: Cell, threshold: int) -> bool:
    """Whether the number may stand alone."""
    if cell.number < threshold:
        return False
    if cell.most is not None and cell.most - cell.number < threshold:
        return False
    return all(_is_safe_from(who, cell, threshold) for who in cell.parts)


def _is_safe_from(who: Hashable, cell: Cell, threshold: int) -> bool:
    """Whether what is left for somebody who subtracts their own is neither few nor nearly all."""
    number, most = cell.parts[who]
    others = cell.number - number
    heads = others if cell.most is None else cell.most - most
    if not heads and who not in cell.strict:
        return True
    if others <= threshold:
        return False
    return cell.most is None or not heads or heads - others >= threshold


def pool_holds(pool: list[Cell], threshold: int) -> bool:
    """Whether the sum of `pool`, if it is worked out, leaves each cell `threshold` possible values: for a
    stranger, and for each who knows their own part."""
    if len(pool) < 2:
        return not pool
    width = threshold - 1
    insiders = {who for cell in pool for who in cell.parts}
    for who in (NOBODY, *insiders):
        own = [cell.parts.get(who, (0, 0)) for cell in pool]
        left = sum(cell.number for cell in pool) - sum(number for number, _most in own)
        if left < width:
            return False
        if any(cell.most is None for cell in pool):
            continue
        rooms = [max((cell.most or 0) - most, 0) for cell, (_number, most) in zip(pool, own, strict=True)]
        if sum(rooms) - left < width or any(sum(rooms) - room < min(width, sum(rooms)) for room in rooms):
            return False
    return True


def hidden_in(
    column: Mapping[Hashable, Cell], threshold: int, *, never: Iterable[Hashable] = ()
) -> set | None:
    """The rows of a column that are not shown although its sum is. None: the sum may not be shown.

    `never` are rows that were hidden before: they stay so.
    """
    rows = {row: cell for row, cell in column.items() if not cell.is_nought}
    hidden = {row for row, cell in rows.items() if row in set(never) or not is_safe(cell, threshold)}
    rest = sorted(rows.keys() - hidden, key=lambda row: (rows[row].number, str(row)))
    while not pool_holds([rows[row] for row in hidden], threshold):
        if not rest:
            return None
        hidden.add(rest.pop(0))
    return hidden


def _part(cell: Cell, who: Hashable) -> int:
    return cell.parts.get(who, (0, 0))[0]


def _knows(who: Hashable, cell: Cell) -> bool:
    """Whether `cell` is wholly `who`'s own, so that nothing of it can be hidden from them."""
    most = cell.number if cell.most is None else cell.most
    return cell.parts.get(who) == (cell.number, most)


def _crosses(row: Mapping[Hashable, Cell], pools: Mapping[Hashable, Cell], threshold: int) -> bool:
    """Whether each cell of `row` keeps its possible values when also the row's sum is known."""
    width = threshold - 1
    everything = summed(pools.values())
    whole = summed(row.values())
    for who in (NOBODY, *everything.parts):
        if _knows(who, whole):
            continue
        all_left = everything.number - _part(everything, who)
        mine = whole.number - _part(whole, who)
        if min(mine, all_left - mine) < width:
            return False
        for column, cell in row.items():
            if cell.is_nought:
                continue
            there = pools[column].number - _part(pools[column], who)
            if min(there, all_left - there) < width:
                return False
    return True


def wholes_of(
    rows: Mapping[Any, Mapping[Any, Cell]],
    hidden: Mapping[Any, set],
    threshold: int,
    *,
    may: Callable[[Hashable, Cell], bool] | None = None,
) -> set:
    """The rows whose sum over all columns may be shown although none of its cells is.

    `hidden` says by column what is not shown there; `may` whether a sum may stand alone, if not `is_safe`.
    """
    alone = may or (lambda _row, whole: is_safe(whole, threshold))
    pools = {column: summed(rows[row][column] for row in names) for column, names in hidden.items()}
    candidates = {
        row: summed(cells.values())
        for row, cells in rows.items()
        if any(not cell.is_nought for cell in cells.values())
        and all(cell.is_nought or row in hidden[column] for column, cell in cells.items())
    }
    shown = {
        row
        for row, whole in candidates.items()
        if alone(row, whole) and _crosses(rows[row], pools, threshold)
    }
    while shown:
        left = {
            row: summed(cells[column] for column in hidden if row in hidden[column])
            for row, cells in rows.items()
            if row not in shown and any(row in names for names in hidden.values())
        }
        rest = [cell for cell in left.values() if not cell.is_nought]
        if pool_holds(rest, threshold) and (not rest or crosses_together(rest, pools, threshold)):
            break
        shown.discard(min(shown, key=lambda row: (candidates[row].number, str(row))))
    return shown


def crosses_together(rest: list[Cell], pools: Mapping[Hashable, Cell], threshold: int) -> bool:
    """As `_crosses`, of the rows without a sum of their own: theirs together follows."""
    everything, whole = summed(pools.values()), summed(rest)
    for who in (NOBODY, *everything.parts):
        left = whole.number - _part(whole, who)
        if min(left, everything.number - _part(everything, who) - left) < threshold - 1:
            return False
    return True


def rounded(number: int, threshold: int) -> int:
    """To the nearest multiple of 3; what is shown is never below the threshold."""
    return max(BASE * round(number / BASE), lowest(threshold)) if number else 0


def lowest(threshold: int) -> int:
    """The least number that is ever shown of people: the multiple of 3 that is not below the threshold."""
    return -(-threshold // BASE) * BASE


def shared_out(numbers: Mapping[Hashable, int], whole: int, threshold: int, *, loose: Hashable) -> dict:
    """`numbers` as multiples of 3 that add up to `whole`, each as near to the truth as that allows.

    The row `loose`, if it is there, is not shown (what is hidden, together): it may be any number from
    nought on. Where the rest cannot be reached within their own neighbours, the largest give way.
    """
    least = {row: 0 if row == loose else lowest(threshold) for row in numbers}
    made = {row: max(number // BASE * BASE, least[row]) for row, number in numbers.items()}
    by_need = sorted(numbers, key=lambda row: (made[row] - numbers[row], str(row)))
    missing = (whole - sum(made.values())) // BASE
    for row in by_need:
        if missing > 0 and made[row] < numbers[row]:
            made[row] += BASE
            missing -= 1
    large = sorted(numbers, key=lambda row: (row != loose, -numbers[row], str(row)))
    while missing and large:
        step = 1 if missing > 0 else -1
        able = [row for row in large if made[row] + step * BASE >= least[row]]
        if not able:
            break
        for row in able:
            if missing:
                made[row] += step * BASE
                missing -= step
    return made


def share(
    column: Mapping[Hashable, Cell], hidden: set, whole: int | None, threshold: int
) -> dict[Hashable, int]:
    """The numbers of what is not hidden, so that with what is hidden they add up to `whole`."""
    shown: dict[Hashable, int] = {row: cell.number for row, cell in column.items() if row not in hidden}
    noughts = {row: 0 for row, cell in column.items() if cell.is_nought}
    counted = {row: number for row, number in shown.items() if row not in noughts}
    if whole is None:
        return noughts | {row: rounded(number, threshold) for row, number in counted.items()}
    if hidden:
        counted[HIDDEN] = sum(column[row].number for row in hidden)
    made = shared_out(counted, whole, threshold, loose=HIDDEN)
    made.pop(HIDDEN, None)
    return noughts | made
