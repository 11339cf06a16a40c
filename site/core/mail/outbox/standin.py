"""With the broker away no worker hears of what is due: the web process hands it over itself.

In a thread of its own, so that no request waits for a mail server. The rows are leased as ever: whoever else
delivers at the same time takes others.
"""

import threading

import structlog
from django.db import Error, connections

from core.mail.outbox import delivering, nudge

logger = structlog.get_logger(__name__)


class StandIn:
    """One thread at most; what is asked for while it works is not forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs = False
        self._again = False

    def start(self) -> None:
        with self._lock:
            self._again = True
            if self._runs:
                return
            self._runs = True
        threading.Thread(target=self._work, name="outbox", daemon=True).start()

    def _goes_on(self) -> bool:
        with self._lock:
            self._runs, self._again = self._again, False
            return self._runs

    def _work(self) -> None:
        try:
            while self._goes_on():
                run = delivering.deliver_due()
                logger.warning("outbox_delivered_without_broker", tried=run.tried, stopped=run.stopped)
        except Error as error:
            # Its rows are free again when their lease ends.
            logger.warning("outbox_not_delivered", error=type(error).__name__)
            self._goes_on()
        finally:
            with self._lock:
                self._runs = False
            connections.close_all()


def stand_in() -> None:
    """From now on this process delivers itself whenever it cannot reach the broker."""
    nudge.instead = StandIn().start
