"""Many mails of one kind, such as a campaign's: what is common is made once, and little is written for each.

One statement a mail marks it as *sending* and notes that the server has taken the one before it (`taken_at`).
That those were sent is recorded for some at once. So a worker that is killed at any moment leaves never
more than one mail of which nobody knows whether it left; of those that were noted, `sweep` records the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import cast

import psycopg
import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from core.mail.outbox import rate
from core.mail.outbox.answers import not_taken
from core.mail.outbox.kinds import Message, Transport, kind_of
from core.mail.outbox.making import made_by
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.recording import give_back_together, postpone_together, record_taken
from core.mail.outbox.runs import Run
from core.mail.outbox.ways import Way
from core.mail.taking import NotTaken

logger = structlog.get_logger(__name__)

# Made before the first of them is handed over: between two hand-overs nothing is done but one statement.
MADE_TOGETHER = 25
MARK = f"""
    WITH noted AS (
        UPDATE {OutboxMessage._meta.db_table} SET taken_at = %(now)s
        WHERE id = %(before)s AND lease = %(lease)s AND state IN ('sending', 'unconfirmed')
    )
    UPDATE {OutboxMessage._meta.db_table}
    SET state = 'sending', sending_at = %(now)s, attempts = attempts + 1, transport = %(transport)s,
        message_id = %(message_id)s, provider = %(provider)s, address_mark = %(address_mark)s
    WHERE id = %(id)s AND lease = %(lease)s AND state = 'queued'
"""  # noqa: S608  the name of our own table

Make = Callable[[OutboxMessage], Message]
Ready = tuple[OutboxMessage, EmailMultiAlternatives]


def deliver_together(
    rows: Sequence[OutboxMessage], run: Run, clock: Callable[[], datetime], goes_on: Callable[[], bool]
) -> None:
    """Send `rows`, all of one kind and one lease, for as long as `goes_on`; the rest stays leased.

    Raises `NotTaken` when the server takes nothing: then the rest is given back.
    """
    waiting = iter(rows)
    try:
        # What nobody takes need not be made.
        run.ways[Transport.MAIL].open()
        make = _prepared(rows, clock())
        while goes_on() and (some := list(islice(waiting, MADE_TOGETHER))):
            _deliver_some(_ready(some, make, clock), run, clock, goes_on)
    except NotTaken as problem:
        left = [row for row in rows if row.leased_until and row.state == OutboxMessage.State.QUEUED]
        give_back_together(left, problem.reason.value, now=clock())
        raise


def _prepared(rows: Sequence[OutboxMessage], now: datetime) -> Make:
    """What makes each message. A fault in what they have in common is a fault of each."""
    prepare = kind_of(rows[0].kind).prepare
    assert prepare is not None, "asked before"
    try:
        return prepare(rows, now)
    except Exception as fault:  # noqa: BLE001  raised again for each
        return _failing(fault)


def _failing(fault: Exception) -> Make:
    def make(row: OutboxMessage) -> Message:
        raise fault

    return make


def _ready(rows: Sequence[OutboxMessage], make: Make, clock: Callable[[], datetime]) -> list[Ready]:
    """The mails of those that can leave now. What becomes of the others is recorded."""
    now = clock()
    ready: list[Ready] = []
    for row in rows:
        # What leaves together is mail: a text message leaves by itself.
        message = cast(EmailMultiAlternatives | None, made_by(partial(make, row), row, now=now))
        if message is not None:
            row.transport, row.provider = Transport.MAIL, rate.provider_of(message.to[0])
            ready.append((row, message))
    minute = rate.Minute({row.provider for row, _message in ready}, now=now)
    may_leave = [each for each in ready if minute.takes(each[0].provider)]
    leaving = {row.pk for row, _message in may_leave}
    for provider in {row.provider for row, _message in ready}:
        late = [row for row, _message in ready if row.provider == provider and row.pk not in leaving]
        if late:
            postpone_together(late, Why.OVER_RATE, rate.wait_for(provider, now=now), now=now)
    return may_leave


def _deliver_some(
    ready: Sequence[Ready], run: Run, clock: Callable[[], datetime], goes_on: Callable[[], bool]
) -> None:
    way = run.ways[Transport.MAIL]
    taken: list[OutboxMessage] = []
    try:
        for row, message in _while(goes_on, ready):
            way.open()
            before = taken[-1] if taken else None
            if not _mark_sending(row, way, message, before, now=clock()):
                logger.info("outbox_not_ours", message=row.pk)
                continue
            run.tried += 1
            try:
                way.hand_over(row, message)
            except NotTaken as problem:
                not_taken(row, way, problem, run, now=clock())
            else:
                run.refusals[way.name] = 0
                taken.append(row)
    finally:
        record_taken(taken, now=clock())


def _while(goes_on: Callable[[], bool], ready: Sequence[Ready]) -> Iterator[Ready]:
    for number, each in enumerate(ready):
        if number and not goes_on():
            return
        yield each


def _mark_sending(
    row: OutboxMessage,
    way: Way,
    message: EmailMultiAlternatives,
    before: OutboxMessage | None,
    *,
    now: datetime,
) -> bool:
    """From here on it may have left, and `before` has. False: another worker has it, or it was withdrawn."""
    way.number(row, message)
    values = {
        "now": now,
        "before": before.pk if before else 0,
        "lease": row.lease,
        "id": row.pk,
        "transport": row.transport,
        "message_id": row.message_id,
        "provider": row.provider,
        "address_mark": row.address_mark,
    }
    connection.ensure_connection()
    # psycopg's own: Django's writes the values into the text, which the server has to read anew each time.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        marked = cursor.execute(MARK, values).rowcount == 1
    row.attempts += 1
    if marked:
        row.state = OutboxMessage.State.SENDING
    return marked
