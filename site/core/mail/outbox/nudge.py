"""Telling a worker that something is due. A row is the truth: a nudge that is lost costs some seconds."""

from collections.abc import Callable

from core import nudging
from core.commits import after_commit

TASK = "outbox.deliver_due"

# What this process does when no worker can be told: a web server delivers itself (`standin`).
instead: Callable[[], object] = bool


def nudge_on_commit() -> None:
    """Have a worker look into the outbox after the transaction. Never fails, and hardly ever waits."""
    after_commit(nudge)


def nudge() -> bool:
    """Have a worker look now. False: the broker is away."""
    if nudging.nudge(TASK):
        return True
    instead()
    return False
