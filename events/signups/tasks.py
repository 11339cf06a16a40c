"""Tasks of the sign-ups: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.signups import reminders, requests, services
from events.telling import news

logger = structlog.get_logger(__name__)


@shared_task(name="signups.send_reminders")
def send_reminders() -> None:
    """Every 15 minutes: a message for each who is to be reminded."""
    logger.info("send_reminders", due=reminders.queue_due(now=timezone.now()))


@shared_task(name="signups.look_after_lists")
def look_after_lists() -> None:
    """Every minute: places that time has made free go to who waits, and courses get their later dates."""
    now = timezone.now()
    joined = services.join_later_dates(now=now)
    promoted = services.promote_all(now=now)
    requests.tell_untold(now=now)
    if joined or promoted:
        logger.info("look_after_lists", joined=joined, promoted=promoted)


@shared_task(name="signups.erase_served")
def erase_served() -> None:
    """Once an hour: end the names and addresses that have served their purpose."""
    now = timezone.now()
    news.end_old(now=now)
    logger.info("erase_served", rows=services.erase_served(now=now))
