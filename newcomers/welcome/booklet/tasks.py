"""What workers do for booklets."""

import structlog
from celery import shared_task
from django.utils import timezone

from newcomers.welcome.booklet import making, services

logger = structlog.get_logger(__name__)


@shared_task(name=services.TASK)
def make_booklets() -> None:
    """What waits to be made, and what a worker has left undone; and what is over goes."""
    services.end_old(now=timezone.now())
    making.make_waiting()
