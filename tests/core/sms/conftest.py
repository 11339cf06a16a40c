"""A kind of SMS that this process knows for one test, and a person who gets it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest

from core.mail.outbox import kinds, services
from core.mail.outbox.models import OutboxMessage
from core.sms import incoming
from core.sms.messages import TextMessage
from tests.core.clock import NOW, Clock

KARI, OLE = "+4790123456", "+4790123457"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def texts() -> Iterator[Callable[..., kinds.Kind]]:
    """Registers kinds of SMS: the number stands in what it is about. Fields are the kind's, or the text's."""
    with ExitStack() as after:

        def register(name: str = "test.sms", *, payer: str = "1804", text: str = "Blir det?", **fields):
            def make(row: OutboxMessage, now: datetime) -> TextMessage:
                return TextMessage(to=row.about, text=text, payer=payer)

            after.callback(kinds.forget_kind, name)
            usual = {"priority": kinds.Priority.NEWS, "worth": timedelta(days=2), "make": make}
            return kinds.register(kinds.Kind(name=name, **{**usual, **fields}))

        yield register


@pytest.fixture
def reader() -> Iterator[list[incoming.Incoming]]:
    """A room that understands what begins with JA, and keeps what it has read."""
    read: list[incoming.Incoming] = []

    def understands(message: incoming.Incoming) -> bool:
        if not message.text.lower().startswith("ja"):
            return False
        read.append(message)
        return True

    rooms = list(incoming._readers)
    incoming._readers[:] = [understands]
    yield read
    incoming._readers[:] = rooms


def ask(*numbers: str, kind: str = "test.sms", **fields) -> None:
    for number in numbers:
        services.queue(
            **{"kind": kind, "about": number, "recipient": f"follow:{number[-4:]}", "now": NOW, **fields}
        )


def states() -> dict[str, tuple[str, str]]:
    return {row.about: (row.state, row.reason) for row in OutboxMessage.objects.all()}
