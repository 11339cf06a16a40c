"""Tasks of what stands beside a sign-up: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.besides import afterwards, going, reminders

logger = structlog.get_logger(__name__)


@shared_task(name="besides.look_at_numbers")
def look_at_numbers() -> None:
    """Every ten minutes: which dates enough have signed up for, and which have too few the day before."""
    now = timezone.now()
    reached = going.look_at_numbers(now=now)
    logger.info("look_at_numbers", reached=reached, asked=going.ask_organisers(now=now))


@shared_task(name="besides.write_before_and_after")
def write_before_and_after() -> None:
    """Every quarter of an hour: who is to meet somebody, and thanks after a date."""
    now = timezone.now()
    to_meet = reminders.queue_due(now=now)
    logger.info("write_before_and_after", to_meet=to_meet, after=afterwards.queue_due(now=now))
