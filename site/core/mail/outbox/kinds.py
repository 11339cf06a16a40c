"""Which messages there are: each room registers its own, and how it is made when its turn comes.

A kind that a worker does not know stays queued until one that knows it comes: old and new workers work side
by side, and nothing is lost.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from django.core.mail import EmailMultiAlternatives

from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage

Message = EmailMultiAlternatives | TextMessage


class Transport(StrEnum):
    """The two ways in which messages leave (`core.mail.outbox.ways`)."""

    MAIL = "mail"
    SMS = "sms"


class Priority(IntEnum):
    """The smaller, the sooner. What stands in the way of a person who waits goes before what can wait."""

    CODE = 0
    ANSWER = 10  # to what somebody has just done
    NEWS = 20  # to one of some dozens
    CAMPAIGN = 30  # to one of thousands


class Unwanted(Exception):
    """Raised by a kind's `wanted` or `make`: this message is not to be sent, because of `why`."""

    def __init__(self, why: Why = Why.NOT_WANTED) -> None:
        super().__init__(why.value)
        self.why = why


class NotYet(Exception):
    """Raised by a kind's `wanted`: this message waits until the moment `until` (UTC), and is asked again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Returned:
    """What was reported of a mail: it came back after its server had said yes, or that said at once that
    there is no such mailbox, or the person wants no more.

    `is_for_good` says that its address is not to be written to any longer: there is none, or what is sent
    there comes back time after time. `wants_no_more` says that the person has marked it as spam, or asked for
    no more by their mail program. `at` is UTC.
    """

    why: Why
    is_for_good: bool
    wants_no_more: bool
    at: datetime


def always(row: OutboxMessage, now: datetime) -> bool:
    return True


def nothing_follows(row: OutboxMessage, now: datetime) -> None:
    return None


def nothing_instead(row: OutboxMessage, now: datetime) -> None:
    return None


def nothing_returns(row: OutboxMessage, returned: Returned) -> None:
    return None


def never(row: OutboxMessage, now: datetime) -> bool:
    return False


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `wanted` is asked when its turn comes, and `make` then makes the mail, for one person. Both get the row
    and the moment in UTC. Both may raise `Unwanted`, and `wanted` also `NotYet`; whatever else they
    raise is a fault, and they are asked again later.
    `recorded` is called in the transaction in which it is recorded what became of it: sent, failed,
    unconfirmed, skipped, or queued again, with `row.reason`. It must be quick, and mails nobody. `worth` is
    how long after it was due the message is worth sending, where `queue` is not told.

    `make` returns a mail or a text message, and so says which way it leaves. For a text message that cannot
    leave (the budget is used up, the number takes none, there is no provider) `instead` makes the mail to the
    same person, or nothing; one who said STOP is sent nothing, unless `mails_who_stopped`: STOP is about SMS,
    and the mail says how to end that. What is `urgent` may use the budget's reserve.
    `only_mail` says that `make` never returns a text message: then it is not even made while mail is away.
    `heeds_stop` is left alone by all but what confirms a STOP.

    A kind that goes to thousands, only by mail, may `prepare`: it is given the rows of one lease at once, and
    returns what makes the mail of each; that asks whether it is wanted as well, and raises as `make` does.
    What is the same for many is then read and made once. `recorded_together` is `recorded` for rows that
    ended alike. Both may be called again for an outcome that they have heard of.
    `returned` is called in the transaction in which a report of a mail is recorded. Whether the address that
    the person has now is the one that it was sent to, `core.mail.outbox.addresses.was_sent_to` says.
    """

    name: str
    priority: Priority
    worth: timedelta
    make: Callable[[OutboxMessage, datetime], Message]
    wanted: Callable[[OutboxMessage, datetime], bool] = always
    recorded: Callable[[OutboxMessage, datetime], None] = nothing_follows
    instead: Callable[[OutboxMessage, datetime], EmailMultiAlternatives | None] = nothing_instead
    urgent: Callable[[OutboxMessage, datetime], bool] = never
    only_mail: bool = False
    mails_who_stopped: bool = False
    heeds_stop: bool = True
    prepare: Callable[[Sequence[OutboxMessage], datetime], Callable[[OutboxMessage], Message]] | None = None
    recorded_together: Callable[[Sequence[OutboxMessage], datetime], None] | None = None
    returned: Callable[[OutboxMessage, Returned], None] = nothing_returns


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Called while the apps get ready. Raises `ValueError` where two rooms use one name."""
    if _KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"two kinds of message are called {kind.name}")
    return kind


def forget_kind(name: str) -> None:
    """This process does not know the kind any longer, as a worker of another version."""
    _KINDS.pop(name, None)


def known() -> list[str]:
    """The names of the kinds that this process can send."""
    return sorted(_KINDS)


def known_without(away: Collection[str]) -> list[str]:
    """The same, but for those whose messages leave only in ways that are `away`."""
    if Transport.MAIL not in away:
        return known()
    return sorted(name for name, kind in _KINDS.items() if not kind.only_mail)


def kind_of(name: str) -> Kind:
    """Raises `KeyError` for a kind that this process does not know."""
    return _KINDS[name]
