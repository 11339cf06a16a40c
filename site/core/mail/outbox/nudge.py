"""Telling a worker that something is due. A row is the truth: a nudge that is lost costs some seconds."""

from collections.abc import Callable

from django.db import transaction

from core import nudging

TASK = "outbox.deliver_due"

# What this process does when no worker can be told: a web server delivers itself (`standin`).
instead: Callable[[], object] = bool


def nudge_on_commit() -> None:
    """Have a worker look into the outbox after the transaction. Never fails, and hardly ever waits."""
    if not any(waiting is nudge for _points, waiting, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> bool:
    """Have a worker look now. False: the broker is away."""
    if nudging.nudge(TASK):
        return True
    instead()
    return False
