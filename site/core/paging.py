"""Numbered pages of a list that nobody counts: for "back" and "on" it is enough to know of one row more.

Counting reads a whole list to show twenty-five of it. Where people are told how many there are, Django's
`Paginator` is the right one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")
# Further down than any list is long.
FURTHEST = 10**9


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page. Its names are those of Django's page, for `core/pager.html`."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def page_of(rows: "QuerySet[Any, Row]", asked: str | None, *, size: int) -> Page[Row]:
    """The page that an address asks for: the first for what is no number, the last for what is too high.

    One query; three where nothing stands on the page that was asked for.
    """
    page = _page(rows, _number(asked), size)
    if page.rows or not page.has_previous:
        return page
    return _page(rows, max(1, ceil(rows.count() / size)), size)


def _number(asked: str | None) -> int:
    if not asked or not (asked.isascii() and asked.isdecimal()):
        return 1
    return max(1, int(asked)) if len(asked) < len(str(FURTHEST)) else FURTHEST


def _page(rows: "QuerySet[Any, Row]", number: int, size: int) -> Page[Row]:
    found = list(rows[(number - 1) * size : number * size + 1])
    return Page(found[:size], number, has_next=len(found) > size)
