"""A mail that left, and a mailbox to which mails come back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from core.mail.outbox import delivering, services
from core.mail.outbox.kinds import Returned
from core.mail.outbox.models import OutboxMessage
from tests.core.mail.outbox.conftest import with_kind
from tests.imap_server import ImapServer

__all__ = ["with_kind"]

NOW = datetime(2027, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def told(with_kind) -> list[tuple[str, Returned]]:
    """What a kind was told of mails that it sent: (whom it was to, what)."""
    heard: list[tuple[str, Returned]] = []
    with_kind(returned=lambda row, returned: heard.append((row.about, returned)))
    return heard


@pytest.fixture
def left(told, smtp_server) -> Callable[[str], OutboxMessage]:
    """Sends a mail to an address; returns its row."""

    def send(address: str, occasion: str = "") -> OutboxMessage:
        services.queue(kind="test.news", about=address, recipient="newcomer:1", occasion=occasion, now=NOW)
        delivering.deliver_due(clock=lambda: NOW)
        return OutboxMessage.objects.get(about=address, occasion=occasion)

    return send


@pytest.fixture
def imap(settings) -> Iterator[ImapServer]:
    """A mailbox of ours, on a real socket."""
    server = ImapServer()
    settings.BOUNCES_ADDRESS = "retur+*@moteplass.example"
    settings.BOUNCES = {
        "ssl": False,
        "host": "127.0.0.1",
        "port": server.port,
        "user": "retur",
        "password": "hemmelig",
        "folder": "INBOX",
    }
    yield server
    server.stop()


def number_of(row: OutboxMessage) -> str:
    return row.message_id.strip("<>").partition("@")[0]
