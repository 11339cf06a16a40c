"""The daily job that keeps dates ahead of the calendar."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.dates.services import extend_all, forget_changes

logger = structlog.get_logger(__name__)


@shared_task(name="events.extend_occurrences")
def extend_occurrences() -> None:
    """Once a day: keep every running series 18 months ahead, and forget old changes."""
    now = timezone.now()
    made = extend_all(now=now)
    logger.info("extend_occurrences", made=made, forgotten=forget_changes(now=now))
