"""Starts PostgreSQL and Valkey for the test run before Django reads its settings; see pytest's `addopts`.

What DATABASE_URL and REDIS_URL name already is used instead, and nothing is started for it.
"""

import os
import tempfile
from pathlib import Path

import pytest

from scripts.stack import Stack

_stack: Stack | None = None
_folder: tempfile.TemporaryDirectory | None = None


def start() -> None:
    global _stack, _folder
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    _folder = tempfile.TemporaryDirectory(prefix="moteplass-tests-")
    # PostgreSQL runs as another user when root tests.
    Path(_folder.name).chmod(0o755)
    _stack = Stack(Path(_folder.name), durable=False)
    try:
        os.environ.update(_stack.start_missing(os.environ, mail=False))
    except BaseException:
        _stack.stop()
        raise


start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if _stack is not None:
        _stack.stop()
    if _folder is not None:
        _folder.cleanup()
