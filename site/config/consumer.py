"""How a worker takes what is in the queue."""

import time
from typing import Any

import structlog
from celery.worker.consumer import Consumer

logger = structlog.get_logger(__name__)

# How long a worker holds a task that it does not know, before others may take it.
HELD_SECONDS = 5
# Beside a newer worker some minutes are enough; what nobody knows then is of a version that is gone.
GIVEN_UP_AFTER_SECONDS = 30 * 60


class PatientConsumer(Consumer):
    """Celery's, which gives back a task that it does not know: while a new version is rolled out, old and new
    workers take from one queue, and Celery's own throws such a task away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unknown_since: dict[str, float] = {}

    def on_unknown_task(self, body: Any, message: Any, exc: Exception) -> None:
        task = str(message.headers.get("id"))
        since = self._unknown_since.setdefault(task, time.monotonic())
        if time.monotonic() - since > GIVEN_UP_AFTER_SECONDS:
            del self._unknown_since[task]
            super().on_unknown_task(body, message, exc)
            return
        logger.warning("task_not_known", task=message.headers.get("task"))
        self.timer.call_after(HELD_SECONDS, message.requeue)
