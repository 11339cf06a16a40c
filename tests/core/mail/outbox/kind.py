"""A kind of message for tests: who it is to stands in what it is about."""

import os
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives

from core.mail.letter import Letter, build_message
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    return build_message(Letter(row.about, row.about, f"<p>{row.about}</p>"), to=row.about, language="nb")


def a_kind(name: str, **fields) -> kinds.Kind:
    return kinds.Kind(
        **{"name": name, "priority": kinds.Priority.NEWS, "worth": timedelta(days=2), "make": make, **fields}
    )


if __name__ == "__main__":
    # A worker without Celery: it is started and killed a hundred times.
    import time

    import django

    django.setup()
    from core.mail.outbox import delivering

    kinds.register(a_kind("test.proof"))
    ends = time.monotonic() + float(os.environ["RUN_SECONDS"])
    while time.monotonic() < ends:
        delivering.sweep()
        delivering.deliver_due()
        time.sleep(0.05)
