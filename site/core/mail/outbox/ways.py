"""The two ways in which a message leaves: by mail and by SMS. Each is away, slow or refused by itself.

A way does what is its own: which connection, which number of a message, what must hold just before the
hand-over and what is written down after it. Leases, tries and outcomes are one for both (`delivering`).
"""

from datetime import datetime
from typing import Protocol
from uuid import uuid4

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError

from core.mail import smtp
from core.mail.bounces.envelope import mark_envelope, message_id_of
from core.mail.outbox import rate
from core.mail.outbox.addresses import mark_of
from core.mail.outbox.kinds import Message, Transport, kind_of
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms import costs, stops
from core.sms.line import Line as SmsLine
from core.sms.messages import TextMessage, is_offered
from core.sms.parts import parts_of
from core.telephone import STORED

logger = structlog.get_logger(__name__)


class Impossible(Exception):
    """This message cannot leave this way, because of `why`: another way may do (`Kind.instead`)."""

    def __init__(self, why: Why, *, ends: str = OutboxMessage.State.SKIPPED) -> None:
        super().__init__(why.value)
        self.why, self.ends = why, ends


class Way(Protocol):
    """One way. `open` and `hand_over` raise `core.mail.taking.NotTaken`."""

    name: Transport

    def provider_of(self, message: Message) -> str:
        """Whoever counts what comes from us, for the rate."""

    def number(self, row: OutboxMessage, message: Message) -> None:
        """Give the row our own number of its message, the same in every try."""

    def open(self) -> None:
        """Be ready to hand over, or say why not, before a message is marked as perhaps sent."""

    def promise(self, row: OutboxMessage, message: Message, now: datetime) -> None:
        """In the transaction that marks the row as being sent. Raises `Impossible`."""

    def hand_over(self, row: OutboxMessage, message: Message) -> None:
        """Outside any transaction."""

    def not_left(self, row: OutboxMessage) -> None:
        """The server did not take it, and that is certain."""

    def held_back(self, message: Message, why: Why, now: datetime) -> None:
        """It was `Impossible`."""

    def close(self) -> None: ...


class ByMail:
    """One connection to the mail server for as many messages as there are."""

    name = Transport.MAIL

    def __init__(self) -> None:
        self.line = smtp.Line()
        self.open, self.close = self.line.open, self.line.close

    def provider_of(self, message: EmailMultiAlternatives) -> str:
        [address] = message.to
        return rate.provider_of(address)

    def number(self, row: OutboxMessage, message: EmailMultiAlternatives) -> None:
        # A mail program shows what came twice once.
        if "@" not in row.message_id:
            row.message_id = message.extra_headers.get("Message-ID") or message_id_of(uuid4().hex)
        message.extra_headers["Message-ID"] = row.message_id
        mark_envelope(message)
        row.address_mark = mark_of(message.to[0])

    def promise(self, row: OutboxMessage, message: EmailMultiAlternatives, now: datetime) -> None:
        return None

    def hand_over(self, row: OutboxMessage, message: EmailMultiAlternatives) -> None:
        self.line.hand_over(message)

    def not_left(self, row: OutboxMessage) -> None:
        return None

    def held_back(self, message: EmailMultiAlternatives, why: Why, now: datetime) -> None:
        return None


class BySms:
    """The installation's provider, who is asked once a run whether it answers and knows us."""

    name = Transport.SMS

    def __init__(self) -> None:
        self.line = SmsLine()
        self.close = self.line.close

    def provider_of(self, message: TextMessage) -> str:
        return "sms"

    def number(self, row: OutboxMessage, message: TextMessage) -> None:
        # A mail that could not leave has a number of another form.
        if "@" in row.message_id or not row.message_id:
            row.message_id = uuid4().hex
        row.address_mark = ""

    def open(self) -> None:
        self.line.open()

    def promise(self, row: OutboxMessage, message: TextMessage, now: datetime) -> None:
        kind = kind_of(row.kind)
        if not is_offered():
            raise Impossible(Why.SMS_OFF, ends=OutboxMessage.State.FAILED)
        if not STORED.fullmatch(message.to):
            raise Impossible(Why.NUMBER_REFUSED, ends=OutboxMessage.State.FAILED)
        if kind.heeds_stop and stops.is_stopped(message.to):
            raise Impossible(Why.STOPPED)
        try:
            costs.reserve(
                reference=row.message_id,
                payer=message.payer,
                kind=row.kind,
                parts=parts_of(message.text).number,
                to=message.to,
                is_urgent=_is_urgent(row, now),
                now=now,
            )
        except costs.OverBudget:
            raise Impossible(Why.OVER_BUDGET) from None

    def hand_over(self, row: OutboxMessage, message: TextMessage) -> None:
        taken = self.line.hand_over(message, reference=row.message_id)
        costs.taken(reference=row.message_id, taken=taken)

    def not_left(self, row: OutboxMessage) -> None:
        costs.give_back(reference=row.message_id)

    def held_back(self, message: TextMessage, why: Why, now: datetime) -> None:
        if why is Why.OVER_BUDGET:
            costs.held_back(payer=message.payer, now=now)


def offered() -> frozenset[Transport]:
    """The ways that this installation has."""
    return frozenset(Transport) if is_offered() else frozenset({Transport.MAIL})


def ways() -> dict[Transport, Way]:
    """New ones for one run, each opened when it is first needed."""
    return {Transport.MAIL: ByMail(), Transport.SMS: BySms()}  # type: ignore[dict-item]  # each takes its own kind of message


def transport_of(message: Message) -> Transport:
    return Transport.SMS if isinstance(message, TextMessage) else Transport.MAIL


def _is_urgent(row: OutboxMessage, now: datetime) -> bool:
    try:
        return kind_of(row.kind).urgent(row, now)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("outbox_not_known_whether_urgent", kind=row.kind, message=row.pk)
        return False
