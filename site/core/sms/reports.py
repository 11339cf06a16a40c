"""What the provider reports later: that a message has arrived, or that it has not, and why."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from core.mail.outbox import delivering
from core.sms.models import MonthOfTexts, SentText
from core.sms.providers import Report

logger = structlog.get_logger(__name__)


@transaction.atomic
def heard(report: Report, *, now: datetime) -> str:
    """Note it once, and have the outbox tell the room. Returns in one word what became of it; `now` is UTC.

    Raises `delivering.NotYet` while the message is still being handed over: the provider reports again.
    """
    row = _row_of(report)
    if row is None:
        return "unknown"
    state = SentText.State.DELIVERED if report.delivered else SentText.State.FAILED
    if row.state == state:
        return "again"
    delivering.reported(message_id=row.reference, delivered=report.delivered, now=now)
    more = int(state == SentText.State.FAILED) - int(row.state == SentText.State.FAILED)
    row.state, row.code = state, "" if report.delivered else report.code
    row.save(update_fields=["state", "code"])
    if more:
        months = MonthOfTexts.objects.filter(payer=row.payer, month=row.month)
        months.update(undelivered=F("undelivered") + more)
    if not report.delivered:
        logger.info("sms_not_delivered", code=report.code)
    return str(state)


def _row_of(report: Report) -> SentText | None:
    rows = SentText.objects.select_for_update()
    if report.reference:
        return rows.filter(reference=report.reference).first()
    return rows.filter(provider_id=report.provider_id).first() if report.provider_id else None
