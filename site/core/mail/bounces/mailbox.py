"""The mailbox to which mails come back, read by IMAP (RFC 3501), some at a time.

They stay in it. What was read is marked as read; what is no notice is flagged besides: a person finds it.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError

from core.mail.bounces import services
from core.mail.bounces.reading import LONGEST, Notice, read
from core.mail.outbox.kinds import NotYet

logger = structlog.get_logger(__name__)

SECONDS = 20
# Mails of one round; the rest is read in the next.
MOST_AT_ONCE = 500
# Of a mailbox that nobody empties, so many of the newest are looked through.
LOOKED_THROUGH = 20_000
# What is larger is no notice, and not fetched.
LARGEST = 20_000_000

READ, FOR_A_PERSON = r"(\Seen)", r"(\Seen \Flagged)"


class NotReadable(Exception):
    """The mailbox cannot be read: `hint` says what an operator can do, "" where waiting is all there is."""

    def __init__(self, cause: str, hint: str = "") -> None:
        super().__init__(cause)
        self.hint = hint


def read_mailbox(*, now: datetime) -> dict[str, int]:
    """What was read in this round, and how often: {"hard": 3, "nothing": 1}. Raises `NotReadable`."""
    counts: dict[str, int] = {}
    with _opened() as box:
        for uid in _unread(box):
            outcome = _take(box, uid, now)
            counts[outcome] = counts.get(outcome, 0) + 1
    return counts


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    account = settings.BOUNCES
    box = None
    try:
        box = _connected(account)
        box.login(account["user"], account["password"])
        _asked(box.select(f'"{account["folder"]}"'))
        yield box
    except imaplib.IMAP4.abort as error:
        raise NotReadable("broken off") from error
    except imaplib.IMAP4.error as error:
        raise NotReadable("refused", "Check user, password and folder in BOUNCES_URL.") from error
    except OSError as error:
        raise NotReadable(type(error).__name__) from error
    finally:
        if box is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                box.logout()


def _connected(account: dict[str, Any]) -> imaplib.IMAP4:
    if account["ssl"]:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(account["host"], account["port"], ssl_context=context, timeout=SECONDS)
    return imaplib.IMAP4(account["host"], account["port"], timeout=SECONDS)


def _unread(box: imaplib.IMAP4) -> list[bytes]:
    """The numbers (UID) of some unread mails, the oldest first."""
    _code, counted = box.response("EXISTS")
    last = int((counted or [b"0"])[-1] or 0)
    if not last:
        return []
    first = max(1, last - LOOKED_THROUGH + 1)
    [found] = _asked(box.uid("SEARCH", f"{first}:*", "UNSEEN"))
    return (found or b"").split()[:MOST_AT_ONCE]


def _take(box: imaplib.IMAP4, uid: bytes, now: datetime) -> str:
    """Read one mail, and mark it. What broke off in the middle is read again, and changes nothing then."""
    raw = _fetched(box, uid)
    try:
        notice = _read(raw)
        outcome = _heard(notice, now) if notice else "nothing"
    except NotYet:
        return "later"
    except DatabaseError:
        raise
    except Exception:
        # A fault of ours stops none of the others; this one is read again once it is mended.
        logger.exception("mail_that_came_back_not_heard")
        return "fault"
    _asked(box.uid("STORE", uid.decode(), "+FLAGS.SILENT", READ if notice else FOR_A_PERSON))
    return outcome


def _heard(notice: Notice, now: datetime) -> str:
    return services.heard(number=notice.number, what=notice.what, why=notice.why, now=now)


def _fetched(box: imaplib.IMAP4, uid: bytes) -> bytes:
    """The beginning of a mail; nothing of one that is too large to be a notice."""
    number = uid.decode()
    size = b" ".join(part for part in _asked(box.uid("FETCH", number, "(RFC822.SIZE)")) if part)
    if int((size.partition(b"RFC822.SIZE ")[2].split(b")")[0].split() or [b"0"])[0]) > LARGEST:
        return b""
    answer = _asked(box.uid("FETCH", number, f"(BODY.PEEK[]<0.{LONGEST}>)"))
    return next((part[1] for part in answer if isinstance(part, tuple)), b"")


def _read(raw: bytes) -> Notice | None:
    try:
        return read(raw)
    except Exception as fault:  # noqa: BLE001  a parser's, of what somebody has made to break it
        logger.warning("mail_that_came_back_not_read", error=type(fault).__name__)
        return None


def _asked(answer: tuple[str, list[Any]]) -> list[Any]:
    code, found = answer
    if code != "OK":
        raise imaplib.IMAP4.error(code)
    return found
