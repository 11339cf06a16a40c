"""Telling a worker that something is due. A row is the truth: a nudge that is lost costs some seconds."""

from collections.abc import Callable

from core import nudging
from core.commits import after_commit

TASK = "outbox.deliver_due"
# For what goes to thousands: in a queue of its own, with workers of its own.
BULK_TASK = "outbox.deliver_bulk"

# What this process does when no worker can be told: a web server delivers itself (`standin`).
instead: Callable[[], object] = bool


def nudge_on_commit(*, bulk: bool = False) -> None:
    """Have a worker look into the outbox after the transaction. Never fails, and hardly ever waits."""
    after_commit(nudge_bulk if bulk else nudge)


def nudge_bulk() -> bool:
    """Have a worker for what goes to thousands look now. False: the broker is away."""
    return nudge(BULK_TASK)


def nudge(task: str = TASK) -> bool:
    """Have a worker look now. False: the broker is away."""
    if nudging.nudge(task):
        return True
    instead()
    return False
