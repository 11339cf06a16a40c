"""What was put on the queue, without a worker taking it."""

import pytest

from events.signups import tasks

NAMES = (
    "send_confirmation",
    "send_reminder",
    "send_cancellation",
    "send_released",
    "send_date_cancelled",
    "tell_date_cancelled",
)


@pytest.fixture
def enqueued(monkeypatch) -> list[tuple[str, dict]]:
    """The tasks of this room that were asked for, as (name, arguments), in order."""
    asked: list[tuple[str, dict]] = []
    for name in NAMES:
        task = getattr(tasks, name)
        monkeypatch.setattr(task, "delay", lambda name=name, **kwargs: asked.append((name, kwargs)))
    return asked
