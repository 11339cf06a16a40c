"""Beat's round over the mailbox to which mails come back."""

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core.mail.bounces.mailbox import NotReadable, read_mailbox

logger = structlog.get_logger(__name__)


@shared_task(name="bounces.read_mailbox")
def read_bounces() -> None:
    """Every five minutes, where the installation has such a mailbox."""
    if not settings.BOUNCES:
        return
    try:
        counts = read_mailbox(now=timezone.now())
    except NotReadable as problem:
        log = logger.error if problem.hint else logger.warning
        log("bounces_not_read", cause=str(problem), **({"hint": problem.hint} if problem.hint else {}))
        return
    if counts:
        logger.info("bounces_read", **counts)
