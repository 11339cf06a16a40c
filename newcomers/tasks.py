"""Long lists of people, while nobody waits for them."""

import structlog
from celery import shared_task
from django.utils import timezone

from newcomers import uploading

logger = structlog.get_logger(__name__)


@shared_task(name=uploading.READ_LISTS)
def read_lists() -> None:
    """Every list that is to be read or taken in. Carries nothing: what is due stands in rows."""
    now = timezone.now()
    for pk in uploading.waiting(now=now):
        try:
            uploading.go_on(upload_id=pk, now=now)
        except Exception:
            # One list stops no other: it is tried again until it ends by itself.
            logger.exception("list_not_read", upload=pk)
