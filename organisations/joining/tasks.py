"""Tasks of joining: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from organisations.joining import services

logger = structlog.get_logger(__name__)


@shared_task(name=services.LOOK_UP)
def look_up_due() -> None:
    """As soon as somebody gives a number, and every minute: what a register has not answered yet."""
    asked = services.look_up_due(now=timezone.now())
    if asked:
        logger.info("registers_asked", asked=asked)
