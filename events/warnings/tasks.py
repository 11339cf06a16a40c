"""The jobs of the weather: a round every so often, and once a day what is long over goes."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.warnings.services import forget, poll

logger = structlog.get_logger(__name__)

# A whole round, with all its files, by the slowest server that is still read.
MOST_SECONDS = 300


@shared_task(name="events.poll_warnings", soft_time_limit=MOST_SECONDS, time_limit=MOST_SECONDS + 30)
def poll_warnings() -> None:
    """Once a minute: ask MET if it is time, and tell the dates."""
    poll(now=timezone.now())


@shared_task(name="events.forget_warnings")
def forget_warnings() -> None:
    """Once a day: delete the warnings of last week."""
    logger.info("forget_warnings", forgotten=forget(now=timezone.now()))
