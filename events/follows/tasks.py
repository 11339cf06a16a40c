"""Tasks of those who mean to come: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.follows import reminders, services

logger = structlog.get_logger(__name__)


@shared_task(name="follows.send_reminders")
def send_reminders() -> None:
    """Every 15 minutes: a message for each who asked to be reminded."""
    logger.info("follow_reminders", due=reminders.queue_due(now=timezone.now()))


@shared_task(name="follows.look_after")
def look_after() -> None:
    """Once an hour: end what may not be kept, and ask "still?" of those whose time is nearly over."""
    ended = services.end_sensitive()
    logger.info("follows_looked_after", ended=ended, asked=services.ask_still(now=timezone.now()))
