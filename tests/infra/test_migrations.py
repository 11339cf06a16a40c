"""Migrations go back as far as one likes, and forth again: on a database of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.db.models import NOT_PROVIDED

from tests.stack_plugin import ROOT, TEMPLATE

OURS = sorted(
    config.label
    for config in apps.get_app_configs()
    if config.name.split(".")[0] in {"core", "organisations", "events", "newcomers", "home"} and config.models
)
NAME = "moteplass_test_back_and_forth"


@pytest.fixture
def migrate() -> Iterator[Callable[..., str]]:
    """`manage.py migrate` on a copy of the migrated database; returns what it said."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.execute(f"CREATE DATABASE {NAME} TEMPLATE {TEMPLATE}")
    environment = {
        **os.environ,
        "DATABASE_URL": urlsplit(url)._replace(path=f"/{NAME}").geturl(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, "manage.py", "migrate", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    yield run
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


# Minutes in all: `core` takes Wagtail and everything else with it.
@pytest.mark.prove
@pytest.mark.whole
@pytest.mark.parametrize("app", OURS)
def test_app_goes_back_to_zero_and_forth_again(migrate, app):
    assert "Unapplying" in migrate(app, "zero")
    assert f"Applying {app}.0001" in migrate()
    assert "No migrations to apply" in migrate()


@pytest.mark.parametrize("label", OURS)
def test_what_the_database_fills_in_is_there_in_memory_too(label):
    """A row that is not saved yet says what a saved one says, and no placeholder for it."""
    left_out = [
        str(field)
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.local_concrete_fields
        if field.db_default is not NOT_PROVIDED and field.default is NOT_PROVIDED
    ]
    assert left_out == []
