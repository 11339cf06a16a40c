"""What is done when a transaction has been committed: telling a worker, taking a file away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction


@dataclass(frozen=True)
class Call:
    """A function with what it is given. Equal where both are the same.

    Django says in the log what failed by its `__qualname__`, which neither a partial nor an object has.
    """

    do: Callable[..., object]
    given: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "__qualname__", getattr(self.do, "__qualname__", repr(self.do)))

    def __call__(self) -> None:
        self.do(*self.given)


def after_commit(do: Callable[..., object], *given: Any) -> None:
    """Call `do` with `given` once the transaction is committed; at once where there is none.

    The same call twice in one transaction is one. What is written is written: a call that fails is told in
    the log, whoever asked gets no error page, and the calls after it are made.
    """
    call = Call(do, given)
    if all(waiting != call for _points, waiting, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(call, robust=True)
