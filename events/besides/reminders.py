"""When to tell a volunteer whom they are to meet: the day before, and again when there are more."""

from datetime import datetime, timedelta

from core.clock import local_day
from core.mail.outbox import services as outbox
from events.besides.kinds import TO_MEET, recipient_of
from events.besides.meeting import greeter_of, wanted_at
from events.besides.models import MetAtTheDoor, WantsToBeMet
from events.models import Occurrence

TOLD_AHEAD = timedelta(hours=24)


def queue_due(*, now: datetime) -> int:
    """Have everybody told who meets somebody at a date of the next 24 hours. Returns how many dates.

    One message for each number of people: whoever was told of two is told when they are three.
    """
    signed_up = WantsToBeMet.objects.values("signup__occurrence")
    just_come = MetAtTheDoor.objects.filter(number__gt=0).values("occurrence")
    soon = Occurrence.objects.public().scheduled().between(now, now + TOLD_AHEAD).select_related("event")
    dates = (soon.filter(pk__in=signed_up) | soon.filter(pk__in=just_come)).distinct()
    told = 0
    for date in dates:
        greeter, wanted = greeter_of(date.event), wanted_at(date)
        if greeter is None or not wanted.number:
            continue
        told += 1
        outbox.queue(
            kind=TO_MEET,
            about=f"occurrence:{date.pk}",
            recipient=recipient_of(greeter.responsible_id),
            occasion=f"{local_day(date.starts_at).isoformat()} {wanted.number}",
            wanted_until=date.starts_at,
            now=now,
        )
    return told
