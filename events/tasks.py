"""Tasks of the events room."""

import structlog
from celery import shared_task
from django.utils import timezone

from events import services

logger = structlog.get_logger(__name__)


@shared_task(name="events.extend_occurrences")
def extend_occurrences() -> None:
    """Once a day: keep every running series 18 months ahead."""
    made = services.extend_all(now=timezone.now())
    logger.info("extend_occurrences", made=made)
