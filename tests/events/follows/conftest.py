"""Mails as they arrive, and one moment for all."""

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from core.mail.outbox import delivering

# A Saturday, by day.
NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def deliver() -> Callable[[datetime], None]:
    def run(now: datetime) -> None:
        delivering.deliver_due(clock=lambda: now)

    return run


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def text_of(raw: bytes) -> str:
    body = parsed(raw).get_body(("plain",))
    assert body is not None
    return body.get_content()
