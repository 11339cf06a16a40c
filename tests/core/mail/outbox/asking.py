"""Messages that somebody asks for."""

from core.mail.outbox import services
from core.mail.outbox.models import OutboxMessage
from tests.core.clock import NOW

OLENA, SAMIR = "olena@example.org", "samir@example.org"


def ask(*addresses: str, kind: str = "test.news", **fields) -> None:
    for address in addresses:
        services.queue(
            **{"kind": kind, "about": address, "recipient": f"signup:{address[0]}", "now": NOW, **fields}
        )


def states() -> dict[str, tuple[str, str]]:
    return {row.about: (row.state, row.reason) for row in OutboxMessage.objects.all()}
