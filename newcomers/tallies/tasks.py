"""The nightly job: thin, and twice is no harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from newcomers.tallies import editions, filling

logger = structlog.get_logger(__name__)


@shared_task(name="tallies.fill")
def fill() -> None:
    """Once a night: the numbers are brought up to date, and what is due of them is published."""
    now = timezone.now()
    months = filling.fill(now=now)
    edition = editions.publish(now=now)
    logger.info("tallies_filled", months=months, edition=str(edition or ""))
