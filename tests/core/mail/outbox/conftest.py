"""A kind of message that this process knows for one test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from core.mail.outbox import kinds
from tests.core.clock import Clock
from tests.core.mail.outbox.kind import a_kind


@pytest.fixture
def with_kind() -> Iterator[Callable[..., kinds.Kind]]:
    """Registers kinds with the fields that are given, by name, until the test is over."""
    with ExitStack() as after:

        def register(name: str = "test.news", **fields) -> kinds.Kind:
            after.callback(kinds.forget_kind, name)
            return kinds.register(a_kind(name, **fields))

        yield register


@pytest.fixture
def clock() -> Clock:
    return Clock()
