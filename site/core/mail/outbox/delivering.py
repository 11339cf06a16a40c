"""What a worker does with the outbox: leases, makes, hands over, records.

A worker leases a few rows for a short time, and gives back what it has not come to in some seconds: something
more urgent may be due by then. One that is killed loses nothing, and what it held is free in half a minute.
A row is marked as *sending* just before its own hand-over, in a statement of its own: what is found in that
state later may have left, and nothing else. So each message leaves once, or is listed as unconfirmed.

What is the server's or our own fault stops the run and costs no message its life; what is about one message
makes that one wait, or end.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.mail.outbox import rate
from core.mail.outbox.kinds import NotYet, Unwanted, kind_of, known
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.smtp import Line, NotTaken, Reason

logger = structlog.get_logger(__name__)

State = OutboxMessage.State
Clock = Callable[[], datetime]

BATCH = 10
LEASE = timedelta(seconds=30)
# Then the rest of a batch is given back, and whatever is the most urgent now is leased.
LONGEST_BATCH = timedelta(seconds=3)
# Then the task ends, and another one goes on: nothing else in the queue waits longer.
LONGEST_RUN = timedelta(seconds=50)
# A server may end a connection that carries more.
PER_CONNECTION = 100
# Before each new try, of whatever cannot leave now; then the last one again and again. Greylisting asks for
# minutes, a server that is down for longer.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60)]
JITTER = 0.2
# Servers that wait with their no to the sender say it to an addressee: so many in a row are no accident.
REFUSALS_IN_A_ROW = 3


@dataclass
class Run:
    """What one run has done. `stopped` is why it ended before everything due had left, else ""."""

    tried: int = 0
    stopped: str = ""
    has_more: bool = False
    refusals: int = 0


def longest_hand_over() -> timedelta:
    """How long a hand-over can last: after each of its five steps the server may be silent for so long."""
    return timedelta(seconds=5 * settings.EMAIL_TIMEOUT + 20)


def deliver_due(*, clock: Clock = timezone.now) -> Run:
    """Send what is due, the most urgent first, until nothing is left or the run has lasted long enough."""
    run = Run()
    ends = clock() + LONGEST_RUN
    with Line() as line:
        while batch := lease(now=clock()):
            _deliver_batch(batch, line, run, clock)
            if run.stopped:
                break
            if clock() >= ends:
                run.has_more = True
                break
            if run.tried % PER_CONNECTION >= PER_CONNECTION - BATCH:
                line.close()
    return run


def lease(*, now: datetime, size: int = BATCH) -> list[OutboxMessage]:
    """The most urgent rows that are due, held by nobody else until their lease ends."""
    token = uuid4()
    with transaction.atomic():
        due = OutboxMessage.objects.due(now).filter(kind__in=known(), wanted_until__gt=now)
        rows = list(due.select_for_update(skip_locked=True)[:size])
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease=token, leased_until=now + LEASE
        )
    for row in rows:
        row.lease, row.leased_until = token, now + LEASE
    return rows


def _deliver_batch(batch: list[OutboxMessage], line: Line, run: Run, clock: Clock) -> None:
    began = clock()
    for number, row in enumerate(batch):
        if number and clock() - began > LONGEST_BATCH:
            held = OutboxMessage.objects.queued().filter(lease=row.lease)
            held.update(leased_until=None)
            return
        try:
            _deliver(row, line, run, clock)
        except NotTaken as problem:
            run.stopped = problem.reason.value
            _give_back(batch[number:], run.stopped, now=clock())
            return


def _give_back(rows: list[OutboxMessage], reason: str, *, now: datetime) -> None:
    """The server cannot be used: all wait as they did, and say why."""
    for row in rows:
        _record(row, State.QUEUED, reason, now=now, from_states=[State.QUEUED])


def _deliver(row: OutboxMessage, line: Line, run: Run, clock: Clock) -> None:
    """Make one message and hand it over. Raises `NotTaken` when no other message would be taken either."""
    message = _made(row, now=clock())
    if message is None:
        return
    [address] = message.to
    row.provider = rate.provider_of(address)
    wait = rate.wait(row, now=clock())
    if wait:
        _postpone(row, Why.OVER_RATE, wait, now=clock())
        return
    line.open()
    if not _mark_sending(row, message, now=clock()):
        logger.info("outbox_not_ours", message=row.pk)
        return
    run.tried += 1
    try:
        line.hand_over(message)
    except NotTaken as problem:
        _not_taken(row, problem, run, now=clock())
    else:
        run.refusals = 0
        _record(row, State.SENT, "", now=clock())


def _made(row: OutboxMessage, *, now: datetime) -> EmailMultiAlternatives | None:
    """The mail; None when it is not wanted any longer, or cannot be made now. Both are recorded."""
    kind = kind_of(row.kind)
    try:
        if not kind.wanted(row, now):
            raise Unwanted
        return kind.make(row, now)
    except Unwanted as unwanted:
        _record(row, State.SKIPPED, unwanted.why, now=now, from_states=[State.QUEUED])
    except NotYet as later:
        _postpone(row, "", later.until - now, now=now)
    except DatabaseError:
        # No fault of the message's: nothing can be recorded, and its lease ends.
        raise
    except Exception:
        # A fault of ours: the log has its traceback, and the mail can still be sent once it is mended.
        logger.exception("outbox_not_made", kind=row.kind, message=row.pk)
        _postpone(row, Why.NOT_MADE, pause(row.attempts), now=now, counts=True)
    return None


def pause(attempts: int) -> timedelta:
    """How long to wait after so many tries, with jitter: what was refused together does not come together."""
    wait = WAITS[min(attempts, len(WAITS) - 1)]
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  nothing secret


def _mark_sending(row: OutboxMessage, message: EmailMultiAlternatives, *, now: datetime) -> bool:
    """From here on it may have left. False: another worker has it, or it was withdrawn."""
    # The same in every try: a mail program shows what came twice once.
    row.message_id = row.message_id or message.extra_headers.get("Message-ID") or _new_message_id()
    message.extra_headers["Message-ID"] = row.message_id
    marked = (
        OutboxMessage.objects.queued()
        .filter(pk=row.pk, lease=row.lease)
        .update(
            state=State.SENDING,
            sending_at=now,
            attempts=F("attempts") + 1,
            message_id=row.message_id,
            provider=row.provider,
        )
    )
    row.attempts += 1
    return marked == 1


def _new_message_id() -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return f"<{uuid4().hex}@{domain}>"


def _not_taken(row: OutboxMessage, problem: NotTaken, run: Run, *, now: datetime) -> None:
    """What follows from the server's no. Raises `NotTaken` when it stands for every message."""
    reason = problem.reason
    if reason is Reason.BROKEN_OFF:
        _record(row, State.UNCONFIRMED, reason, now=now)
    elif problem.is_for_good:
        run.refusals = 0
        _record(row, State.FAILED, reason, now=now)
    elif reason is Reason.SENDER_REFUSED:
        run.refusals += 1
        is_everybodys = problem.server_wide or run.refusals >= REFUSALS_IN_A_ROW
        logger.error("mail_server_refuses_the_sender", message=row.pk)
        _postpone(row, reason, pause(0), now=now)
        if is_everybodys:
            raise problem
    elif problem.server_wide:
        # It lost nothing by it: its turn comes with the next run.
        _postpone(row, reason, timedelta(0), now=now)
        raise problem
    else:
        _postpone(row, reason, pause(row.attempts - 1), now=now)


def _postpone(
    row: OutboxMessage, reason: str, wait: timedelta, *, now: datetime, counts: bool = False
) -> None:
    row.due_at = now + wait
    row.attempts += int(counts)
    _record(row, State.QUEUED, reason, now=now, from_states=[State.QUEUED, State.SENDING])


def _record(
    row: OutboxMessage,
    state: str,
    reason: str,
    *,
    now: datetime,
    from_states: list[str] | None = None,
) -> None:
    """Write down what became of it, with what follows from that in its room, or not at all.

    A hand-over that lasted longer than it can has been listed as unconfirmed: who made it knows better.
    """
    ours = OutboxMessage.objects.filter(
        pk=row.pk, lease=row.lease, state__in=from_states or [State.SENDING, State.UNCONFIRMED]
    )
    _end(row, state, reason, now=now)
    values = {name: getattr(row, name) for name in RECORDED}
    recorded = kind_of(row.kind).recorded
    try:
        with transaction.atomic():
            if ours.update(**values):
                recorded(row, now)
    except DatabaseError:
        raise
    except Exception:
        # That it has left is true whatever its room makes of it.
        logger.exception("outbox_outcome_not_mirrored", kind=row.kind, message=row.pk)
        ours.update(**values)
    if state in (State.FAILED, State.UNCONFIRMED):
        logger.warning("outbox_not_sent", kind=row.kind, message=row.pk, state=state, reason=reason)


RECORDED = ("state", "reason", "attempts", "due_at", "provider", "leased_until", "ended_at", "secret")


def _end(row: OutboxMessage, state: str, reason: str, *, now: datetime) -> None:
    row.state, row.reason, row.leased_until = state, str(reason), None
    if state != State.QUEUED:
        row.ended_at, row.secret = now, None


def sweep(*, clock: Clock = timezone.now) -> None:
    """List what dead workers left in hand-over, and end what is of no use any longer."""
    now = clock()
    rate.forget_providers(now=now)
    lost = OutboxMessage.objects.abandoned(now - longest_hand_over()).filter(kind__in=known())
    for row in lost.iterator():
        _record(row, State.UNCONFIRMED, Why.WORKER_GONE, now=now, from_states=[State.SENDING])
    for row in OutboxMessage.objects.too_late(now).filter(kind__in=known()).iterator():
        # It was tried, or nobody came to try it.
        state, reason = (State.FAILED, row.reason) if row.reason else (State.SKIPPED, Why.TOO_LATE)
        _record(row, state, reason, now=now, from_states=[State.QUEUED])


def after_a_restore(sender: object, *, now: datetime, nothing_was_done: bool, **kwargs: object) -> None:
    """A backup was put back: whatever was due in it may have left since, and nobody gets it twice."""
    if nothing_was_done:
        return
    perhaps_left = OutboxMessage.objects.filter(
        Q(state=State.SENDING) | Q(state=State.QUEUED, due_at__lte=now), kind__in=known()
    )
    for row in perhaps_left.iterator():
        _record(row, State.UNCONFIRMED, Why.WORKER_GONE, now=now, from_states=[State.QUEUED, State.SENDING])
