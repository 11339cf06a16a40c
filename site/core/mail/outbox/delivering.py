"""What a worker does with the outbox: leases, makes, hands over, records.

A worker leases a few rows for a short time, and gives back what it has not come to in some seconds: something
more urgent may be due by then. One that is killed loses nothing, and what it held is free in half a minute.
A row is marked as *sending* just before its own hand-over, in a statement of its own: what is found in that
state later may have left, and nothing else. So each message leaves once, or is listed as unconfirmed.

What is the server's or our own fault stops its way (mail or SMS) for the run and costs no message its life;
what is about one message makes that one wait, or end. The other way goes on.
"""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.mail.outbox import rate
from core.mail.outbox.kinds import Message, NotYet, Transport, Unwanted, kind_of, known, known_without
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.nudge import nudge_on_commit
from core.mail.outbox.reasons import Why
from core.mail.outbox.runs import Run
from core.mail.outbox.ways import Impossible, Way, offered, transport_of
from core.mail.taking import NotTaken

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
SERVER_TAKES_NOTHING = {
    Transport.MAIL: "mail_server_refuses_the_sender",
    Transport.SMS: "sms_provider_takes_nothing_from_us",
}


def longest_hand_over() -> timedelta:
    """How long a hand-over can last: after each of its five steps the server may be silent for so long."""
    return timedelta(seconds=5 * settings.EMAIL_TIMEOUT + 20)


def deliver_due(*, clock: Clock = timezone.now, away: Mapping[str, str] | None = None) -> Run:
    """Send what is due, the most urgent first, until nothing is left or the run has lasted long enough.

    Nothing leaves in a way that is `away`, which maps it to why.
    """
    ends = clock() + LONGEST_RUN
    with closing(Run(away or {})) as run:
        while batch := lease(now=clock(), away=run.away):
            _deliver_batch(batch, run, clock)
            if offered() <= run.away.keys():
                break
            if clock() >= ends:
                run.has_more = True
                break
            if run.tried % PER_CONNECTION >= PER_CONNECTION - BATCH:
                run.ways[Transport.MAIL].close()
    return run


def lease(*, now: datetime, size: int = BATCH, away: Collection[str] = ()) -> list[OutboxMessage]:
    """The most urgent rows that are due, held by nobody else until their lease ends.

    None that is known to leave in a way that is `away`: which way it is, is known when it was first made.
    """
    token = uuid4()
    with transaction.atomic():
        due = OutboxMessage.objects.due(now).filter(kind__in=known_without(away), wanted_until__gt=now)
        rows = list(due.exclude(transport__in=away).select_for_update(skip_locked=True)[:size])
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease=token, leased_until=now + LEASE
        )
    for row in rows:
        row.lease, row.leased_until = token, now + LEASE
    return rows


def _deliver_batch(batch: list[OutboxMessage], run: Run, clock: Clock) -> None:
    began = clock()
    for number, row in enumerate(batch):
        if number and clock() - began > LONGEST_BATCH:
            held = OutboxMessage.objects.queued().filter(lease=row.lease)
            held.update(leased_until=None)
            return
        reason = _why_away(row, run)
        if reason:
            _give_back(row, reason, now=clock())
            continue
        try:
            _deliver(row, run, clock)
        except NotTaken as problem:
            run.away[row.transport] = problem.reason.value
            if row.ended_at is None:
                _give_back(row, problem.reason.value, now=clock())


def _why_away(row: OutboxMessage, run: Run) -> str:
    """Why a row need not even be made: every way that it could take is away."""
    could = {row.transport} if row.transport else offered()
    if kind_of(row.kind).only_mail:
        could = {Transport.MAIL}
    return next((run.away[name] for name in could), "") if could <= run.away.keys() else ""


def _give_back(row: OutboxMessage, reason: str, *, now: datetime) -> None:
    """The server cannot be used: it waits as it did, and says why."""
    _record(row, State.QUEUED, reason, now=now, from_states=[State.QUEUED])


def _deliver(row: OutboxMessage, run: Run, clock: Clock) -> None:
    """Make one message and hand it over. Raises `NotTaken` when no other would be taken that way either."""
    message = _made(row, now=clock())
    if message is None:
        return
    row.transport = transport_of(message)
    if row.transport in run.away:
        _give_back(row, run.away[row.transport], now=clock())
        return
    way = run.ways[row.transport]
    row.provider = way.provider_of(message)
    wait = rate.wait(row, now=clock())
    if wait:
        _postpone(row, Why.OVER_RATE, wait, now=clock())
        return
    way.open()
    try:
        if not _mark_sending(row, way, message, now=clock()):
            logger.info("outbox_not_ours", message=row.pk)
            return
    except Impossible as impossible:
        way.held_back(message, impossible.why, clock())
        _another_way(row, impossible, now=clock())
        return
    run.tried += 1
    try:
        way.hand_over(row, message)
    except NotTaken as problem:
        _not_taken(row, way, problem, run, now=clock())
    else:
        run.refusals[way.name] = 0
        _record(row, State.SENT, "", now=clock())


def _another_way(row: OutboxMessage, impossible: Impossible, *, now: datetime) -> None:
    """It cannot leave by SMS: its kind's mail instead, where there is one, or it ends and says why."""
    may_go_otherwise = impossible.why is not Why.STOPPED or kind_of(row.kind).mails_who_stopped
    if may_go_otherwise and _has_instead(row, now):
        # Its reason stays until the mail has left.
        row.is_instead, row.transport, row.provider = True, "", ""
        _postpone(row, impossible.why, timedelta(0), now=now)
        return
    _record(row, impossible.ends, impossible.why, now=now, from_states=[State.QUEUED])


def _made(row: OutboxMessage, *, now: datetime) -> Message | None:
    """The message; None when it is not wanted any longer, or cannot be made now. Both are recorded."""
    kind = kind_of(row.kind)
    try:
        if not kind.wanted(row, now):
            raise Unwanted
        if row.is_instead:
            return _instead(row, now=now)
        return kind.make(row, now)
    except Unwanted as unwanted:
        _record(row, State.SKIPPED, unwanted.why, now=now, from_states=[State.QUEUED])
    except NotYet as later:
        _postpone(row, "", later.until - now, now=now)
    except DatabaseError:
        # No fault of the message's: nothing can be recorded, and its lease ends.
        raise
    except Exception:
        # A fault of ours: the log has its traceback, and the message can still be sent once it is mended.
        logger.exception("outbox_not_made", kind=row.kind, message=row.pk)
        _postpone(row, Why.NOT_MADE, pause(row.attempts), now=now, counts=True)
    return None


def pause(attempts: int) -> timedelta:
    """How long to wait after so many tries, with jitter: what was refused together does not come together."""
    wait = WAITS[min(attempts, len(WAITS) - 1)]
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  nothing secret


def _instead(row: OutboxMessage, *, now: datetime) -> Message:
    mail = kind_of(row.kind).instead(row, now)
    if mail is None:
        raise Unwanted(Why(row.reason) if row.reason else Why.NOT_WANTED)
    return mail


def _mark_sending(row: OutboxMessage, way: Way, message: Message, *, now: datetime) -> bool:
    """From here on it may have left. False: another worker has it, or it was withdrawn.

    Raises `Impossible` when it may not leave that way; nothing is marked then.
    """
    way.number(row, message)
    with transaction.atomic():
        marked = (
            OutboxMessage.objects.queued()
            .filter(pk=row.pk, lease=row.lease)
            .update(
                state=State.SENDING,
                sending_at=now,
                attempts=F("attempts") + 1,
                message_id=row.message_id,
                provider=row.provider,
                transport=row.transport,
            )
        )
        if marked:
            way.promise(row, message, now)
    row.attempts += 1
    return marked == 1


def _not_taken(row: OutboxMessage, way: Way, problem: NotTaken, run: Run, *, now: datetime) -> None:
    """What follows from the server's no. Raises `NotTaken` when it stands for every message of its way."""
    reason = problem.reason
    if problem.may_have_left:
        _record(row, State.UNCONFIRMED, reason, now=now)
        if problem.server_wide:
            raise problem
        return
    way.not_left(row)
    if problem.is_for_good:
        run.refusals[way.name] = 0
        _refused_for_good(row, reason, now=now)
    elif problem.is_about_us:
        run.refusals[way.name] = run.refusals.get(way.name, 0) + 1
        is_everybodys = problem.server_wide or run.refusals[way.name] >= REFUSALS_IN_A_ROW
        logger.error(SERVER_TAKES_NOTHING[way.name], message=row.pk)
        _postpone(row, reason, pause(0), now=now)
        if is_everybodys:
            raise problem
    elif problem.server_wide:
        # It lost nothing by it: its turn comes with the next run.
        _postpone(row, reason, timedelta(0), now=now)
        raise problem
    else:
        _postpone(row, reason, pause(row.attempts - 1), now=now)


def _refused_for_good(row: OutboxMessage, reason: str, *, now: datetime) -> None:
    """Nobody will take it that way; another way may do."""
    if row.transport == Transport.SMS and _has_instead(row, now):
        row.is_instead, row.transport, row.provider = True, "", ""
        _postpone(row, reason, timedelta(0), now=now)
    else:
        _record(row, State.FAILED, reason, now=now)


def _has_instead(row: OutboxMessage, now: datetime) -> bool:
    if row.is_instead:
        return False
    try:
        return kind_of(row.kind).instead(row, now) is not None
    except Unwanted:
        return False
    except DatabaseError:
        raise
    except Exception:
        logger.exception("outbox_not_made", kind=row.kind, message=row.pk)
        return False


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
    from_states: Sequence[str] = (),
) -> None:
    """Write down what became of it, with what follows from that in its room, or not at all.

    A hand-over that lasted longer than it can has been listed as unconfirmed: who made it knows better.
    """
    ours = OutboxMessage.objects.filter(
        pk=row.pk, lease=row.lease, state__in=from_states or (State.SENDING, State.UNCONFIRMED)
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


RECORDED = (
    *("state", "reason", "attempts", "due_at", "leased_until", "ended_at", "secret"),
    *("transport", "is_instead", "provider", "message_id"),
)


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


def reported(*, message_id: str, delivered: bool, now: datetime) -> None:
    """Whoever carried a message says later what became of it: its room hears of it as of any outcome.

    What was perhaps sent is then sent. What did not arrive has failed; where its kind has a mail for it, that
    goes instead. In the caller's transaction. Raises `NotYet` while it is still being handed over.
    """
    row = OutboxMessage.objects.select_for_update().filter(message_id=message_id, kind__in=known()).first()
    if row is None:
        return
    if row.state == State.SENDING:
        raise NotYet(now + LEASE)
    if delivered:
        if row.state == State.UNCONFIRMED:
            _record(row, State.SENT, "", now=now, from_states=[State.UNCONFIRMED])
        return
    if row.state not in (State.SENT, State.UNCONFIRMED):
        return
    ended = [State.SENT, State.UNCONFIRMED]
    if now < row.wanted_until and _has_instead(row, now):
        row.is_instead, row.transport, row.provider = True, "", ""
        row.ended_at, row.due_at, row.message_id = None, now, ""
        _record(row, State.QUEUED, Why.NOT_DELIVERED, now=now, from_states=ended)
        nudge_on_commit()
    else:
        _record(row, State.FAILED, Why.NOT_DELIVERED, now=now, from_states=ended)


def after_a_restore(sender: object, *, now: datetime, nothing_was_done: bool, **kwargs: object) -> None:
    """A backup was put back: whatever was due in it may have left since, and nobody gets it twice."""
    if nothing_was_done:
        return
    perhaps_left = OutboxMessage.objects.filter(
        Q(state=State.SENDING) | Q(state=State.QUEUED, due_at__lte=now), kind__in=known()
    )
    for row in perhaps_left.iterator():
        _record(row, State.UNCONFIRMED, Why.WORKER_GONE, now=now, from_states=[State.QUEUED, State.SENDING])
