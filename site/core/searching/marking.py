"""Saying that something has to be indexed anew: a row in the transaction that changed it, then a nudge."""

from collections.abc import Iterable

from core.commits import after_commit
from core.nudging import nudge
from core.searching.models import ToIndex

TASK = "searching.index_due"


def mark(kind: str, rows: Iterable[int]) -> None:
    """The rows (numbers) of this kind were written, or are gone. One statement."""
    marks = [ToIndex(kind=kind, row=row) for row in rows]
    if not marks:
        return
    ToIndex.objects.bulk_create(marks, batch_size=5_000)
    after_commit(tell)


def tell() -> bool:
    """Have a worker look now. False: the broker is away, and beat's round finds the rows when it is back."""
    return nudge(TASK)
