"""Each process of the test run has databases of its own, copied from a template in a fraction of a second.

A test in a transaction leaves its database as it was. One with real transactions (`transaction=True`,
`live_server`) does not: the database is dropped after it, and the next test that needs one gets a new copy.
Nothing is emptied, serialized or filled again.

A test that asks for `demonstration_data` runs on a copy of the whole demonstration instead, which is loaded
once for the run, by the first process that needs it.
"""

import fcntl
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import timezone

from tests.stack_plugin import FOLDER, TEMPLATE, worker

DEMONSTRATION = f"{TEMPLATE}_demonstration"


class Databases:
    """This process's copies, by the template they were copied from, and which of them Django uses."""

    def __init__(self) -> None:
        self.copies: dict[str, str] = {}
        self.server = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

    def use(self, template: str) -> None:
        """Points Django, in every thread, at the copy of `template`; makes it where there is none."""
        name = self.copies.get(template)
        if name is None:
            name = f"{template.replace('_template', '')}_{worker()}"
            self.copy(template, name)
            self.copies[template] = name
        self.point_at(name)

    def spoil(self) -> None:
        """What Django uses now is not as it was copied: it goes."""
        name = connection.settings_dict["NAME"]
        connection.close()
        self.drop(name)
        self.copies = {template: copy for template, copy in self.copies.items() if copy != name}

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        # A copy of the files, not of each block through the log: half of the work at this size.
        self.server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')

    def drop(self, name: str) -> None:
        """Also where a thread of the live server, or a worker, still has a connection."""
        self.server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def point_at(self, name: str) -> None:
        if connection.settings_dict["NAME"] != name:
            connection.close()
            connection.settings_dict["NAME"] = name

    def close(self) -> None:
        connection.close()
        for name in self.copies.values():
            self.drop(name)
        self.server.close()


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    databases = Databases()
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, databases: Databases) -> Iterator[None]:
    """In place of pytest-django's: nothing is created, migrated or serialized in Django's own way."""
    name = connection.settings_dict["NAME"]
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: databases.spoil())
    yield
    patch.undo()
    databases.point_at(name)


@pytest.fixture
def _django_db_helper(_database: None, _django_db_helper: None) -> None:
    """pytest-django begins its transaction when the right database is chosen."""


@pytest.fixture
def _database(request, django_db_setup, databases: Databases) -> None:
    if "demonstration_data" in request.fixturenames:
        request.getfixturevalue("_demonstration_template")
        databases.use(DEMONSTRATION)
    else:
        databases.use(TEMPLATE)


@pytest.fixture
def demonstration_data(_demonstration_template: datetime, db, settings) -> datetime:
    """The whole demonstration, to read and to change. Gives the moment that it was loaded for."""
    settings.MEDIA_ROOT = str(demonstration_media())
    return _demonstration_template


@pytest.fixture(scope="session")
def _demonstration_template(django_db_setup, django_db_blocker, databases: Databases) -> datetime:
    """Loads the demonstration, unless another process of this run has done so."""
    folder = Path(os.environ[FOLDER])
    made = folder / "demonstration.txt"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            now = timezone.now()
            databases.copy(TEMPLATE, DEMONSTRATION)
            with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(demonstration_media())):
                load_demonstration(databases, now)
            made.write_text(now.isoformat(), encoding="utf-8")
    return datetime.fromisoformat(made.read_text(encoding="utf-8"))


def load_demonstration(databases: Databases, now: datetime) -> None:
    from demo.load import load_demo

    used = connection.settings_dict["NAME"]
    databases.point_at(DEMONSTRATION)
    try:
        call_command("load_municipalities", verbosity=0)
        load_demo(now=now)
    finally:
        databases.point_at(used)


def demonstration_media() -> Path:
    return Path(os.environ[FOLDER]) / "media" / "demonstration"
