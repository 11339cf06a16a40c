"""How many messages a minute one mail provider is given: more at once looks like a flood, and is refused.

What somebody waits for is counted, and held back by nobody's campaign.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count

from core.mail.outbox.kinds import Priority
from core.mail.outbox.models import OutboxMessage

MINUTE = timedelta(minutes=1)


def provider_of(address: str) -> str:
    """The domain of an address: whoever runs it counts what comes from us."""
    return address.rpartition("@")[2].strip("> ").lower()


def wait(row: OutboxMessage, *, now: datetime) -> timedelta:
    """How long `row` waits because its provider has had enough for this minute; nothing when it may leave."""
    if row.priority <= Priority.ANSWER or Minute([row.provider], now=now).takes(row.provider):
        return timedelta(0)
    return wait_for(row.provider, now=now)


class Minute:
    """What each of some providers takes in this minute. One query; whoever else counts at the same time may
    make it a few more."""

    def __init__(self, providers: Collection[str], *, now: datetime) -> None:
        self.most = settings.OUTBOX_PER_MINUTE
        self.had: dict[str, int] = {}
        if self.most:
            lately = OutboxMessage.objects.filter(provider__in=providers, sending_at__gt=now - MINUTE)
            counted = lately.order_by().values_list("provider").annotate(number=Count("pk"))
            self.had = dict(counted)

    def takes(self, provider: str) -> bool:
        """Whether `provider` takes one more, which is then counted."""
        if self.most and self.had.get(provider, 0) >= self.most:
            return False
        self.had[provider] = self.had.get(provider, 0) + 1
        return True


def wait_for(provider: str, *, now: datetime) -> timedelta:
    """How long one more waits for `provider`, behind those that wait already.

    A long list is not made anew every minute to be put off again.
    """
    ahead = OutboxMessage.objects.filter(provider=provider).queued().filter(due_at__gt=now).count()
    return MINUTE * (1 + ahead // settings.OUTBOX_PER_MINUTE)


def forget_providers(*, now: datetime) -> None:
    """Somebody's own domain names them: it is kept for as long as it is counted, and not longer."""
    old = OutboxMessage.objects.ended().exclude(provider="").filter(sending_at__lte=now - 2 * MINUTE)
    old.update(provider="")
