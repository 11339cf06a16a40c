"""Long proofs: short in the suite, whole with `make prove`."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

WHOLE = bool(os.environ.get("PROVE"))


def rounds(*, short: int, whole: int) -> int:
    """How often, or how many: `whole` in `make prove`, `short` in the suite."""
    return whole if WHOLE else short


def at_once(do: Callable[[Any], Any], arguments: Iterable[Any]) -> list[Any]:
    """Calls `do` with each argument, all at the same moment, each in a thread of its own."""
    waiting = list(arguments)
    barrier = Barrier(len(waiting))

    def run(argument: Any) -> Any:
        barrier.wait(timeout=60)
        try:
            return do(argument)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(run, waiting))
