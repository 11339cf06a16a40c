"""How many messages a minute one mail provider is given: more at once looks like a flood, and is refused.

What somebody waits for is counted, and held back by nobody's campaign.
"""

from datetime import datetime, timedelta

from django.conf import settings

from core.mail.outbox.kinds import Priority
from core.mail.outbox.models import OutboxMessage

MINUTE = timedelta(minutes=1)


def provider_of(address: str) -> str:
    """The domain of an address: whoever runs it counts what comes from us."""
    return address.rpartition("@")[2].strip("> ").lower()


def wait(row: OutboxMessage, *, now: datetime) -> timedelta:
    """How long `row` waits because its provider has had enough for this minute; nothing when it may leave."""
    per_minute = settings.OUTBOX_PER_MINUTE
    nothing = timedelta(0)
    if not per_minute or row.priority <= Priority.ANSWER:
        return nothing
    same = OutboxMessage.objects.filter(provider=row.provider)
    if same.filter(sending_at__gt=now - MINUTE).count() < per_minute:
        return nothing
    # Behind those that wait already: a long list is not made anew every minute to be put off again.
    ahead = same.queued().filter(due_at__gt=now).count()
    return MINUTE * (1 + ahead // per_minute)


def forget_providers(*, now: datetime) -> None:
    """Somebody's own domain names them: it is kept for as long as it is counted, and not longer."""
    old = OutboxMessage.objects.ended().exclude(provider="").filter(sending_at__lte=now - 2 * MINUTE)
    old.update(provider="")
