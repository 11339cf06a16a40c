"""Messages that somebody asks for, and a clock that a test moves."""

from datetime import UTC, datetime, timedelta

from core.mail.outbox import services
from core.mail.outbox.models import OutboxMessage

NOW = datetime(2027, 1, 5, 12, 0, tzinfo=UTC)
OLENA, SAMIR = "olena@example.org", "samir@example.org"


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


def ask(*addresses: str, kind: str = "test.news", **fields) -> None:
    for address in addresses:
        services.queue(
            **{"kind": kind, "about": address, "recipient": f"signup:{address[0]}", "now": NOW, **fields}
        )


def states() -> dict[str, tuple[str, str]]:
    return {row.about: (row.state, row.reason) for row in OutboxMessage.objects.all()}
