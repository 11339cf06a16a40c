"""What workers do for typesetting."""

import structlog
from celery import shared_task
from django.utils import timezone

from core.typesetting import services

logger = structlog.get_logger(__name__)


@shared_task(name="typesetting.make_file")
def make_file(*, pk: int) -> None:
    services.make(pk=pk, now=timezone.now())


@shared_task(name="typesetting.forget_unused")
def forget_unused() -> None:
    """Once a day: the files that nobody has wanted for a while."""
    logger.info("forget_unused_files", count=services.forget_unused(now=timezone.now()))
