"""Tasks of the events room."""

import structlog
from celery import shared_task
from django.utils import timezone
from wagtail.models import TaskState

from events import services
from events.portal import notices

logger = structlog.get_logger(__name__)


@shared_task(name="events.extend_occurrences")
def extend_occurrences() -> None:
    """Once a day: keep every running series 18 months ahead."""
    made = services.extend_all(now=timezone.now())
    logger.info("extend_occurrences", made=made)


@shared_task(name="events.tell_organiser", autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def tell_organiser(*, task_state_id: int) -> None:
    """After a decision: mail it to who handed the activity in."""
    task_state = (
        TaskState.objects.select_related("workflow_state__requested_by").filter(pk=task_state_id).first()
    )
    sent = task_state is not None and notices.send_decision(task_state=task_state)
    logger.info("tell_organiser", task_state=task_state_id, sent=sent)
