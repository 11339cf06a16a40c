"""Where Celery finds the tasks of this room: one `tasks` module for each app."""

import structlog
from celery import shared_task
from django.utils import timezone

from events.exchange import forgetting
from events.exchange.taking_in.tasks import ask_source, fetch_due, take_in_rest

__all__ = ["ask_source", "fetch_due", "forget_changes", "take_in_rest"]

logger = structlog.get_logger(__name__)


@shared_task(name="exchange.forget_changes")
def forget_changes() -> None:
    """Once a day: what nobody can ask for any longer of what was changed."""
    logger.info("public_changes_forgotten", rows=forgetting.forget_changes(now=timezone.now()))
