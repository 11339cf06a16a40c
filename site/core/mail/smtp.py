"""Handing a message to the mail server, and what it means when the server does not say yes."""

import smtplib
from enum import StrEnum

from django.core.mail import EmailMultiAlternatives, get_connection


class Reason(StrEnum):
    """Why a message was not taken. RFC 5321 section 4.2.1: a code 4yz is for now, 5yz is for good."""

    UNREACHABLE = "unreachable"  # no connection, or the log-in failed: nothing was handed over
    BUSY = "busy"  # 4yz
    NO_SUCH_ADDRESS = "no_such_address"  # 5yz to the addressee
    REFUSED = "refused"  # 5yz to the message
    SENDER_REFUSED = "sender_refused"  # 5yz to us: a fault of the installation, which somebody mends
    BAD_ADDRESS = "bad_address"  # it cannot be written in what the server understands
    BROKEN_OFF = "broken_off"  # the connection ended: the server's yes may have been on its way


# A refused sender is not among them: somebody mends that, and the mail can still arrive.
FOR_GOOD = {Reason.NO_SUCH_ADDRESS, Reason.REFUSED, Reason.BAD_ADDRESS}


class NotTaken(Exception):
    """The mail server did not say yes to the message, because of `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def is_for_good(self) -> bool:
        """Whether trying again is of no use."""
        return self.reason in FOR_GOOD


def hand_over(message: EmailMultiAlternatives) -> None:
    """Give a message to one person to the mail server, outside any transaction. Raises `NotTaken`."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise NotTaken(Reason.UNREACHABLE) from error
    try:
        connection.send_messages([message])
    except (OSError, ValueError) as error:
        raise NotTaken(reason_of(error)) from error
    finally:
        connection.close()


def reason_of(error: OSError | ValueError) -> Reason:
    """What an error from an open connection means. smtplib's own errors are `OSError`s too."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = min(code for code, _text in error.recipients.values())
            return Reason.NO_SUCH_ADDRESS if _is_for_good(code) else Reason.BUSY
        case smtplib.SMTPSenderRefused():
            return Reason.SENDER_REFUSED if _is_for_good(error.smtp_code) else Reason.BUSY
        case smtplib.SMTPResponseException():
            return Reason.REFUSED if _is_for_good(error.smtp_code) else Reason.BUSY
        case smtplib.SMTPNotSupportedError() | ValueError():
            return Reason.BAD_ADDRESS
        case _:
            return Reason.BROKEN_OFF


def _is_for_good(code: int) -> bool:
    return 500 <= code < 600
