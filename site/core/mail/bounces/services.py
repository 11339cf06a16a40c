"""A report of one of our mails, however it came: what it ends, whom it tells, and once."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from core.mail.bounces.envelope import message_id_of
from core.mail.bounces.meaning import What
from core.mail.bounces.models import MailReport
from core.mail.outbox import delivering
from core.mail.outbox.kinds import Returned, kind_of, known
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.privacy.kept import MAIL_REPORTS_KEPT_DAYS

logger = structlog.get_logger(__name__)

# Mails of ours that came back from one address for now, or because they were not wanted there: then it is
# written to no longer.
SOFT_ONES = 3
ENDS = {What.HARD, What.SOFT}


@transaction.atomic
def heard(*, number: str, what: What, why: Why, now: datetime) -> str:
    """Note a report of our mail `number` (that of its Message-ID) once. Returns what it was, in a word.

    What came back has failed, whatever its room had noted; its kind is told (`Kind.returned`). Nothing else
    follows: whom we write to, each room decides. Raises `kinds.NotYet` while the mail is still being handed
    over. `now` is UTC.
    """
    row = _row_of(number)
    if row is None:
        return "unknown"
    delivering.be_settled(row, now=now)
    if what is What.DELIVERED:
        delivering.reported(message_id=row.message_id, delivered=True, now=now)
        return what
    kept = now + timedelta(days=MAIL_REPORTS_KEPT_DAYS)
    _report, is_new = MailReport.objects.get_or_create(
        message_id=row.message_id,
        what=what.value,
        defaults={"address_mark": row.address_mark, "reported_at": now, "expires_at": kept},
    )
    if not is_new:
        return "again"
    if what in ENDS:
        delivering.came_back(row, why, now=now)
    is_for_good = what is What.HARD or (what is What.SOFT and _comes_back_always(row))
    returned = Returned(why, is_for_good=is_for_good, wants_no_more=what not in ENDS, at=now)
    kind_of(row.kind).returned(row, returned)
    logger.info("mail_reported", kind=row.kind, message=row.pk, what=what.value, reason=why.value)
    return what


def _row_of(number: str) -> OutboxMessage | None:
    rows = OutboxMessage.objects.select_for_update().filter(kind__in=known())
    return rows.filter(message_id=message_id_of(number)).first() if number else None


def _comes_back_always(row: OutboxMessage) -> bool:
    soft = MailReport.objects.filter(what=MailReport.What.SOFT, address_mark=row.address_mark)
    return bool(row.address_mark) and soft.count() >= SOFT_ONES
