"""Tasks of the whole installation."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from core import sending
from core.mail.outbox import services as outbox
from core.page_cache import stamps
from core.privacy import erasures, purge

logger = structlog.get_logger(__name__)


@shared_task(name="core.purge_expired")
def purge_expired() -> None:
    """Once a day: end the personal rows that have served their purpose."""
    now = timezone.now()
    count = purge.purge_expired(now=now)
    versions = purge.end_old_versions(now=now)
    purge.end_unfinished_work(now=now)
    erasures.forget_old(before=now - timedelta(days=settings.BACKUPS_KEPT_DAYS))
    outbox.end_old(now=now)
    sending.forget(now=now)
    logger.info("purge_expired", rows=count, versions=versions)


@shared_task(name="core.publish_scheduled")
def publish_scheduled() -> None:
    """Every five minutes: publish, and take down, what editors have set a time for."""
    call_command("publish_scheduled")


@shared_task(name="core.end_sessions")
def end_sessions() -> None:
    """Once an hour, what `clearsessions` does: end the sessions that are over, with what strangers typed."""
    purge.end_sessions()


@shared_task(name="core.forget_writes")
def forget_writes() -> None:
    """Every five minutes: what no kept page can be older than."""
    stamps.forget(now=timezone.now())
