"""Actors with names, and the real servers that flows are tested against."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from celery import current_app
from django.core.cache import cache
from django.db import connection

from core.models import User
from organisations.models import Municipality, Organisation, Role
from organisations.roles import grant_role
from scripts.stack import free_port
from tests import factories

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips browser tests, by name, where there is no browser; refills a database that a test has emptied."""
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium on this machine: {item.name}"))
        # A test with real transactions ends by emptying every table: the next one would miss what the
        # migrations made (Wagtail's root page and collection, the permissions).
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            again = pytest.mark.django_db(**{**marker.kwargs, "serialized_rollback": True})
            item.add_marker(again, append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test database goes away at the end, even if a thread of the live server still has a connection."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits are counted in the cache; no test may inherit another's."""
    cache.clear()


@pytest.fixture
def heroy(db) -> Municipality:
    return factories.a_municipality()


@pytest.fixture
def organisation(heroy: Municipality) -> Organisation:
    return factories.an_organisation(municipality=heroy)


@pytest.fixture
def organiser(organisation: Organisation) -> User:
    """May publish for `organisation` in Herøy, which the municipality does not trust yet."""
    return factories.a_member(organisation, user=factories.a_user("Ola Organisator"))


@pytest.fixture
def editor(heroy: Municipality) -> User:
    """Editor in Herøy."""
    user = factories.a_user("Eva Redaktør")
    grant_role(user=user, role=Role.EDITOR, municipality=heroy)
    return user


@pytest.fixture
def host(heroy: Municipality) -> User:
    """Newcomer host in Herøy."""
    user = factories.a_user("Kari Vert")
    grant_role(user=user, role=Role.HOST, municipality=heroy)
    return user


@pytest.fixture
def adviser(heroy: Municipality) -> User:
    """County adviser in Nordland."""
    user = factories.a_user("Ragnhild Rådgiver")
    grant_role(user=user, role=Role.COUNTY_ADVISER, region=heroy.county)
    return user


@pytest.fixture
def outsider(heroy: Municipality) -> User:
    """Has every role there is, in another municipality and county, and an organisation of their own there."""
    user = factories.a_user("Ulf Utenfor")
    county = factories.a_county("Møre og Romsdal", "15")
    elsewhere = factories.a_municipality("1515", "Herøy", county=county, slug="heroy-more-og-romsdal")
    for role in (Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR):
        grant_role(user=user, role=role, municipality=elsewhere)
    grant_role(user=user, role=Role.COUNTY_ADVISER, region=county)
    factories.a_member(factories.an_organisation("Andre lag", municipality=elsewhere), user=user)
    return user


class ReceivedMail:
    """An aiosmtpd handler that keeps what it receives; it says no to addresses in `refuse` and `postpone`."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.refuse: set[str] = set()
        self.postpone: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refuse:
            return "550 5.1.1 No such user here"
        if address in self.postpone:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(envelope.content)
        return "250 Message accepted"

    def wait(self, number: int, seconds: float = 30) -> list[bytes]:
        """The messages, once there are `number` of them."""
        wait_until(lambda: len(self.messages) >= number, seconds)
        return self.messages


@pytest.fixture
def smtp_server(settings) -> Iterator[ReceivedMail]:
    """A real SMTP server on a free port, which Django's mail settings name."""
    handler = ReceivedMail()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def celery_worker_process(
    transactional_db, smtp_server: ReceivedMail, settings
) -> Iterator[Callable[[], None]]:
    """A real worker in a process of its own, on the test's database, broker and mail server.

    Ask for it after everything that must exist before it starts; calling the fixture's value restarts it.
    """
    current_app.control.purge()
    workers: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo", "--loglevel=WARNING"],
            cwd=ROOT,
            env=worker_environment(settings),
        )
        workers.append(worker)
        wait_until(lambda: bool(current_app.control.ping(timeout=0.5)), 40)
        return worker

    start()
    yield start
    for worker in workers:
        worker.terminate()
    for worker in workers:
        try:
            worker.wait(timeout=20)
        except subprocess.TimeoutExpired:
            worker.kill()
    current_app.control.purge()


def worker_environment(settings) -> dict[str, str]:
    """The environment of a worker that shares this test's database and mail server."""
    # The host may be a socket's folder in the query: only the database's name changes.
    address = urlsplit(os.environ["DATABASE_URL"])
    address = address._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": address.geturl(),
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
    }


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
