"""The job of the steps: thin. It may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from newcomers.welcome.steps import later
from newcomers.welcome.steps.daily import send_due as send

logger = structlog.get_logger(__name__)


@shared_task(name="welcome.send_due")
def send_due() -> None:
    """Every ten minutes: whose turn it is gets the next step."""
    done = send(now=timezone.now())
    logger.info("send_due", people=done.sent, passed_over=done.passed_over)


@shared_task(name="welcome.ask_later")
def ask_later() -> None:
    """Once a day: who agreed four years after they came to be asked once more is asked."""
    logger.info("ask_later", people=later.ask_due(now=timezone.now()))
