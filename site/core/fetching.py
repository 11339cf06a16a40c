"""Reads what stands at an address that somebody typed: a calendar, a page, a register.

The address leads outside our network, after every redirect anew (`core.outside`), and the answer has an end
to its size, also where it is packed, and to its time, also where it comes by the drop. What is known is asked
for by its validators. Proxies named in the environment are not used: who connects must be who has checked.
"""

import http.client
import os
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from requests.certs import where
from requests.utils import requote_uri

from core.outside import Address, NotOutside, addresses_of

MOST_BYTES = 5_000_000
WHOLE_SECONDS, CONNECT_SECONDS = 30.0, 5.0
MOST_REDIRECTS = 5
LONGEST_ADDRESS = 2000
LONGEST_WAIT = 7 * 24 * 3600.0
PIECE = 64 * 1024
REDIRECTS = (301, 302, 303, 307, 308)


class Why(TextChoices):
    """Why nothing came of it, in words for whoever typed the address."""

    ADDRESS = "address", _("This is not a web address that can be read.")
    NOWHERE = "nowhere", _("No open server on the internet has this address.")
    UNREACHABLE = "unreachable", _("The server does not answer.")
    CERTIFICATE = "certificate", _("The server cannot show that it is who it says.")
    SLOW = "slow", _("The server was too slow.")
    LARGE = "large", _("What stands at the address is too large.")
    NOT_FOUND = "not_found", _("Nothing stands at this address.")
    GONE = "gone", _("The server says that this is gone for good.")
    DENIED = "denied", _("The server does not let us read this. It must be open to everybody.")
    WAIT = "wait", _("The server asks us to come back later.")
    TROUBLE = "trouble", _("The server is in trouble.")
    ANSWER = "answer", _("What the server answered cannot be read.")
    REDIRECTS = "redirects", _("The address leads on and on.")


class CannotFetch(Exception):
    """`why` in words; `retry_after` is the seconds for which the server wants to be left alone."""

    def __init__(self, why: Why, *, retry_after: float | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.retry_after = retry_after


@dataclass(frozen=True)
class Fetched:
    """`body` is None where nothing has changed since the validators."""

    body: bytes | None
    content_type: str
    validators: dict[str, str] = field(default_factory=dict)
    # Where it was found.
    address: str = ""


def user_agent() -> str:
    """The site that asks."""
    host = urlsplit(settings.BASE_URL).netloc
    return f"Moteplass (+{settings.BASE_URL})".encode("ascii", "ignore").decode() if host else "Moteplass"


def fetch(
    address: str,
    *,
    validators: Mapping[str, str] | None = None,
    accept: str = "*/*",
    most_bytes: int = MOST_BYTES,
    seconds: float = WHOLE_SECONDS,
) -> Fetched:
    """What stands at `address` (http, https or webcal). `validators` are those of the answer before.

    Raises `CannotFetch`, and nothing else.
    """
    until = time.monotonic() + seconds
    headers = {
        "User-Agent": user_agent(),
        "Accept": accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **_conditions(validators or {}),
    }
    first, *others = _spellings(address.strip())
    try:
        return _followed(first, headers, most_bytes, until)
    except CannotFetch as error:
        if error.why not in (Why.UNREACHABLE, Why.CERTIFICATE) or not others:
            raise
    return _followed(others[0], headers, most_bytes, until)


def _spellings(address: str) -> list[str]:
    """`webcal` says that it is a calendar, and not which of both protocols."""
    scheme, colon, rest = address.partition(":")
    if colon and scheme.lower() in ("webcal", "webcals"):
        return [f"https:{rest}"] + ([f"http:{rest}"] if scheme.lower() == "webcal" else [])
    return [address]


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    return {names[name]: value for name, value in validators.items() if name in names}


def _followed(address: str, headers: dict[str, str], most_bytes: int, until: float) -> Fetched:
    for _each in range(MOST_REDIRECTS + 1):
        with _asked(address, headers, until) as response:
            if response.status not in REDIRECTS:
                return _read(response, address, most_bytes, until)
            address = _led_to(address, response.headers.get("Location", ""))
    raise CannotFetch(Why.REDIRECTS)


def _led_to(address: str, location: str) -> str:
    try:
        # Headers come as Latin-1, and people's servers write UTF-8 there.
        return urljoin(address, location.encode("latin-1").decode())
    except ValueError:
        raise CannotFetch(Why.ANSWER) from None


def _parts(address: str) -> tuple[SplitResult, str, int]:
    """The address, its host in ASCII and its port."""
    if len(address) > LONGEST_ADDRESS:
        raise CannotFetch(Why.ADDRESS)
    try:
        parts = urlsplit(requote_uri(address))
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError, UnicodeError):
        raise CannotFetch(Why.ADDRESS) from None
    # A name and password in an address would be kept, and shown to colleagues.
    if not host or parts.username is not None or parts.password is not None:
        raise CannotFetch(Why.ADDRESS)
    return parts, host, port


@contextmanager
def _asked(address: str, headers: dict[str, str], until: float) -> Iterator[http.client.HTTPResponse]:
    """The answer's head; the line is cut when the time is up, whatever is being waited for then."""
    parts, host, port = _parts(address)
    try:
        places = addresses_of(host, port)
    except NotOutside:
        raise CannotFetch(Why.NOWHERE) from None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _line(places, port, until) as line:
            # The name alone goes into the request and into TLS; the line is there already.
            connection = http.client.HTTPConnection(f"[{host}]" if ":" in host else host, parts.port)
            connection.sock = line
            if parts.scheme == "https":
                connection.sock = _context().wrap_socket(line, server_hostname=host)
            try:
                connection.request("GET", target, headers=headers)
                yield connection.getresponse()
            finally:
                connection.close()
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        raise CannotFetch(Why.SLOW if time.monotonic() >= until else _fault(error)) from None


def _fault(error: Exception) -> Why:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Why.CERTIFICATE
    if isinstance(error, TimeoutError):
        return Why.SLOW
    return Why.UNREACHABLE if isinstance(error, OSError) else Why.ANSWER


def _context() -> ssl.SSLContext:
    """The authorities that the system knows, and those that come with `requests`."""
    context = ssl.create_default_context()
    context.load_verify_locations(where())
    return context


@contextmanager
def _line(places: list[Address], port: int, until: float) -> Iterator[socket.socket]:
    """A connection to the first of the checked addresses that takes one."""
    line = _connected(places, port, until)
    # A second hand on the same line: TLS takes the first one over.
    with socket.socket(fileno=os.dup(line.fileno())) as other:

        def cut() -> None:
            with suppress(OSError):
                other.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(max(0.0, until - time.monotonic()), cut)
        timer.daemon = True
        timer.start()
        try:
            yield line
        finally:
            timer.cancel()
            timer.join()
            line.close()


def _connected(places: list[Address], port: int, until: float) -> socket.socket:
    for place in places:
        left = until - time.monotonic()
        if left <= 0:
            raise CannotFetch(Why.SLOW)
        try:
            line = socket.create_connection((str(place), port), timeout=min(left, CONNECT_SECONDS))
        except OSError:
            continue
        line.settimeout(max(0.1, until - time.monotonic()))
        return line
    raise CannotFetch(Why.UNREACHABLE)


def _read(response: http.client.HTTPResponse, address: str, most_bytes: int, until: float) -> Fetched:
    if response.status == 304:
        return Fetched(None, "", {}, address)
    if response.status not in (200, 203):
        raise CannotFetch(_why(response.status), retry_after=_seconds(response.headers.get("Retry-After")))
    body = _body(response, most_bytes)
    if time.monotonic() >= until:
        # What the line had when it was cut may be half.
        raise CannotFetch(Why.SLOW)
    validators = {
        name: value
        for name in ("ETag", "Last-Modified")
        if 0 < len(value := response.headers.get(name, "")) <= 200 and value.isprintable() and value.isascii()
    }
    return Fetched(body, response.headers.get("Content-Type", "")[:200], validators, address)


def _why(status: int) -> Why:
    known = {
        401: Why.DENIED, 402: Why.DENIED, 403: Why.DENIED, 404: Why.NOT_FOUND, 410: Why.GONE,
        429: Why.WAIT, 503: Why.WAIT,
    }  # fmt: skip
    return known.get(status, Why.TROUBLE if status >= 500 else Why.ANSWER)


def _body(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """All of it, in pieces: what is short when it comes may be long when it is unpacked."""
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise CannotFetch(Why.ANSWER)
    unpack = None if packed in ("identity", "") else zlib.decompressobj(47)
    body = bytearray()
    while piece := response.read(PIECE):
        while piece:
            body += unpack.decompress(piece, most_bytes + 1 - len(body)) if unpack else piece
            if len(body) > most_bytes:
                raise CannotFetch(Why.LARGE)
            piece = unpack.unconsumed_tail if unpack else b""
    # `read` with a number says nothing of an answer that broke off.
    if response.length or (unpack and body and not unpack.eof):
        raise http.client.IncompleteRead(b"")
    return bytes(body)


def _seconds(text: str | None) -> float | None:
    """`Retry-After`: seconds, or a moment."""
    if not text or len(text) > 40:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    left = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.0), LONGEST_WAIT)
