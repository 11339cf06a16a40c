"""Making messages when their turn comes, and what follows where one is not wanted or cannot be made."""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import DatabaseError, transaction

from core.mail.outbox.kinds import Message, NotYet, Unwanted, kind_of
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.recording import State, pause, postpone, record

logger = structlog.get_logger(__name__)


def made(row: OutboxMessage, *, now: datetime) -> Message | None:
    """The message; None when it is not wanted any longer, or cannot be made now. Both are recorded."""
    return made_by(lambda: _asked_and_made(row, now), row, now=now)


def made_by(make: Callable[[], Message], row: OutboxMessage, *, now: datetime) -> Message | None:
    """What `make` makes for `row`, as in `made`."""
    try:
        return make()
    except Unwanted as unwanted:
        record(row, State.SKIPPED, unwanted.why, now=now, from_states=[State.QUEUED])
    except NotYet as later:
        postpone(row, "", later.until - now, now=now)
    except DatabaseError:
        # No fault of the message's: nothing can be recorded, and its lease ends.
        raise
    except Exception:
        # A fault of ours: the log has its traceback, and the message can still be sent once it is mended.
        logger.exception("outbox_not_made", kind=row.kind, message=row.pk)
        postpone(row, Why.NOT_MADE, pause(row.attempts), now=now, counts=True)
    return None


def _asked_and_made(row: OutboxMessage, now: datetime) -> Message:
    kind = kind_of(row.kind)
    if not kind.wanted(row, now):
        raise Unwanted
    return _instead(row, now=now) if row.is_instead else kind.make(row, now)


def _instead(row: OutboxMessage, *, now: datetime) -> Message:
    mail = kind_of(row.kind).instead(row, now)
    if mail is None:
        raise Unwanted(Why(row.reason) if row.reason else Why.NOT_WANTED)
    return mail


def has_instead(row: OutboxMessage, now: datetime) -> bool:
    """Whether its kind has a mail in its place. Nothing of what making it writes down is kept: a link of its
    own is minted when it leaves."""
    if row.is_instead:
        return False
    try:
        with transaction.atomic():
            mail = kind_of(row.kind).instead(row, now)
            transaction.set_rollback(True)
        return mail is not None
    except Unwanted:
        return False
    except DatabaseError:
        raise
    except Exception:
        logger.exception("outbox_not_made", kind=row.kind, message=row.pk)
        return False
