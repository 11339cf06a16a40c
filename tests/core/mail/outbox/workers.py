"""Workers without Celery, on a clock that runs fast, which are killed at random: `python -m …workers`.

They are forked from one process that has everything loaded, so that one can be killed every half second.
"""

import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta
from types import FrameType
from typing import NoReturn

FASTER = 30
# Set where somebody moves the clock while they work.
MOVED = "PROOF_MOVES_THE_CLOCK"


class FastClock:
    """Thirty seconds in one: waits of minutes pass while a test waits."""

    def __init__(self, began: datetime) -> None:
        self.began = began

    def __call__(self) -> datetime:
        passed = time.time() - self.began.timestamp()
        return self.began + timedelta(seconds=passed * FASTER) + self.moved(passed)

    def moved(self, passed: float) -> timedelta:
        """Where clocks are moved they are so for two seconds, by an hour there and back, for all workers."""
        if not os.environ.get(MOVED):
            return timedelta(0)
        return timedelta(hours=random.Random(int(passed) // 2).choice((-1, 0, 0, 1)))


def work(clock: FastClock) -> NoReturn:
    from core.mail.outbox import delivering

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    random.seed()
    while True:
        delivering.sweep(clock=clock)
        delivering.deliver_due(clock=clock)
        time.sleep(0.05)


def start(clock: FastClock) -> int:
    pid = os.fork()
    if pid == 0:
        work(clock)
    return pid


def main(began: str, workers: str, kills: str) -> None:
    import django

    django.setup()
    from core.mail.outbox import kinds
    from tests.core.mail.outbox.kind import a_kind, prepare

    kinds.register(a_kind("test.each"))
    kinds.register(a_kind("test.together", prepare=prepare))
    clock = FastClock(datetime.fromisoformat(began))
    running = [start(clock) for _ in range(int(workers))]

    def stop(number: int, frame: FrameType | None) -> None:
        for pid in running:
            os.kill(pid, signal.SIGKILL)
        sys.exit()

    signal.signal(signal.SIGTERM, stop)
    for _ in range(int(kills)):
        time.sleep(random.uniform(0.1, 0.8))
        unlucky = random.randrange(len(running))
        os.kill(running[unlucky], signal.SIGKILL)
        os.waitpid(running[unlucky], 0)
        running[unlucky] = start(clock)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
