"""A mail as the bytes that go to the server: what Django writes, in a tenth of its time.

Pictures that many mails carry are encoded once. What is not of the usual shape Django writes itself.
"""

import re
from binascii import b2a_qp
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import formatdate, make_msgid, parseaddr
from functools import lru_cache
from secrets import token_hex
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError, forbid_multi_line_headers, sanitize_address

# RFC 5322 section 2.1.1, without the line's end.
LONGEST_LINE = 998
CHARSET = "utf-8"
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")

_encoded: WeakKeyDictionary[Message, bytes] = WeakKeyDictionary()


def wire(message: EmailMultiAlternatives) -> bytes:
    """`message` with CRLF at the end of lines. Raises `BadHeaderError`, a `ValueError`."""
    if not _is_usual(message):
        return bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]  # the stubs are of a later Django
    body = _text("plain", str(message.body))
    if message.alternatives:
        texts = [_text("html", str(html)) for html, _mimetype in message.alternatives]
        body = _multipart("alternative", [body, *texts])
    if message.attachments:
        files = [_file(part) for part in message.attachments]
        body = _multipart(message.mixed_subtype, [body, *files])  # type: ignore[attr-defined]  # as above
    return _headers(message) + body


@lru_cache(maxsize=1000)
def envelope_address(address: str) -> str:
    """An address as the server is told it: without the name, its domain in ASCII. Raises `ValueError`."""
    if PLAIN_ADDRESS.fullmatch(address):
        return address
    return parseaddr(sanitize_address(address, CHARSET))[1]


def _is_usual(message: EmailMultiAlternatives) -> bool:
    return (
        not message.cc
        and message.encoding in (None, CHARSET)
        and all(mimetype == "text/html" for _content, mimetype in message.alternatives)
        and all(isinstance(part, MIMEBase) for part in message.attachments)
        and all(len(str(value)) < LONGEST_LINE // 4 for value in message.extra_headers.values())
    )


def _headers(message: EmailMultiAlternatives) -> bytes:
    extra = {name: str(value) for name, value in message.extra_headers.items()}
    # Django too takes these from among the others, where they stand there.
    usual = {
        "Subject": str(message.subject),
        "From": extra.pop("From", message.from_email),
        "To": extra.pop("To", ", ".join(map(str, message.to))),
        "Reply-To": extra.pop("Reply-To", ", ".join(map(str, message.reply_to))),
        "Date": extra.pop("Date", "") or formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
        "Message-ID": extra.pop("Message-ID", "") or make_msgid(),
        **extra,
        "MIME-Version": "1.0",
    }
    return "".join(_header(name, value) for name, value in usual.items() if value).encode("ascii")


def _header(name: str, value: str) -> str:
    if value.isascii() and len(value) < LONGEST_LINE - len(name) - 2:
        if "\n" in value or "\r" in value:
            raise BadHeaderError(f"Header values can't contain newlines (for header {name!r})")
        return f"{name}: {value}\r\n"
    return _written_header(name, value)


@lru_cache(maxsize=1000)
def _written_header(name: str, value: str) -> str:
    """RFC 2047; several lines where it is long."""
    written, encoded = forbid_multi_line_headers(name, value, CHARSET)
    return f"{written}: {encoded}\r\n".replace("\r\n", "\n").replace("\n", "\r\n")


def _text(subtype: str, text: str) -> bytes:
    content = text.replace("\r\n", "\n").replace("\r", "\n").encode(CHARSET, errors="replace")
    encoding = b"7bit" if text.isascii() else b"8bit"
    if max(map(len, content.split(b"\n"))) > LONGEST_LINE:
        content, encoding = b2a_qp(content), b"quoted-printable"
    head = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: %s\r\n\r\n'
    return head % (subtype.encode(), encoding) + content.replace(b"\n", b"\r\n")


def _file(part: Message) -> bytes:
    """With its headers. A picture that many mails carry is written out once."""
    written = _encoded.get(part)
    if written is None:
        written = _encoded[part] = part.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return written


def _multipart(subtype: str, parts: list[bytes]) -> bytes:
    """RFC 2046 section 5.1; no text of ours holds the boundary."""
    boundary = b"=_%s" % token_hex(16).encode()
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (subtype.encode(), boundary)
    between = b"\r\n--%s\r\n" % boundary
    return head + b"--%s\r\n" % boundary + between.join(parts) + b"\r\n--%s--\r\n" % boundary
