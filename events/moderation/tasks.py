"""Telling an organiser, outside the request in which the municipality decided."""

import structlog
from celery import Task, shared_task
from wagtail.models import TaskState

from core.mail.smtp import NotTaken
from events.moderation import notices

logger = structlog.get_logger(__name__)


@shared_task(name="events.tell_organiser", bind=True, max_retries=5)
def tell_organiser(self: Task, *, task_state_id: int) -> None:
    """After a decision: mail it to who handed the activity in."""
    task_state = (
        TaskState.objects.select_related("workflow_state__requested_by").filter(pk=task_state_id).first()
    )
    if task_state is None:
        logger.info("tell_organiser_gone", task_state=task_state_id)
        return
    try:
        sent = notices.send_decision(task_state=task_state)
    except NotTaken as problem:
        logger.warning("tell_organiser_not_taken", task_state=task_state_id, reason=problem.reason.value)
        if problem.is_for_good:
            return
        raise self.retry(exc=problem, countdown=60 * 2**self.request.retries) from None
    logger.info("tell_organiser", task_state=task_state_id, sent=sent)
