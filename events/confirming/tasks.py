"""Tasks of the question whether it is on: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.confirming import asking, erasing, silence

logger = structlog.get_logger(__name__)


@shared_task(name="confirming.ask_due")
def ask_due() -> None:
    """Every ten minutes: one message for each volunteer whose turn it is."""
    logger.info("ask_due", messages=asking.ask_due(now=timezone.now()))


@shared_task(name="confirming.notice_silence")
def notice_silence() -> None:
    """Once an hour: dates that have passed in silence are counted, and lists leave silent series out."""
    logger.info("notice_silence", hidden=silence.notice(now=timezone.now()))


@shared_task(name="confirming.forget_responsible")
def forget_responsible() -> None:
    """Once a day: volunteers whom nobody asks any longer are deleted, with what they answered."""
    logger.info("forget_responsible", rows=erasing.forget(now=timezone.now()))
