"""Putting messages into the outbox, taking them out again, and seeing how it stands.

A row is written in the transaction of what it tells of: both are there, or neither. Writing the same row
twice changes nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from core.mail.outbox.kinds import Kind, Priority, Transport, kind_of
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.nudge import nudge_on_commit
from core.mail.outbox.reasons import CAME_BACK, Why
from core.mail.outbox.sealing import seal

ROWS_PER_STATEMENT = 500
# How long what became of a message can be looked up.
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Outgoing:
    """A message to be queued; see the model. `due_at` and `wanted_until` are UTC, None for the kind's own."""

    about: str
    recipient: str
    occasion: str = ""
    due_at: datetime | None = None
    wanted_until: datetime | None = None
    secret: dict[str, object] | None = None


def queue(
    *,
    kind: str,
    about: str,
    recipient: str,
    occasion: str = "",
    due_at: datetime | None = None,
    wanted_until: datetime | None = None,
    secret: dict[str, object] | None = None,
    now: datetime,
) -> None:
    """Have one message sent, unless it has been asked for before. `now` is UTC."""
    queue_many(
        kind=kind,
        messages=[Outgoing(about, recipient, occasion, due_at, wanted_until, secret)],
        now=now,
    )


def queue_many(*, kind: str, messages: Iterable[Outgoing], now: datetime) -> None:
    """Have many of one kind sent, each unless it has been asked for before: one statement per 500."""
    known = kind_of(kind)
    rows = [_row(known, message, now) for message in messages]
    if not rows:
        return
    OutboxMessage.objects.bulk_create(rows, batch_size=ROWS_PER_STATEMENT, ignore_conflicts=True)
    # What waits on purpose is found by beat's round.
    if any(row.due_at <= now for row in rows):
        nudge_on_commit(bulk=known.priority >= Priority.CAMPAIGN)


def _row(kind: Kind, message: Outgoing, now: datetime) -> OutboxMessage:
    due_at = message.due_at or now
    return OutboxMessage(
        kind=kind.name,
        about=message.about,
        recipient=message.recipient,
        occasion=message.occasion,
        priority=kind.priority,
        due_at=due_at,
        wanted_until=message.wanted_until or due_at + kind.worth,
        created_at=now,
        secret=seal(message.secret) if message.secret is not None else None,
    )


def withdraw(
    *,
    kind: str | None = None,
    about: str | None = None,
    recipient: str | None = None,
    occasion: str | None = None,
) -> int:
    """Take back what is queued and fits all that is given: it may be queued anew. Returns how many.

    What is being handed over, or has left, stays. Raises `ValueError` when nothing is given.
    """
    given = {"kind": kind, "about": about, "recipient": recipient, "occasion": occasion}
    fits = {name: value for name, value in given.items() if value is not None}
    if not fits:
        raise ValueError("withdraw what?")
    deleted, _each = OutboxMessage.objects.queued().filter(**fits).delete()
    return deleted


def put_off(*, rows: QuerySet[OutboxMessage], until: datetime, worth: timedelta) -> int:
    """Those of `rows` that wait are due at `until` (UTC), and worth sending for `worth` from then on. Returns
    how many. One statement; what a worker is just making is asked once more whether it is wanted."""
    waiting = rows.filter(state=OutboxMessage.State.QUEUED)
    return waiting.update(due_at=until, wanted_until=until + worth, reason="", lease=None, leased_until=None)


def ask_again(*, recipients: Iterable[str]) -> int:
    """Something about these people is another than it was: what a worker has just made for them does not
    leave, and is asked once more whether it is wanted, and made anew. Returns how many. One statement."""
    held = OutboxMessage.objects.queued().filter(recipient__in=list(recipients), lease__isnull=False)
    return held.update(lease=None, leased_until=None)


def forget(*, recipient: str) -> int:
    """The person is erased: nothing leaves for them any more, and nothing of what left is kept.

    Returns how many messages were taken away. One in the middle of its hand-over ends by itself.
    """
    return forget_all(recipients=[recipient])


def forget_all(*, recipients: Collection[str]) -> int:
    """The same for many. Returns how many messages were taken away."""
    rows = OutboxMessage.objects.filter(recipient__in=recipients)
    deleted, _each = rows.exclude(state=OutboxMessage.State.SENDING).delete()
    return deleted


def try_again(*, rows: QuerySet[OutboxMessage], now: datetime) -> int:
    """Staff have another try at those of `rows` that failed. Returns how many are queued again.

    What was sent, or may have been, is not among them. `now` is UTC.
    """
    failed = list(rows.filter(state=OutboxMessage.State.FAILED).values_list("pk", "kind"))
    # A text message that is paid anew has another number, and a mail that came back: what is reported of it
    # now is of this try. Which way it leaves is decided anew as well.
    left = Q(transport=Transport.SMS) | Q(reason__in=CAME_BACK)
    OutboxMessage.objects.filter(left, pk__in=[pk for pk, _kind in failed]).update(message_id="")
    queued = 0
    for name in {name for _pk, name in failed}:
        queued += OutboxMessage.objects.filter(
            pk__in=[pk for pk, kind in failed if kind == name], state=OutboxMessage.State.FAILED
        ).update(
            state=OutboxMessage.State.QUEUED,
            reason="",
            due_at=now,
            wanted_until=now + kind_of(name).worth,
            ended_at=None,
            transport="",
            is_instead=False,
            sending_at=None,
            lease=None,
            leased_until=None,
        )
    if queued:
        nudge_on_commit(bulk=all(kind_of(kind).priority >= Priority.CAMPAIGN for _pk, kind in failed))
    return queued


@dataclass(frozen=True)
class Pile:
    """How many messages of one kind are in one state for one reason; `reason` is a code of `Why` or ""."""

    kind: str
    state: str
    reason: str
    number: int
    oldest_due: datetime

    @property
    def state_words(self) -> str:
        """The state in the active language."""
        return str(OutboxMessage.State(self.state).label)

    @property
    def words(self) -> str:
        """The reason in the active language."""
        return str(Why(self.reason).label) if self.reason else ""


def state_of_outbox(now: datetime) -> list[Pile]:
    """What is due and has not left, and what has ended otherwise than sent, for whoever runs the site.

    What waits on purpose is not among it. One query; `now` is UTC.
    """
    ended_badly = [OutboxMessage.State.FAILED, OutboxMessage.State.UNCONFIRMED]
    waits = Q(state=OutboxMessage.State.QUEUED) & (Q(due_at__lte=now) | ~Q(reason=""))
    rows = (
        OutboxMessage.objects.filter(waits | Q(state__in=ended_badly) | Q(state=OutboxMessage.State.SENDING))
        .order_by()
        .values_list("kind", "state", "reason")
        .annotate(number=Count("pk"), oldest_due=Min("due_at"))
        .order_by("kind", "state", "reason")
    )
    return [Pile(*row) for row in rows]


def end_old(*, now: datetime) -> int:
    """Delete what ended some time ago, and what no worker ever knew. Returns how many. `now` is UTC."""
    before = now - KEPT_FOR
    old = Q(ended_at__lte=before) | Q(state=OutboxMessage.State.QUEUED, wanted_until__lte=before)
    deleted, _each = OutboxMessage.objects.filter(old).delete()
    return deleted
