"""A kind of message for tests: who it is to stands in what it is about."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives

from core.mail.letter import Letter, build_message
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    return build_message(Letter(row.about, row.about, f"<p>{row.about}</p>"), to=row.about, language="nb")


def prepare(
    rows: Sequence[OutboxMessage], now: datetime
) -> Callable[[OutboxMessage], EmailMultiAlternatives]:
    return lambda row: make(row, now)


def a_kind(name: str, **fields) -> kinds.Kind:
    return kinds.Kind(
        **{"name": name, "priority": kinds.Priority.NEWS, "worth": timedelta(days=2), "make": make, **fields}
    )
