"""Tasks of joining: thin. Every one may run twice without harm."""

import structlog
from celery import shared_task
from django.utils import timezone

from organisations.joining import branches, services, yearly

logger = structlog.get_logger(__name__)


@shared_task(name=services.LOOK_UP)
def look_up_due() -> None:
    """As soon as somebody gives a number, and every minute: what a register has not answered yet."""
    asked = services.look_up_due(now=timezone.now())
    if asked:
        logger.info("registers_asked", asked=asked)


@shared_task(name="joining.look_after_organisations")
def look_after_organisations() -> None:
    """Once a day: signs of life are noted, owners asked once a year; who is silent leaves the lists."""
    now = timezone.now()
    new, seen = yearly.begin(now=now), yearly.see()
    asked, hidden = yearly.ask(now=now), yearly.hide(now=now)
    logger.info("organisations_looked_after", new=new, seen=seen, asked=asked, hidden=hidden)


@shared_task(name=branches.FETCH)
def fetch_branches() -> None:
    """As soon as an editor asks for it, and every few minutes: the register's lists of local clubs."""
    branches.fetch_due(now=timezone.now())
