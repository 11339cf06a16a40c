"""Mail in the reader's language: a subject, a hand-written text part and an HTML part made from MJML.

A mail called "signups/mail/confirmation" is three templates: `….subject.txt`, `….txt` and `….mjml`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import mrml
import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import EmailValidator
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from core.languages import direction
from core.text import clean

logger = structlog.get_logger(__name__)

Part = TypeVar("Part")

# As long as a path may be (RFC 5321 section 4.5.3.1.3), without its angle brackets; our columns are as wide.
LONGEST_ADDRESS = 254


def validate_address(address: str) -> None:
    """Django's check of an e-mail address, and that it can be stored and written into a mail.

    Raises `ValidationError`. Django lets a domain pass whose name in ASCII is too long for any mail program.
    """
    EmailValidator()(address)
    try:
        address.rpartition("@")[2].encode("idna")
    except UnicodeError:
        raise ValidationError(EmailValidator.message, code="invalid") from None
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(EmailValidator.message, code="invalid")


@dataclass(frozen=True)
class Attachment:
    """A file of a mail. `mimetype` may carry parameters: `text/calendar; method=PUBLISH`."""

    filename: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Letter:
    """A mail's words. `subject` is one line, `text` is plain, `html` a whole document, or ""."""

    subject: str
    text: str
    html: str


def render_letter(template: str, context: Mapping[str, object], *, language: str) -> Letter:
    """The words of the mail `template` in `language` (BCP 47), with `context`.

    The text carries it all: when the HTML cannot be made, the letter goes without it, and the log says so.
    """
    with override(language):
        values = {**context, **frame_values(language)}
        subject = " ".join(render_to_string(f"{template}.subject.txt", values).split())
        text = framed(clean(render_to_string(f"{template}.txt", values)))
        html = part_or_nothing(
            template, lambda: mrml.to_html(clean(render_to_string(f"{template}.mjml", values))).content
        )
    return Letter(subject=subject, text=text, html=html or "")


def part_or_nothing(name: str, make: Callable[[], Part]) -> Part | None:
    """What `make` makes; None when it cannot be made. A letter goes without it, and the log has why.

    For what a letter can do without: a file, its HTML, a list of what is on. One sign in one title must not
    keep the rest from whoever waits for it.
    """
    try:
        return make()
    except DatabaseError:
        # That is not the part's fault: the whole letter waits.
        raise
    except Exception:
        logger.exception("letter_part_left_out", part=name)
        return None


def framed(text: str) -> str:
    """The text part, in the active language, with what every mail of a demonstration says first."""
    notice = gettext("This is a demonstration. People and places in it are made up.")
    return "\n\n".join([*([notice] if settings.DEMONSTRATION else []), text.strip()]) + "\n"


def frame_values(language: str) -> dict[str, object]:
    """What the base layout of a mail in `language` asks for."""
    return {
        "language": language,
        "direction": direction(language),
        "align": "right" if direction(language) == "rtl" else "left",
        "base_url": settings.BASE_URL,
        "demonstration": settings.DEMONSTRATION,
    }


def build_message(
    letter: Letter,
    *,
    to: str,
    language: str,
    reply_to: str = "",
    attachments: Iterable[Attachment] = (),
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """A message ready to send to one person. Nothing is sent here."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Content-Language": language, "Auto-Submitted": "auto-generated", **(headers or {})},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for attachment in attachments:
        message.attach(attachment.filename, attachment.content, attachment.mimetype)
    return message


def absolute(path: str) -> str:
    """The full address of a path on this site, for mails, calendars and QR codes."""
    return settings.BASE_URL.rstrip("/") + path
