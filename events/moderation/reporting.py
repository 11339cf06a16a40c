"""What visitors report: kept for a while, without who they are, and seen to by an editor."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from events.models import Event, Report
from events.moderation.editors import tell_of_report


@transaction.atomic
def report(*, event: Event, why: str, words: str, now: datetime) -> Report:
    """Say to the editors that something is wrong. `now` is UTC."""
    made = Report.objects.create(
        event=event,
        why=why,
        words=words,
        made_at=now,
        expires_at=now + timedelta(days=settings.REPORT_RETENTION_DAYS),
    )
    tell_of_report(made, now=now)
    return made


def see_to(*, event: Event, now: datetime) -> int:
    """An editor has looked at every report of `event`. Returns how many there were."""
    return Report.objects.open(now).filter(event=event).update(seen_to_at=now)
