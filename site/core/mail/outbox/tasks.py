"""The one task of the outbox. It carries nothing: what is to be sent stands in the rows."""

import structlog
from celery import shared_task
from django.core.cache import cache

from core.mail.outbox import delivering
from core.mail.outbox.nudge import TASK, nudge

logger = structlog.get_logger(__name__)

# A server that cannot be used is not asked by every worker at every nudge: it would hold them all up.
AWAY = "outbox-server-away"
AWAY_FOR_SECONDS = 15


@shared_task(name=TASK)
def deliver_due() -> None:
    """At every nudge and every round of beat: whatever is due leaves."""
    delivering.sweep()
    if cache.get(AWAY):
        return
    run = delivering.deliver_due()
    if run.stopped:
        cache.set(AWAY, 1, AWAY_FOR_SECONDS)
    elif run.has_more:
        nudge()
    if run.tried or run.stopped:
        logger.info("deliver_due", tried=run.tried, stopped=run.stopped)
