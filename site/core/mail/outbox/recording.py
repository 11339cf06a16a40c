"""Writing down what became of messages, with what follows from it in their rooms: one, or many at once."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from core.mail.outbox.kinds import Kind, kind_of
from core.mail.outbox.models import OutboxMessage

logger = structlog.get_logger(__name__)

State = OutboxMessage.State

# Before each new try, of whatever cannot leave now; then the last one again and again. Greylisting asks for
# minutes, a server that is down for longer.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60)]
JITTER = 0.2

RECORDED = (
    *("state", "reason", "attempts", "due_at", "leased_until", "ended_at", "taken_at", "secret"),
    *("transport", "is_instead", "provider", "message_id"),
)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many tries, with jitter: what was refused together does not come together."""
    wait = WAITS[min(attempts, len(WAITS) - 1)]
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  nothing secret


def postpone(
    row: OutboxMessage, reason: str, wait: timedelta, *, now: datetime, counts: bool = False
) -> None:
    """Its turn comes again after `wait`. `counts`: as a try."""
    row.due_at = now + wait
    row.attempts += int(counts)
    record(row, State.QUEUED, reason, now=now, from_states=[State.QUEUED, State.SENDING])


def give_back(row: OutboxMessage, reason: str, *, now: datetime) -> None:
    """The server cannot be used: it waits as it did, and says why."""
    record(row, State.QUEUED, reason, now=now, from_states=[State.QUEUED])


def record(
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
    ours = _still_ours([row], from_states or (State.SENDING, State.UNCONFIRMED))
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


def record_taken(rows: Sequence[OutboxMessage], *, now: datetime) -> None:
    """The server has said yes to all of `rows`, which are of one kind and one lease: a few statements."""
    if rows:
        _record_alike(rows, State.SENT, "", now=now, from_states=(State.SENDING, State.UNCONFIRMED))


def postpone_together(rows: Sequence[OutboxMessage], reason: str, wait: timedelta, *, now: datetime) -> None:
    """The turn of all of `rows`, which are of one kind and one lease, comes again after `wait`."""
    if not rows:
        return
    for row in rows:
        row.due_at = now + wait
    _record_alike(rows, State.QUEUED, reason, now=now, from_states=(State.QUEUED,), due_at=now + wait)


def give_back_together(rows: Sequence[OutboxMessage], reason: str, *, now: datetime) -> None:
    """The server cannot be used: all of `rows`, of one kind and one lease, wait as they did, and say why."""
    if rows:
        _record_alike(rows, State.QUEUED, reason, now=now, from_states=(State.QUEUED,))


def _record_alike(
    rows: Sequence[OutboxMessage],
    state: str,
    reason: str,
    *,
    now: datetime,
    from_states: Sequence[str],
    **values: object,
) -> None:
    """As `record`, for many that end alike. Where their room cannot follow, each is written by itself."""
    for row in rows:
        _end(row, state, reason, now=now)
    one = rows[0]
    alike = {name: getattr(one, name) for name in ("state", "reason", "leased_until", "taken_at")}
    if state != State.QUEUED:
        alike |= {"ended_at": one.ended_at, "secret": None}
    kind = kind_of(one.kind)
    try:
        with transaction.atomic():
            ours = _still_ours(rows, from_states)
            number = ours.update(**alike, **values)
            _tell(kind, rows if number == len(rows) else _written(rows, state), now)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("outbox_outcomes_not_mirrored", kind=kind.name)
        for row in rows:
            record(row, state, reason, now=now, from_states=from_states)


def _written(rows: Sequence[OutboxMessage], state: str) -> list[OutboxMessage]:
    """Those of `rows` that are as we have just written them; others were not ours any longer."""
    same = OutboxMessage.objects.filter(pk__in=[row.pk for row in rows], lease=rows[0].lease, state=state)
    found = set(same.values_list("pk", flat=True))
    return [row for row in rows if row.pk in found]


def _tell(kind: Kind, rows: Sequence[OutboxMessage], now: datetime) -> None:
    if kind.recorded_together is not None:
        kind.recorded_together(rows, now)
        return
    for row in rows:
        kind.recorded(row, now)


def _still_ours(rows: Sequence[OutboxMessage], states: Sequence[str]) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        pk__in=[row.pk for row in rows], lease=rows[0].lease, state__in=states
    )


def _end(row: OutboxMessage, state: str, reason: str, *, now: datetime) -> None:
    row.state, row.reason, row.leased_until, row.taken_at = state, str(reason), None, None
    if state != State.QUEUED:
        row.ended_at, row.secret = now, None
