"""Handing a message to the mail server, and what it means when the server does not say yes."""

import smtplib
import socket
import ssl
from enum import StrEnum

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection

logger = structlog.get_logger(__name__)


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
        say_why(error)
        raise NotTaken(Reason.UNREACHABLE) from error
    try:
        connection.send_messages([message])
    except (OSError, ValueError) as error:
        raise NotTaken(reason_of(error)) from error
    finally:
        connection.close()


def say_why(error: OSError) -> None:
    """Log why there is no connection: for the reader it is one thing, for the operator each is another."""
    cause, hint = cause_of(error)
    # What only a person can mend is an error; what passes by itself is a warning.
    log = logger.error if hint else logger.warning
    log(
        "mail_server_unreachable", cause=cause, error=type(error).__name__, **({"hint": hint} if hint else {})
    )


def cause_of(error: OSError) -> tuple[str, str]:
    """Why a connection could not be opened, and what an operator can do; "" where waiting is all there is."""
    match error:
        case ssl.SSLCertVerificationError():
            return "certificate_not_trusted", "Set SSL_CERT_FILE to its certificate authority's file."
        case ssl.SSLError():
            return "no_common_encryption", "In EMAIL_URL, smtp+ssl:// is for port 465, smtp+tls:// for 587."
        case smtplib.SMTPAuthenticationError():
            return "log_in_refused", "Check the user name and the password in EMAIL_URL."
        case smtplib.SMTPNotSupportedError():
            return "not_offered", "The server offers no STARTTLS or no log-in: check EMAIL_URL."
        case socket.gaierror():
            return "no_such_host", "Check the server's name in EMAIL_URL."
        case ConnectionRefusedError():
            return "port_closed", ""
        case TimeoutError():
            return "no_answer", ""
        case _:
            return "other", ""


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
