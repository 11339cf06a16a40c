"""What follows when a server does not say yes to a message."""

from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction

from core.mail.outbox.kinds import Returned, Transport, kind_of
from core.mail.outbox.making import has_instead
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.recording import State, pause, postpone, record
from core.mail.outbox.runs import Run
from core.mail.outbox.ways import Impossible, Way
from core.mail.taking import NotTaken

logger = structlog.get_logger(__name__)

# Servers that wait with their no to the sender say it to an addressee: so many in a row are no accident.
REFUSALS_IN_A_ROW = 3
SERVER_TAKES_NOTHING = {
    Transport.MAIL: "mail_server_refuses_the_sender",
    Transport.SMS: "sms_provider_takes_nothing_from_us",
}


def another_way(row: OutboxMessage, impossible: Impossible, *, now: datetime) -> None:
    """It cannot leave by SMS: its kind's mail instead, where there is one, or it ends and says why."""
    may_go_otherwise = impossible.why is not Why.STOPPED or kind_of(row.kind).mails_who_stopped
    if may_go_otherwise and has_instead(row, now):
        # Its reason stays until the mail has left.
        row.is_instead, row.transport, row.provider = True, "", ""
        postpone(row, impossible.why, timedelta(0), now=now)
        return
    record(row, impossible.ends, impossible.why, now=now, from_states=[State.QUEUED])


def not_taken(row: OutboxMessage, way: Way, problem: NotTaken, run: Run, *, now: datetime) -> None:
    """What follows from the server's no. Raises `NotTaken` when it stands for every message of its way."""
    reason = problem.reason
    if problem.may_have_left:
        record(row, State.UNCONFIRMED, reason, now=now)
        if problem.server_wide:
            raise problem
        return
    way.not_left(row)
    if problem.is_for_good:
        run.refusals[way.name] = 0
        _refused_for_good(row, problem, now=now)
    elif problem.is_about_us:
        run.refusals[way.name] = run.refusals.get(way.name, 0) + 1
        is_everybodys = problem.server_wide or run.refusals[way.name] >= REFUSALS_IN_A_ROW
        logger.error(SERVER_TAKES_NOTHING[way.name], message=row.pk)
        postpone(row, reason, pause(0), now=now)
        if is_everybodys:
            raise problem
    elif problem.server_wide:
        # It lost nothing by it: its turn comes with the next run.
        postpone(row, reason, timedelta(0), now=now)
        raise problem
    else:
        postpone(row, reason, pause(row.attempts - 1), now=now)


def _refused_for_good(row: OutboxMessage, problem: NotTaken, *, now: datetime) -> None:
    """Nobody will take it that way; another way may do. Where there is no such mailbox, the message's kind is
    told as if the mail had come back: whom we write to, each room decides."""
    reason = problem.reason
    if row.transport == Transport.SMS and has_instead(row, now):
        row.is_instead, row.transport, row.provider = True, "", ""
        postpone(row, reason, timedelta(0), now=now)
        return
    record(row, State.FAILED, reason, now=now)
    if problem.no_mailbox:
        _tell_of_no_mailbox(row, now)


def _tell_of_no_mailbox(row: OutboxMessage, now: datetime) -> None:
    report = Returned(Why.NO_SUCH_ADDRESS, is_for_good=True, wants_no_more=False, at=now)
    try:
        with transaction.atomic():
            kind_of(row.kind).returned(row, report)
    except DatabaseError:
        raise
    except Exception:
        # That it was refused is recorded whatever its room makes of it.
        logger.exception("outbox_refusal_not_heard", kind=row.kind, message=row.pk)
