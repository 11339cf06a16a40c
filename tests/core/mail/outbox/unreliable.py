"""A mail server that refuses, delays and drops, and workers that are really killed in front of it."""

import asyncio
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from aiosmtpd.controller import Controller

from core.mail.outbox.models import OutboxMessage
from scripts.stack import free_port
from tests.core.mail.outbox.workers import MOVED
from tests.proving import rounds
from tests.servers import wait_until, worker_environment
from tests.stack_plugin import ROOT

MESSAGES = rounds(short=60, whole=2000)
WORKERS = rounds(short=2, whole=4)
KILLS = rounds(short=3, whole=60)
# Two thousand packages are made, and workers that are killed load nothing for a while.
SECONDS = rounds(short=600, whole=1800)


class Unreliable:
    """Takes most messages in the end. `taken` is how often it took one to each address."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    async def handle_MAIL(self, server, session, envelope, address, options):
        await asyncio.sleep(random.uniform(0, 0.02))
        if random.random() < 0.04:
            server.transport.abort()
            return "421 4.3.0 Gone"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 No such user here"
        if random.random() < 0.1:
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        fate = random.random()
        if fate < 0.02:
            server.transport.abort()
            return "421 4.3.0 Gone"
        await asyncio.sleep(random.uniform(0, 0.03))
        if fate < 0.05:
            return "452 4.3.1 Full"
        [address] = envelope.rcpt_tos
        self.taken[address] += 1
        if fate < 0.07:
            # Its yes is lost.
            server.transport.abort()
        return "250 Message accepted"


@pytest.fixture
def unreliable(settings) -> Iterator[Unreliable]:
    server = Unreliable()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.controller.port
    yield server
    server.controller.stop()


@contextmanager
def killed_workers(settings, began: datetime, *, moves_the_clock: bool = False) -> Iterator[None]:
    """Workers on a clock that runs fast since `began`, until everything in the outbox has ended."""
    command = [sys.executable, "-m", "tests.core.mail.outbox.workers", began.isoformat()]
    environment = {**worker_environment(settings), "OUTBOX_PER_MINUTE": "0", MOVED: "1" * moves_the_clock}
    workers = subprocess.Popen([*command, str(WORKERS), str(KILLS)], cwd=ROOT, env=environment)
    try:
        yield
        wait_until(lambda: not OutboxMessage.objects.filter(ended_at=None).exists(), SECONDS)
        # Who is listed too soon, because this machine is slow, is put right within its own hand-over.
        time.sleep(1)
    finally:
        workers.terminate()
        workers.wait(timeout=20)


def wrongly_told(outcomes: dict[str, str], taken: Counter[str]) -> list[tuple[str, str, int]]:
    """(address, what we say, how often the server took it), where the two do not fit."""
    return [
        (address, state, taken[address])
        for address, state in outcomes.items()
        if (state == "sent" and taken[address] != 1)
        or (state == "unconfirmed" and taken[address] > 1)
        or (state == "failed" and (taken[address] or not address.startswith("refused")))
        or state not in ("sent", "unconfirmed", "failed")
    ]


def addresses() -> list[str]:
    """Of everybody, each of whom is written to once."""
    return [
        f"{'refused' if number % 25 == 0 else 'person'}{number}@example.org" for number in range(MESSAGES)
    ]
