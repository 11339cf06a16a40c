"""A server that does not answer is left alone for some seconds: a page with ten questions waits once."""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

logger = structlog.get_logger(__name__)

LEFT_ALONE_SECONDS = 5.0


class Breaker:
    """What this process knows of one server. Threads share it; each process finds out by itself.

    While the server is left alone `may_ask` says no. Then one caller may try, and the others go on without
    until that one has an answer.
    """

    def __init__(
        self, event: str, *, seconds: float = LEFT_ALONE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.event = event
        self.seconds = seconds
        self._clock = clock
        self._alone_until = 0.0
        self._lock = threading.Lock()

    def may_ask(self) -> bool:
        with self._lock:
            now = self._clock()
            if now < self._alone_until:
                return False
            if self._alone_until:
                self._alone_until = now + self.seconds
            return True

    def failed(self, error: BaseException) -> None:
        """The server did not answer. Said once for the time in which it is left alone."""
        with self._lock:
            self._alone_until = self._clock() + self.seconds
        logger.warning(self.event, error=type(error).__name__, not_asked_for_seconds=self.seconds)

    def answered(self) -> None:
        if not self._alone_until:
            return
        with self._lock:
            was_away, self._alone_until = bool(self._alone_until), 0.0
        if was_away:
            logger.info(f"{self.event}_over")


_breakers: dict[tuple[str, str], Breaker] = {}


def breaker_of(event: str, address: str, *, seconds: float = LEFT_ALONE_SECONDS) -> Breaker:
    """The one that this process has for the server at `address`; `event` is what its log says."""
    return _breakers.setdefault((event, address), Breaker(event, seconds=seconds))


def forget_all() -> None:
    """Of every server: whether it was away. The next who asks tries it."""
    _breakers.clear()


def ask(breaker: Breaker, question: Callable[[], Any], *, errors: tuple, otherwise: Any) -> Any:
    """The answer; `otherwise` when the server is left alone, or does not answer (one of `errors`)."""
    if not breaker.may_ask():
        return otherwise
    try:
        answer = question()
    except errors as error:
        breaker.failed(error)
        return otherwise
    breaker.answered()
    return answer
