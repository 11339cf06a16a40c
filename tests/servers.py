"""The real servers that flows are tested against: a mail server and a Celery worker for the whole session."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pytest
from aiosmtpd.controller import Controller
from celery import current_app
from django.db import connection
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core.mail.outbox.nudge import BULK_TASK, TASK
from scripts.stack import free_port
from tests.stack_plugin import ROOT
from tests.web_server import WebServer, web_server


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class ReceivedMail:
    """An aiosmtpd handler that keeps what it receives, and from which envelope.

    It says no to recipients in `refuse` and `postpone`, and to those in `refuse_by_policy` as if it were
    about us; to every sender with `refuse_senders`, or `refuse_senders_late` when it is told the addressee.
    It breaks the connection in the middle of a message with `hang_up`, and at the MAILs whose number is in
    `hang_up_at_mail`. It is silent for so many seconds at each greeting with `silent_at_hello`.
    """

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.senders: list[str] = []
        self.refuse: set[str] = set()
        self.postpone: set[str] = set()
        self.refuse_by_policy: set[str] = set()
        self.refuse_senders = False
        self.refuse_senders_late = False
        self.hang_up = False
        self.hang_up_at_mail: set[int] = set()
        self.mails_begun = 0
        self.silent_at_hello = 0.0
        self.greeted = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.greeted += 1
        await asyncio.sleep(self.silent_at_hello)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        self.mails_begun += 1
        if self.mails_begun in self.hang_up_at_mail:
            server.transport.abort()
            return "421 4.3.0 Gone"
        if self.refuse_senders:
            return "550 5.7.1 Not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refuse:
            return "550 5.1.1 No such user here"
        if address in self.postpone:
            return "451 4.3.0 Try again later"
        if self.refuse_senders_late or address in self.refuse_by_policy:
            return "554 5.7.1 Sender address rejected: Access denied"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.hang_up:
            server.transport.abort()
            return "421 4.3.0 Gone"
        self.messages.append(envelope.content)
        self.senders.append(envelope.mail_from)
        return "250 Message accepted"

    def wait(self, number: int, seconds: float = 30) -> list[bytes]:
        """The messages, once there are `number` of them."""
        wait_until(lambda: len(self.messages) >= number, seconds)
        return self.messages


class MailServer:
    """Runs as long as the session; each test has a `ReceivedMail` of its own."""

    def __init__(self) -> None:
        self.received = ReceivedMail()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        return await self.received.handle_EHLO(server, session, envelope, hostname, responses)

    async def handle_MAIL(self, *args):
        return await self.received.handle_MAIL(*args)

    async def handle_RCPT(self, *args):
        return await self.received.handle_RCPT(*args)

    async def handle_DATA(self, *args):
        return await self.received.handle_DATA(*args)


class CeleryWorker:
    """A worker process that outlives its test. Between tests it lives and takes nothing from the queue."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.environment: dict[str, str] = {}

    def start(self, environment: dict[str, str]) -> None:
        """Takes tasks from here on. A new process only where there is none that has this environment."""
        if environment != self.environment:
            self.stop()
        if self.process is None or self.process.poll() is not None:
            self.environment = environment
            command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo"]
            options = ["--loglevel=WARNING", "--without-gossip", "--without-mingle"]
            self.process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)
            wait_until(lambda: bool(current_app.control.ping(timeout=2, limit=1)), 60)
        self.control("add_consumer")

    def pause(self) -> None:
        """When what it has begun is done; what it holds for later ends with it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.control("cancel_consumer")
        current_app.control.purge()
        if self.unfinished():
            self.stop()

    def control(self, command: str) -> None:
        for queue in current_app.conf.task_queues:
            answer = current_app.control.broadcast(
                command, arguments={"queue": queue.name}, reply=True, limit=1, timeout=20
            )
            assert answer, f"the worker did not answer to {command}"

    def unfinished(self) -> int:
        """Tasks that the worker has taken and not acknowledged; Kombu keeps them under this key."""
        with current_app.connection_for_read() as broker:
            return broker.default_channel.client.hlen("unacked")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process = None


@dataclass
class RunningWorker:
    """The worker of one test. Call it to have another after `kill`."""

    worker: CeleryWorker
    environment: dict[str, str]

    def __call__(self) -> None:
        self.worker.start(self.environment)

    def kill(self) -> None:
        """Without a warning, in the middle of whatever it does."""
        assert self.worker.process
        self.worker.process.kill()
        self.worker.process.wait()


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.controller.stop()


@pytest.fixture(scope="session")
def _celery_worker() -> Iterator[CeleryWorker]:
    worker = CeleryWorker()
    yield worker
    worker.stop()


@pytest.fixture
def smtp_server(settings, _mail_server: MailServer) -> ReceivedMail:
    """A real SMTP server on a free port, which Django's mail settings name."""
    _mail_server.received = ReceivedMail()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = _mail_server.controller.port
    return _mail_server.received


@pytest.fixture(scope="session")
def _asked_by_workers() -> Iterator[WebServer]:
    with web_server({}) as server:
        yield server


@pytest.fixture
def asked_by_workers(_asked_by_workers: WebServer) -> Iterator[WebServer]:
    """Other people's web server, which the worker may ask though it is on this machine."""
    yield _asked_by_workers
    _asked_by_workers.pages.clear()
    _asked_by_workers.asked.clear()


@pytest.fixture
def celery_worker_process(
    transactional_db,
    smtp_server: ReceivedMail,
    settings,
    _celery_worker: CeleryWorker,
    _asked_by_workers: WebServer,
) -> Iterator[RunningWorker]:
    """A real worker in a process of its own, on the test's database, broker and mail server."""
    current_app.control.purge()
    environment = {**worker_environment(settings), "FETCHING_ALLOWS": _asked_by_workers.place}
    running = RunningWorker(_celery_worker, environment)
    running()
    with rounds_of_beat():
        yield running
    _celery_worker.pause()


@contextmanager
def rounds_of_beat(seconds: float = 5) -> Iterator[None]:
    """Beat's round over the outbox, as every installation has it: it makes up for a nudge that was lost."""
    over = threading.Event()

    def go() -> None:
        while not over.wait(seconds):
            with suppress(KombuError, RedisError, OSError):
                for task in (TASK, BULK_TASK):
                    current_app.send_task(task, retry=False, ignore_result=True, expires=seconds)

    thread = threading.Thread(target=go, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()


class Queue:
    """What lies on the broker and no worker has taken, in whichever of its queues."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def take(self) -> list[tuple[str, dict]]:
        """The tasks that were asked for, as (name, arguments), queue by queue. They are off it then."""
        return [task for name in self.names for task in self._take(name)]

    def _take(self, name: str) -> list[tuple[str, dict]]:
        with current_app.connection_for_read() as connection, connection.SimpleQueue(name) as waiting:
            found = []
            with suppress(waiting.Empty):
                while True:
                    message = waiting.get_nowait()
                    message.ack()
                    found.append((message.headers["task"], message.payload[1]))
            return found


@pytest.fixture
def queue() -> Queue:
    """The real queues, on the test's broker."""
    return Queue(*(each.name for each in current_app.conf.task_queues))


@pytest.fixture
def no_broker() -> Iterator[None]:
    """Nothing listens where the broker should be."""
    names = ("broker_url", "task_publish_retry")
    used = {name: current_app.conf[name] for name in names}
    current_app.conf.update(broker_url="redis://127.0.0.1:1/0", task_publish_retry=False)
    # Celery sends through the broker that it knew when it first sent something.
    del current_app.amqp
    yield
    current_app.conf.update(used)
    del current_app.amqp


@pytest.fixture
def no_cache(settings) -> None:
    """Nothing listens where the cache should be; nobody in this process has asked there before."""
    settings.CACHES = {
        "default": {
            "BACKEND": "core.caching.ForgivingCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }


@pytest.fixture
def lost_database(django_db_blocker) -> Iterator[None]:
    """Nothing listens where the database should be."""
    connection.close()
    used = dict(connection.settings_dict)
    connection.settings_dict.update(HOST="127.0.0.1", PORT=str(free_port()))
    with django_db_blocker.unblock():
        yield
        connection.close()
    connection.settings_dict.update(used)


@pytest.fixture
def no_celery_worker(_celery_worker: CeleryWorker) -> None:
    """There is no worker at all, not even one that rests."""
    _celery_worker.stop()


def worker_environment(settings) -> dict[str, str]:
    """The environment of a worker that shares this test's database, files, mail server and address."""
    # The host may be a socket's folder in the query: only the database's name changes.
    address = urlsplit(os.environ["DATABASE_URL"])
    inherited = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {
        **inherited,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "BASE_URL": settings.BASE_URL,
        "DEMONSTRATION": "1" if settings.DEMONSTRATION else "0",
        **sms_environment(settings),
    }


def sms_environment(settings) -> dict[str, str]:
    """The same for the provider of text messages; nothing where the test has none."""
    if not settings.SMS:
        return {}
    account = settings.SMS
    log_in = f"{quote(account['user'], safe='')}:{quote(account['password'], safe='')}"
    address = f"{account['host']}:{account['port']}?sender={account['sender']}"
    return {"SMS_URL": f"sveve+http://{log_in}@{address}", "SMS_SECRET": settings.SMS_SECRET}
