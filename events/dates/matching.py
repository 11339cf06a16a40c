"""Which old slot of a series becomes which new one: a date keeps who it is when the rule changes.

By the local day first, then within the week, then by order; a date never jumps over one that stays where it
is. Pure: it knows local times and nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, timedelta

Pairs = dict[int, int]


def match(old: Sequence[datetime], new: Sequence[datetime], *, only_same_day: Sequence[bool]) -> Pairs:
    """The number in `new` of each number in `old` that has one. Both are naive local times, in order.

    Where `only_same_day` is true, the old one (a date that is cancelled) is not carried to another day.
    """
    pairs: Pairs = {}
    every_old, every_new = range(len(old)), range(len(new))
    for key in SAME_DAY:
        _pair(
            pairs, [(number, key(old[number])) for number in every_old], [(n, key(new[n])) for n in every_new]
        )
    for key in OTHER_DAY:
        for olds, news in _gaps(pairs, old, new):
            free = [(number, key(old[number])) for number in olds if not only_same_day[number]]
            _pair(pairs, free, [(number, key(new[number])) for number in news])
    return pairs


def _same_time(moment: datetime) -> datetime:
    return moment


def _same_day(moment: datetime) -> date:
    return moment.date()


def _same_week(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())


def _by_order(moment: datetime) -> None:
    return None


Key = Callable[[datetime], Hashable]
SAME_DAY: tuple[Key, ...] = (_same_time, _same_day)
OTHER_DAY: tuple[Key, ...] = (_same_week, _by_order)


def _pair(pairs: Pairs, old: Sequence[tuple[int, Hashable]], new: Sequence[tuple[int, Hashable]]) -> None:
    """Pair what has the same key and no partner yet, in order."""
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for number, key in reversed(new):
        if number not in taken:
            waiting[key].append(number)
    for number, key in old:
        if number not in pairs and waiting[key]:
            pairs[number] = waiting[key].pop()


def _gaps(
    pairs: Pairs, old: Sequence[datetime], new: Sequence[datetime]
) -> list[tuple[list[int], list[int]]]:
    """The numbers without a partner, old and new, between the pairs on both sides of them."""
    # How many pairs stand before a number says in which gap it is: pairs are in order on both sides.
    before_old = _counted(len(old), set(pairs))
    before_new = _counted(len(new), set(pairs.values()))
    gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, gap in before_old.items():
        gaps[gap][0].append(number)
    for number, gap in before_new.items():
        gaps[gap][1].append(number)
    return list(gaps.values())


def _counted(total: int, paired: set[int]) -> dict[int, int]:
    """For each number without a partner: how many with one come before it."""
    found: dict[int, int] = {}
    count = 0
    for number in range(total):
        if number in paired:
            count += 1
        else:
            found[number] = count
    return found
