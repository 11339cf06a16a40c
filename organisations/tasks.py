"""Tasks of accounts and roles."""

import structlog
from celery import shared_task
from django.utils import timezone

from organisations import services

logger = structlog.get_logger(__name__)


@shared_task(name="organisations.end_accounts")
def end_accounts() -> None:
    """Once a day: end the accounts that nobody needs any longer."""
    logger.info("end_accounts", accounts=services.end_accounts(now=timezone.now()))
