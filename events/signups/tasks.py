"""Tasks of the sign-ups: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.signups import reminders, services
from events.telling import news

logger = structlog.get_logger(__name__)


@shared_task(name="signups.send_reminders")
def send_reminders() -> None:
    """Every 15 minutes: a message for each who is to be reminded."""
    logger.info("send_reminders", due=reminders.queue_due(now=timezone.now()))


@shared_task(name="signups.erase_served")
def erase_served() -> None:
    """Once an hour: end the names and addresses that have served their purpose."""
    now = timezone.now()
    news.end_old(now=now)
    logger.info("erase_served", rows=services.erase_served(now=now))
