"""Tasks of pictures."""

import structlog
from celery import shared_task
from django.utils import timezone

from organisations.picturing.unused import drop_unused

logger = structlog.get_logger(__name__)


@shared_task(name="organisations.drop_unused_pictures")
def drop_unused_pictures() -> None:
    """Once a day: photographs that nothing shows end."""
    logger.info("drop_unused_pictures", pictures=drop_unused(now=timezone.now()))
