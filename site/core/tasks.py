"""Tasks of the whole installation."""

import structlog
from celery import shared_task
from django.utils import timezone

from core import privacy

logger = structlog.get_logger(__name__)


@shared_task(name="core.purge_expired")
def purge_expired() -> None:
    """Once a day: end the personal rows that have served their purpose."""
    count = privacy.purge_expired(now=timezone.now())
    logger.info("purge_expired", rows=count)
