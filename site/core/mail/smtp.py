"""Handing a message to the mail server, and what it means when the server does not say yes.

This is the one place that reads a mail server's answers.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import Any

import structlog
from anymail.exceptions import AnymailError
from django.core.mail import EmailMultiAlternatives, get_connection

from core.mail import taking
from core.mail.bounces.meaning import What, meaning_of
from core.mail.provider import answer_of
from core.mail.wire import envelope_address, wire

logger = structlog.get_logger(__name__)


class Reason(StrEnum):
    """Why a message was not taken. RFC 5321 section 4.2.1: a code 4yz is for now, 5yz is for good."""

    UNREACHABLE = "unreachable"  # no connection: nothing was handed over
    OUR_SETTINGS = "our_settings"  # no connection, for what only an operator mends: certificate, log-in, name
    BUSY = "busy"  # 4yz
    NO_SUCH_ADDRESS = "no_such_address"  # 5yz to the addressee
    REFUSED = "refused"  # 5yz to the message
    SENDER_REFUSED = "sender_refused"  # 5yz to us: a fault of the installation, which somebody mends
    BAD_ADDRESS = "bad_address"  # it cannot be written in what the server understands
    BROKEN_OFF = "broken_off"  # the connection ended: the server's yes may have been on its way


# A refused sender is not among them: somebody mends that, and the mail can still arrive.
FOR_GOOD = {Reason.NO_SUCH_ADDRESS, Reason.REFUSED, Reason.BAD_ADDRESS}

# RFC 3463: the subject 7 is policy, 1.7 and 1.8 are the sender's address. Servers that wait with their no to
# the sender say it to the first addressee (Postfix does, unless told otherwise).
ABOUT_THE_SENDER = re.compile(
    rb"\b5\.(?:7\.\d{1,3}|1\.[78])\b|\brelay(?:ing)?\b[^@]{0,30}(?:denied|not|prohibited)|unable to relay",
    re.IGNORECASE,
)
# RFC 7372: SPF, DKIM and what else says that the mail is from whom it says.
NOT_FROM_US = re.compile(rb"\b5\.7\.2\d\b")


class NotTaken(taking.NotTaken):
    """The mail server did not say yes to the message, because of `reason`."""

    reason: Reason

    @property
    def is_for_good(self) -> bool:  # type: ignore[override]  # a fact of the reason
        return self.reason in FOR_GOOD

    @property
    def may_have_left(self) -> bool:  # type: ignore[override]  # as above
        return self.reason is Reason.BROKEN_OFF

    @property
    def is_about_us(self) -> bool:  # type: ignore[override]  # as above
        return self.reason is Reason.SENDER_REFUSED


# A server may end a connection that carries more.
PER_CONNECTION = 100


class Line:
    """A connection to the mail server, for as many messages as there are. Opened when it is first needed."""

    def __init__(self) -> None:
        self.backend: Any = None
        # Whether the text of a message is on its way: before that the server cannot have taken it.
        self.in_text = False
        self.carried = 0

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect and log in, unless that is done. Raises `NotTaken`: the server is not to be had."""
        if self.backend is not None and self.carried >= PER_CONNECTION:
            self.close()
        if self.backend is not None:
            return
        self.carried = 0
        backend: Any = get_connection()
        try:
            backend.open()
            smtp = getattr(backend, "connection", None)
            if isinstance(smtp, smtplib.SMTP):
                # Else it is said with the first message, when that is marked as perhaps sent.
                smtp.ehlo_or_helo_if_needed()
        except OSError as error:
            raise NotTaken(why_not_open(error), server_wide=True) from error
        self.backend = backend
        if isinstance(smtp, smtplib.SMTP):
            smtp.data = self._noting(smtp.data)  # type: ignore[method-assign, assignment]

    def hand_over(self, message: EmailMultiAlternatives) -> None:
        """Give a message to one person to the mail server, outside any transaction. Raises `NotTaken`."""
        was_open = self.backend is not None
        try:
            self._send(message)
        except NotTaken as problem:
            # A server ends connections that rest, or that have carried enough: a new one tells.
            if not (was_open and problem.reason is Reason.UNREACHABLE):
                raise
            self._send(message)

    def _send(self, message: EmailMultiAlternatives) -> None:
        self.open()
        self.in_text = False
        self.carried += 1
        try:
            self._give(message)
        except (AnymailError, OSError, ValueError) as error:
            problem = self._problem(error)
            if not isinstance(error, smtplib.SMTPRecipientsRefused | ValueError):
                self.close()
            raise problem from error

    def _give(self, message: EmailMultiAlternatives) -> None:
        connection = getattr(self.backend, "connection", None)
        if not isinstance(connection, smtplib.SMTP):
            self.backend.send_messages([message])
            return
        addressees = [envelope_address(str(address)) for address in message.recipients()]
        connection.sendmail(envelope_address(message.from_email), addressees, wire(message))

    def close(self) -> None:
        """Say goodbye, and never mind the answer."""
        backend, self.backend = self.backend, None
        if backend is not None:
            try:
                backend.close()
            except OSError as error:
                logger.info("mail_server_did_not_say_goodbye", error=type(error).__name__)

    def _problem(self, error: Exception) -> NotTaken:
        if isinstance(error, AnymailError):
            reason, is_everybodys = answer_of(error)
            nobody = reason == Reason.NO_SUCH_ADDRESS
            return NotTaken(Reason(reason), server_wide=is_everybodys, no_mailbox=nobody)
        assert isinstance(error, OSError | ValueError), "what is caught"
        reason = reason_of(error)
        if reason is Reason.BROKEN_OFF and not self.in_text and self._is_smtp():
            return NotTaken(Reason.UNREACHABLE, server_wide=True)
        return NotTaken(
            reason,
            server_wide=isinstance(error, smtplib.SMTPSenderRefused),
            no_mailbox=reason in FOR_GOOD and names_nobody(error),
        )

    def _is_smtp(self) -> bool:
        return hasattr(self.backend, "use_tls")

    def _noting(self, data: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def noting(text: Any) -> Any:
            self.in_text = True
            return data(text)

        return noting


def hand_over(message: EmailMultiAlternatives) -> None:
    """Give one message to the mail server, on a connection of its own. Raises `NotTaken`."""
    with Line() as line:
        line.hand_over(message)


def why_not_open(error: OSError) -> Reason:
    """Log why there is no connection: for the reader it is one thing, for the operator each is another."""
    cause, hint = cause_of(error)
    # What only a person can mend is an error; what passes by itself is a warning.
    log = logger.error if hint else logger.warning
    log(
        "mail_server_unreachable", cause=cause, error=type(error).__name__, **({"hint": hint} if hint else {})
    )
    if cause == "turned_away":
        return Reason.SENDER_REFUSED
    return Reason.OUR_SETTINGS if hint else Reason.UNREACHABLE


def cause_of(error: OSError) -> tuple[str, str]:
    """Why a connection could not be opened, and what an operator can do; "" where waiting is all there is."""
    match error:
        case ssl.SSLCertVerificationError():
            return "certificate_not_trusted", "Set SSL_CERT_FILE to its certificate authority's file."
        case ssl.SSLError():
            return "no_common_encryption", "In EMAIL_URL, smtp+ssl:// is for port 465, smtp+tls:// for 587."
        case smtplib.SMTPAuthenticationError() if _is_for_good(error.smtp_code):
            return "log_in_refused", "Check the user name and the password in EMAIL_URL."
        case smtplib.SMTPNotSupportedError():
            return "not_offered", "The server offers no STARTTLS or no log-in: check EMAIL_URL."
        case smtplib.SMTPResponseException() if _is_for_good(error.smtp_code):
            return "turned_away", "The server takes nothing from here: ask whoever runs it."
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
            code, text = min(error.recipients.values())
            if not _is_for_good(code):
                return Reason.BUSY
            ours = code == 530 or ABOUT_THE_SENDER.search(_bytes(text))
            return Reason.SENDER_REFUSED if ours else Reason.NO_SUCH_ADDRESS
        case smtplib.SMTPSenderRefused():
            return Reason.SENDER_REFUSED if _is_for_good(error.smtp_code) else Reason.BUSY
        case smtplib.SMTPResponseException():
            if not _is_for_good(error.smtp_code):
                return Reason.BUSY
            ours = NOT_FROM_US.search(_bytes(error.smtp_error))
            return Reason.SENDER_REFUSED if ours else Reason.REFUSED
        case smtplib.SMTPNotSupportedError() | ValueError():
            return Reason.BAD_ADDRESS
        case _:
            return Reason.BROKEN_OFF


def names_nobody(error: Exception) -> bool:
    """Whether the server says that there is nobody at the address, and not only that it does not want this
    mail: it is asked as what comes back later is (`core.mail.bounces.meaning`)."""
    text: bytes | str
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, text = min(error.recipients.values())
        case smtplib.SMTPDataError():
            code, text = error.smtp_code, error.smtp_error
        case _:
            return False
    words = f"{code} {_bytes(text).decode(errors='replace')}"
    return _is_for_good(code) and meaning_of("", words)[0] is What.HARD


def _bytes(text: bytes | str) -> bytes:
    return text.encode(errors="replace") if isinstance(text, str) else text


def _is_for_good(code: int) -> bool:
    return 500 <= code < 600
