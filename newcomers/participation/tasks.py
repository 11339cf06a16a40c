"""The monthly mail: thin, and twice is no harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from newcomers.participation import mails

logger = structlog.get_logger(__name__)


@shared_task(name="participation.tell")
def tell() -> None:
    """Each morning: whoever sees figures is told of those that are new."""
    logger.info("figures_told", mails=mails.tell(now=timezone.now()))
