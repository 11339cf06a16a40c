"""Whoever carries text messages for this installation: what one does, and what it can say instead of yes.

Which provider it is, and how it is reached, is one setting (`SMS_URL`). A provider knows nothing of the
outbox, of budgets or of whom a message is for; each is one module here, and the only place that knows its
protocol.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from core.mail import taking


class Reason(StrEnum):
    """Why a text message was not taken. The codes are those of the outbox's `Why`; a test holds that."""

    UNREACHABLE = "sms_unreachable"  # no connection: nothing was handed over
    BUSY = "sms_busy"  # it takes nothing just now
    OUR_SETTINGS = "sms_our_settings"  # log-in, sender, certificate, name: an operator mends it
    NO_CREDIT = "sms_no_credit"  # the account is empty: an operator fills it
    FAULT = "sms_fault"  # it says that it failed, and not why
    NUMBER_REFUSED = "number_refused"  # the number is none, or takes no text messages
    REFUSED = "sms_refused"  # this message
    BROKEN_OFF = "sms_broken_off"  # the connection ended, or the answer cannot be read: it may have left


FOR_GOOD = {Reason.NUMBER_REFUSED, Reason.REFUSED}
# Whatever is sent next would get the same answer.
SERVER_WIDE = {Reason.UNREACHABLE, Reason.BUSY, Reason.OUR_SETTINGS, Reason.NO_CREDIT, Reason.BROKEN_OFF}


class NotTaken(taking.NotTaken):
    """The provider did not say yes to a text message, because of `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason, server_wide=reason in SERVER_WIDE)
        self.is_for_good = reason in FOR_GOOD
        self.may_have_left = reason is Reason.BROKEN_OFF
        self.is_about_us = reason in (Reason.OUR_SETTINGS, Reason.NO_CREDIT, Reason.FAULT)


@dataclass(frozen=True)
class Taken:
    """The provider's yes: its own number of the message, and how many parts it counts."""

    provider_id: str
    parts: int


@dataclass(frozen=True)
class Report:
    """What became of a message: `reference` is ours, `provider_id` the provider's; `code` says why not."""

    reference: str
    provider_id: str
    delivered: bool
    code: str = ""


@dataclass(frozen=True)
class Received:
    """What somebody sent us: `number` is E.164. `provider_id` tells two apart, where the provider says it."""

    number: str
    text: str
    provider_id: str = ""


class Unreadable(Exception):
    """What came to our address is nothing that this provider sends."""


class Provider(Protocol):
    """One provider. Nothing of it touches the database."""

    def check(self) -> None:
        """Ask whether it answers and knows us, without sending anything. Raises `NotTaken`."""

    def send(self, *, to: str, text: str, reference: str) -> Taken:
        """Hand one message over, outside any transaction. `to` is E.164. Raises `NotTaken`."""

    def read(self, values: Mapping[str, str]) -> Report | Received:
        """What it sent to our address. Raises `Unreadable`."""


def provider() -> Provider:
    """The one that the settings name. Raises `LookupError` where there is none."""
    return _makers()[settings.SMS.get("scheme", "")]()


def _makers() -> dict[str, Callable[[], Provider]]:
    from core.sms.providers.sveve import Sveve

    return {"sveve": lambda: Sveve(settings.SMS, timeout=settings.SMS_TIMEOUT)}
