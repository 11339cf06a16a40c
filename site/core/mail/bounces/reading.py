"""Reading a mail that tells what became of one of ours: which one, and what.

Delivery status notifications (RFC 3464), reports of complaints (RFC 5965), and what Exim, qmail and others
write in their own way. Whatever else lies in the mailbox says nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser

from core.mail.bounces.envelope import OURS, number_in
from core.mail.bounces.meaning import What, meaning_of
from core.mail.outbox.reasons import Why

# Of a mail no more is read: the status stands in front of what comes back.
LONGEST = 262_144
MOST_PARTS = 60
# How much of a part's text is looked at.
LONGEST_TEXT = 20_000
# Where the address that it came back to may stand.
CAME_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "X-RCPT-To")
BEGINS_COPY = re.compile(
    r"^-{2,}.{0,40}(?:copy of (?:the|your) message|original message|below this line)",
    re.IGNORECASE | re.MULTILINE,
)
FROM_A_SERVER = re.compile(r"mailer-daemon|postmaster|mail delivery (?:sub)?system", re.IGNORECASE)
SAYS_FAILED = re.compile(
    r"could not be delivered|delivery (?:has )?failed|undeliver|returned to sender|wasn't able to deliver"
    r"|unable to deliver|permanent(?:ly)? (?:error|fail)|couldn't be delivered"
    r"|delivery status notification \(failure",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Notice:
    """What one mail tells of one of ours. `number` is that of its Message-ID, 32 letters and figures."""

    number: str
    what: What
    why: Why


def read(raw: bytes) -> Notice | None:
    """What `raw` tells; None where it tells nothing of a mail of ours.

    What was made to break a parser may raise whatever the parser does.
    """
    mail = BytesParser(policy=policy.compat32).parsebytes(raw[:LONGEST])
    parts = list(_parts(mail))
    number = _number(mail, parts)
    if not number:
        return None
    said = _said(mail, parts)
    return Notice(number, *said) if said else None


def _parts(mail: Message) -> Iterator[Message]:
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def _number(mail: Message, parts: list[Message]) -> str:
    """Which of our mails: by the address that it came back to, else by the headers that came with it."""
    for name in CAME_TO:
        for value in mail.get_all(name, []):
            number = number_in(str(value))
            if number:
                return number
    for part in _returned(parts):
        found = OURS.search(part)
        if found:
            return found[1]
    return ""


def _returned(parts: list[Message]) -> Iterator[str]:
    """The Message-IDs of what came back: attached, as headers alone, or copied into the text."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            yield from re.findall(r"(?im)^message-id:\s*(<[^>\s]+>)", _text(part))
        elif part.get("Message-ID"):
            yield str(part["Message-ID"]).strip()
    for part in parts:
        if part.get_content_type() == "text/plain":
            text = _text(part)
            begins = BEGINS_COPY.search(text)
            if begins:
                yield from re.findall(r"(?im)^message-id:\s*(<[^>\s]+>)", text[begins.start() :])


def _said(mail: Message, parts: list[Message]) -> tuple[What, Why] | None:
    kinds = {part.get_content_type(): part for part in parts}
    if "message/feedback-report" in kinds:
        return _complaint(kinds["message/feedback-report"])
    if "message/delivery-status" in kinds:
        return _status(kinds["message/delivery-status"])
    return _in_words(mail, parts)


def _complaint(part: Message) -> tuple[What, Why] | None:
    """RFC 5965 section 3.5; "not-spam" and others complain of nothing."""
    fields = _fields(part)
    kind = next((block["feedback-type"] for block in fields if "feedback-type" in block), "").lower()
    if kind == "opt-out":
        return What.UNSUBSCRIBED, Why.UNSUBSCRIBED
    return (What.COMPLAINT, Why.COMPLAINED) if kind in ("abuse", "fraud") else None


def _status(part: Message) -> tuple[What, Why] | None:
    """RFC 3464 section 2.3: a mail of ours has one recipient, so the first action is what became of it."""
    for block in _fields(part):
        action = block.get("action", "").lower()
        if action == "failed":
            return meaning_of(block.get("status", ""), block.get("diagnostic-code", ""))
        if action == "delivered":
            return What.DELIVERED, Why.NOT_WANTED
    # "delayed": the server tries on; "relayed" and "expanded": nobody knows more than before.
    return None


def _fields(part: Message) -> list[dict[str, str]]:
    """The blocks of a report: each read as a message of its own, or, by another parser, all as text."""
    blocks = part.get_payload()
    if isinstance(blocks, list):
        return [
            {str(name).lower(): " ".join(str(value).split()) for name, value in block.items()}
            for block in blocks[:MOST_PARTS]
            if isinstance(block, Message)
        ]
    found: dict[str, str] = {}
    for line in _text(part).splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return [found]


def _in_words(mail: Message, parts: list[Message]) -> tuple[What, Why] | None:
    """What a server says without RFC 3464. Answers of people and of their programs are none of it."""
    if not _is_from_a_server(mail):
        return None
    text = next((_text(part) for part in parts if part.get_content_type() == "text/plain"), "")
    begins = BEGINS_COPY.search(text)
    words = " ".join((text[: begins.start()] if begins else text).split())
    if not (mail.get("X-Failed-Recipients") or SAYS_FAILED.search(f"{_header(mail, 'Subject')} {words}")):
        return None
    return meaning_of("", words)


def _is_from_a_server(mail: Message) -> bool:
    if mail.get("X-Failed-Recipients"):
        return True
    if str(mail.get("Auto-Submitted", "")).lower().startswith("auto-replied") and not _nobody_sent(mail):
        return False
    return _nobody_sent(mail) or bool(FROM_A_SERVER.search(_header(mail, "From")))


def _nobody_sent(mail: Message) -> bool:
    """RFC 5321 section 4.5.5: what comes back has an empty sender."""
    return str(mail.get("Return-Path", "")).strip() == "<>"


def _header(mail: Message, name: str) -> str:
    value = str(mail.get(name, ""))
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload[:LONGEST_TEXT].decode("utf-8", errors="replace")
    return str(part.get_payload())[:LONGEST_TEXT] if isinstance(part.get_payload(), str) else ""
