"""A worker is told at once that something is due; a broker that is away or frozen holds nobody up."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu import pools

from core import breaker
from core.mail.outbox import delivering, nudge, services
from core.mail.outbox.models import OutboxMessage
from scripts.stack import free_port, listens, valkey_program
from tests.servers import wait_until

ASKED = ("outbox.deliver_due", {})


class Broker:
    """A Valkey of a test's own, which can be frozen and stopped."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        options = ["--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen([valkey_program(), *options], stdout=subprocess.DEVNULL)
        wait_until(lambda: listens(self.port), 20)

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        os.kill(self.process.pid, number)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
        self.process = None


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """Celery talks to the broker at `url`, and forgets its connections before and after."""
    used = current_app.conf.broker_url
    _use(url)
    try:
        yield
    finally:
        _use(used)


def _use(url: str) -> None:
    pools.reset()
    current_app._pool = None
    for name in ("amqp", "control"):
        vars(current_app._get_current_object()).pop(name, None)
    current_app.conf.broker_url = url


@pytest.fixture
def broker() -> Iterator[Broker]:
    server = Broker()
    server.start()
    with broker_at(f"redis://127.0.0.1:{server.port}/0"):
        yield server
    server.stop()


def seconds(do) -> float:
    began = time.monotonic()
    do()
    return time.monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_worker_is_nudged_once_when_the_transaction_is_through(with_kind, queue):
    with_kind()
    with transaction.atomic():
        for number in range(3):
            services.queue(kind="test.news", about=str(number), recipient="signup:1", now=timezone.now())
        assert queue.take() == []
    assert queue.take() == [ASKED]


@pytest.mark.django_db(transaction=True)
def test_nobody_is_nudged_for_what_is_rolled_back(with_kind, queue):
    with_kind()
    with transaction.atomic():
        services.queue(kind="test.news", about="1", recipient="signup:1", now=timezone.now())
        transaction.set_rollback(True)
    assert queue.take() == []
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_away_neither_fails_nor_delays_and_the_mail_leaves_all_the_same(
    with_kind, no_broker, smtp_server
):
    with_kind()

    def ask(about: str) -> None:
        services.queue(kind="test.news", about=about, recipient="signup:1", now=timezone.now())

    assert seconds(lambda: ask("olena@example.org")) < 2
    assert seconds(lambda: ask("samir@example.org")) < 0.5
    delivering.deliver_due()
    assert len(smtp_server.messages) == 2


def test_broker_that_is_frozen_is_waited_for_once_and_shortly(broker):
    assert nudge.nudge()
    broker.signal(signal.SIGSTOP)
    waited = [seconds(lambda: nudge.nudge()) for _ in range(3)]
    broker.signal(signal.SIGCONT)
    assert waited[0] < 2
    assert max(waited[1:]) < 0.1
    breaker.forget_all()
    assert nudge.nudge()
