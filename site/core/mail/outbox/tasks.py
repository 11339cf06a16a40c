"""The one task of the outbox. It carries nothing: what is to be sent stands in the rows."""

import structlog
from celery import shared_task
from django.core.cache import cache

from core.mail.outbox import delivering
from core.mail.outbox.nudge import TASK, nudge
from core.mail.outbox.ways import offered

logger = structlog.get_logger(__name__)

# A server that cannot be used is not asked by every worker at every nudge: it would hold them all up. Each
# way has a pause of its own: with the SMS provider away mail leaves as ever.
AWAY = "outbox-server-away"
AWAY_FOR_SECONDS = 15


@shared_task(name=TASK)
def deliver_due() -> None:
    """At every nudge and every round of beat: whatever is due leaves."""
    delivering.sweep()
    pauses = {str(name): cache.get(f"{AWAY}:{name}") for name in offered()}
    away = {name: reason for name, reason in pauses.items() if reason}
    if len(away) == len(pauses):
        return
    run = delivering.deliver_due(away=away)
    for name in run.stopped_ways:
        cache.set(f"{AWAY}:{name}", run.away[name], AWAY_FOR_SECONDS)
    if run.has_more:
        nudge()
    if run.tried or run.stopped:
        logger.info("deliver_due", tried=run.tried, stopped=run.stopped)
