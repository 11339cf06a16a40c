"""The two tasks of the outbox. They carry nothing: what is to be sent stands in the rows."""

import structlog
from celery import shared_task
from django.core.cache import cache

from core.mail.outbox import delivering
from core.mail.outbox.nudge import BULK_TASK, TASK, nudge
from core.mail.outbox.ways import offered

logger = structlog.get_logger(__name__)

# A server that cannot be used is not asked by every worker at every nudge: it would hold them all up. Each
# way has a pause of its own: with the SMS provider away mail leaves as ever.
AWAY = "outbox-server-away"
AWAY_FOR_SECONDS = 15


@shared_task(name=TASK)
def deliver_due() -> None:
    """At every nudge and every round of beat: whatever is due leaves, but for what goes to thousands."""
    _deliver(TASK, urgent_only=True)


@shared_task(name=BULK_TASK)
def deliver_bulk() -> None:
    """In a queue of its own: whatever is due leaves, the most urgent first."""
    _deliver(BULK_TASK, urgent_only=False)


def _deliver(task: str, *, urgent_only: bool) -> None:
    delivering.sweep()
    pauses = {str(name): cache.get(f"{AWAY}:{name}") for name in offered()}
    away = {name: reason for name, reason in pauses.items() if reason}
    if len(away) == len(pauses):
        return
    run = delivering.deliver_due(away=away, urgent_only=urgent_only)
    for name in run.stopped_ways:
        cache.set(f"{AWAY}:{name}", run.away[name], AWAY_FOR_SECONDS)
    if run.has_more:
        nudge(task)
    if run.tried or run.stopped:
        logger.info(task.partition(".")[2], tried=run.tried, stopped=run.stopped)
