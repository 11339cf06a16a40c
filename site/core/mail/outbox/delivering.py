"""What a worker does with the outbox: leases, makes, hands over, records.

A worker leases a few rows for a short time, and gives back what it has not come to in some seconds: something
more urgent may be due by then. One that is killed loses nothing, and what it held is free in half a minute.
A row is marked as *sending* just before its own hand-over, in a statement of its own: what is found in that
state later may have left, and nothing else. So each message leaves once, or is listed as unconfirmed.
What goes to thousands is made and recorded together (`core.mail.outbox.together`), with the same promise.

What is the server's or our own fault stops its way (mail or SMS) for the run and costs no message its life;
what is about one message makes that one wait, or end. The other way goes on.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from itertools import groupby
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.mail.outbox import rate
from core.mail.outbox.answers import another_way, not_taken
from core.mail.outbox.kinds import Message, NotYet, Priority, Transport, kind_of, known, known_without
from core.mail.outbox.making import has_instead, made
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.nudge import nudge_on_commit
from core.mail.outbox.reasons import Why
from core.mail.outbox.recording import give_back, give_back_together, postpone, record
from core.mail.outbox.runs import Run
from core.mail.outbox.together import deliver_together
from core.mail.outbox.ways import Impossible, Way, offered, transport_of
from core.mail.taking import NotTaken

logger = structlog.get_logger(__name__)

State = OutboxMessage.State
Clock = Callable[[], datetime]

BATCH = 10
# Where there may be a campaign, whose mails are made and recorded together.
LARGE_BATCH = 50
LEASE = timedelta(seconds=30)
# So many that are too late are ended at a time.
MOST_ENDED = 200
# Then the rest of a batch is given back, and whatever is the most urgent now is leased.
LONGEST_BATCH = timedelta(seconds=3)
# Then the task ends, and another one goes on: nothing else in the queue waits longer.
LONGEST_RUN = timedelta(seconds=50)


def longest_hand_over() -> timedelta:
    """How long a hand-over can last: after each of its five steps the server may be silent for so long."""
    return timedelta(seconds=5 * settings.EMAIL_TIMEOUT + 20)


def deliver_due(
    *, clock: Clock = timezone.now, away: Mapping[str, str] | None = None, urgent_only: bool = False
) -> Run:
    """Send what is due, the most urgent first, until nothing is left or the run has lasted long enough.

    Nothing leaves in a way that is `away`, which maps it to why. `urgent_only` leaves campaigns to others.
    """
    ends = clock() + LONGEST_RUN
    size = BATCH if urgent_only else LARGE_BATCH
    with closing(Run(away or {})) as run:
        while batch := lease(now=clock(), size=size, away=run.away, urgent_only=urgent_only):
            _deliver_batch(batch, run, clock)
            if offered() <= run.away.keys():
                break
            if clock() >= ends:
                run.has_more = True
                break
    return run


def lease(
    *, now: datetime, size: int = BATCH, away: Collection[str] = (), urgent_only: bool = False
) -> list[OutboxMessage]:
    """The most urgent rows that are due, held by nobody else until their lease ends.

    None that is known to leave in a way that is `away`: which way it is, is known when it was first made.
    """
    token = uuid4()
    with transaction.atomic():
        due = OutboxMessage.objects.due(now, 10 * LEASE).filter(
            kind__in=known_without(away), wanted_until__gt=now
        )
        if urgent_only:
            due = due.filter(priority__lt=Priority.CAMPAIGN)
        if away:
            due = due.exclude(transport__in=away)
        rows = list(due.select_for_update(skip_locked=True)[:size])
        if not rows:
            return rows
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease=token, leased_until=now + LEASE
        )
    for row in rows:
        row.lease, row.leased_until = token, now + LEASE
    return rows


def _deliver_batch(batch: list[OutboxMessage], run: Run, clock: Clock) -> None:
    """Kind by kind, for as long as a batch may last; then the rest is given back."""
    began = clock()

    def goes_on() -> bool:
        return clock() - began <= LONGEST_BATCH

    for kind, of_kind in groupby(batch, key=lambda row: row.kind):
        rows = list(of_kind)
        if kind_of(kind).prepare is None:
            _deliver_each(rows, run, clock, goes_on, is_first=rows[0] is batch[0])
        else:
            _deliver_together(rows, run, clock, goes_on)
        if not goes_on():
            break
    else:
        return
    OutboxMessage.objects.queued().filter(lease=batch[0].lease).update(leased_until=None)


def _deliver_each(
    rows: list[OutboxMessage], run: Run, clock: Clock, goes_on: Callable[[], bool], *, is_first: bool
) -> None:
    for number, row in enumerate(rows):
        if (number or not is_first) and not goes_on():
            return
        reason = _why_away(row, run)
        if reason:
            give_back(row, reason, now=clock())
            continue
        try:
            _deliver(row, run, clock)
        except NotTaken as problem:
            run.away[row.transport] = problem.reason.value
            if row.ended_at is None:
                give_back(row, problem.reason.value, now=clock())


def _deliver_together(rows: list[OutboxMessage], run: Run, clock: Clock, goes_on: Callable[[], bool]) -> None:
    reason = _why_away(rows[0], run)
    if reason:
        give_back_together(rows, reason, now=clock())
        return
    try:
        deliver_together(rows, run, clock, goes_on)
    except NotTaken as problem:
        run.away[Transport.MAIL] = problem.reason.value


def _why_away(row: OutboxMessage, run: Run) -> str:
    """Why a row need not even be made: every way that it could take is away."""
    could = {row.transport} if row.transport else offered()
    if kind_of(row.kind).only_mail:
        could = {Transport.MAIL}
    return next((run.away[name] for name in could), "") if could <= run.away.keys() else ""


def _deliver(row: OutboxMessage, run: Run, clock: Clock) -> None:
    """Make one message and hand it over. Raises `NotTaken` when no other would be taken that way either."""
    message = made(row, now=clock())
    if message is None:
        return
    row.transport = transport_of(message)
    if row.transport in run.away:
        give_back(row, run.away[row.transport], now=clock())
        return
    way = run.ways[row.transport]
    row.provider = way.provider_of(message)
    wait = rate.wait(row, now=clock())
    if wait:
        postpone(row, Why.OVER_RATE, wait, now=clock())
        return
    way.open()
    try:
        if not _mark_sending(row, way, message, now=clock()):
            logger.info("outbox_not_ours", message=row.pk)
            return
    except Impossible as impossible:
        way.held_back(message, impossible.why, clock())
        another_way(row, impossible, now=clock())
        return
    run.tried += 1
    try:
        way.hand_over(row, message)
    except NotTaken as problem:
        not_taken(row, way, problem, run, now=clock())
    else:
        run.refusals[way.name] = 0
        record(row, State.SENT, "", now=clock())


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
                address_mark=row.address_mark,
            )
        )
        if marked:
            way.promise(row, message, now)
    row.attempts += 1
    return marked == 1


def sweep(*, clock: Clock = timezone.now) -> None:
    """List what dead workers left in hand-over, and end what is of no use any longer.

    Of a campaign that nobody could send some at a time: somebody waits for what this worker does next.
    """
    now = clock()
    rate.forget_providers(now=now)
    taken = OutboxMessage.objects.taken(now - LEASE, now + longest_hand_over()).filter(kind__in=known())
    for row in taken.iterator():
        # The worker noted the server's yes, and was gone before it recorded it.
        record(row, State.SENT, "", now=now, from_states=[State.SENDING])
    longest = longest_hand_over()
    lost = OutboxMessage.objects.abandoned(now - longest, now + longest).filter(kind__in=known())
    for row in lost.iterator():
        record(row, State.UNCONFIRMED, Why.WORKER_GONE, now=now, from_states=[State.SENDING])
    for row in OutboxMessage.objects.too_late(now).filter(kind__in=known())[:MOST_ENDED]:
        # It was tried, or nobody came to try it.
        state, reason = (State.FAILED, row.reason) if row.reason else (State.SKIPPED, Why.TOO_LATE)
        record(row, state, reason, now=now, from_states=[State.QUEUED])


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
            record(row, State.SENT, "", now=now, from_states=[State.UNCONFIRMED])
        return
    if row.state not in (State.SENT, State.UNCONFIRMED):
        return
    ended = [State.SENT, State.UNCONFIRMED]
    if now < row.wanted_until and has_instead(row, now):
        row.is_instead, row.transport, row.provider = True, "", ""
        row.ended_at, row.due_at, row.message_id = None, now, ""
        record(row, State.QUEUED, Why.NOT_DELIVERED, now=now, from_states=ended)
        nudge_on_commit()
    else:
        record(row, State.FAILED, Why.NOT_DELIVERED, now=now, from_states=ended)


def be_settled(row: OutboxMessage, *, now: datetime) -> None:
    """Whatever is reported of a message, its hand-over has ended. Raises `NotYet` where it has not."""
    if row.state != State.SENDING:
        return
    if row.taken_at is None:
        raise NotYet(now + LEASE)
    record(row, State.SENT, "", now=now, from_states=[State.SENDING])


def came_back(row: OutboxMessage, why: str, *, now: datetime) -> None:
    """A mail that its server had taken has come back: it has failed, and its room hears of it."""
    if row.state in (State.SENT, State.UNCONFIRMED):
        record(row, State.FAILED, why, now=now, from_states=[State.SENT, State.UNCONFIRMED])


def after_a_restore(sender: object, *, now: datetime, nothing_was_done: bool, **kwargs: object) -> None:
    """A backup was put back: whatever was due in it may have left since, and nobody gets it twice."""
    if nothing_was_done:
        return
    perhaps_left = OutboxMessage.objects.filter(
        Q(state=State.SENDING) | Q(state=State.QUEUED, due_at__lte=now), kind__in=known()
    )
    for row in perhaps_left.iterator():
        record(row, State.UNCONFIRMED, Why.WORKER_GONE, now=now, from_states=[State.QUEUED, State.SENDING])
