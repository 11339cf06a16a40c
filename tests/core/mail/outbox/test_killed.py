"""Workers that are really killed, against a mail server that refuses, delays and drops."""

import sys
import time
from collections import Counter

import pytest
from django.utils import timezone

from core.mail.outbox import services
from core.mail.outbox.models import OutboxMessage
from tests.core.mail.outbox.unreliable import (
    KILLS,
    MESSAGES,
    addresses,
    killed_workers,
    unreliable,
    wrongly_told,
)

__all__ = ["unreliable"]


@pytest.mark.prove
@pytest.mark.parametrize(
    ("kind", "moves_the_clock"), [("test.each", False), ("test.together", False), ("test.together", True)]
)
@pytest.mark.django_db(transaction=True)
def test_each_message_arrives_exactly_once_or_is_listed_as_unconfirmed(
    unreliable, settings, with_kind, kind, moves_the_clock
):
    with_kind(kind)
    now = timezone.now()
    services.queue_many(
        kind=kind,
        messages=[services.Outgoing(address, f"signup:{address}") for address in addresses()],
        now=now,
    )
    began = time.monotonic()
    with killed_workers(settings, now, moves_the_clock=moves_the_clock):
        pass
    rows = dict(OutboxMessage.objects.values_list("about", "state"))
    states = Counter(rows.values())
    assert set(rows) == set(addresses())
    assert wrongly_told(rows, unreliable.taken) == []
    # What may have left and is unsure is little: the drops, the lost answers and the kills in a hand-over.
    assert states["unconfirmed"] <= MESSAGES * 0.12 + KILLS
    moved = ", with a clock that is moved" if moves_the_clock else ""
    spent = time.monotonic() - began
    sys.stderr.write(f"\n{kind}: {dict(states)} with {KILLS} kills{moved} in {spent:.0f} s\n")
