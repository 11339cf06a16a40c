"""Tasks of the door: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.door import phones, ticks

logger = structlog.get_logger(__name__)


@shared_task(name="door.end_ticks")
def end_ticks() -> None:
    """Once a night: names that were ticked become a number, and what phones have sent is forgotten."""
    now = timezone.now()
    logger.info("end_ticks", rows=ticks.end_ticks(now=now), phones=phones.forget_old(now=now))
