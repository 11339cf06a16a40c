"""Tasks of the whole installation."""

import structlog
from celery import shared_task
from django.utils import timezone

from core.mail.outbox import services as outbox
from core.privacy import purge

logger = structlog.get_logger(__name__)


@shared_task(name="core.purge_expired")
def purge_expired() -> None:
    """Once a day: end the personal rows that have served their purpose."""
    now = timezone.now()
    count = purge.purge_expired(now=now)
    versions = purge.end_old_versions(now=now)
    purge.end_unfinished_work(now=now)
    outbox.end_old(now=now)
    logger.info("purge_expired", rows=count, versions=versions)


@shared_task(name="core.end_sessions")
def end_sessions() -> None:
    """Once an hour: end the sessions that are over, with the addresses that strangers typed."""
    purge.end_sessions()
