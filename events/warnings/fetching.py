"""Asks MET as its terms of service want it: https://api.met.no/doc/TermsOfService.

Who asks stands in the User-Agent, what is known is asked for by its validators, and an answer has an end to
its size and its time, also one that is compressed or comes by the drop.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

MOST_BYTES = 4_000_000
PIECE = 64 * 1024
CONNECT_SECONDS, SILENT_SECONDS, WHOLE_SECONDS = 5, 10, 30
MOST_REDIRECTS = 3


class NoAnswerError(Exception):
    """No answer that can be used. `leave_alone`: the server wants fewer questions, or is in trouble."""

    def __init__(self, why: str, *, leave_alone: bool = True, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.leave_alone = leave_alone
        # Seconds that the server asks for.
        self.retry_after = retry_after


@dataclass(frozen=True)
class Answer:
    """`body` is None where nothing has changed since the validators."""

    body: bytes | None
    validators: dict[str, str]
    expires: datetime | None
    is_deprecated: bool = False


def user_agent() -> str:
    """The site, and whom to write to about what it asks."""
    host = urlsplit(settings.BASE_URL).netloc
    words = ["Moteplass", f"(+{settings.BASE_URL})" if host else "", settings.METALERTS_CONTACT]
    return " ".join(filter(None, words)).encode("ascii", "ignore").decode()


def fetch(url: str, validators: Mapping[str, str] | None = None, *, seconds: float = WHOLE_SECONDS) -> Answer:
    """What stands at `url`. `validators` are those of the answer before. Raises `NoAnswerError`."""
    headers = {
        "User-Agent": user_agent(),
        "Accept": "application/xml, application/rss+xml, text/xml",
        "Accept-Encoding": "gzip, deflate",
        **_conditions(validators or {}),
    }
    try:
        with requests.Session() as session:
            return _answered(session, url, headers, time.monotonic() + seconds)
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise NoAnswerError(type(error).__name__) from None


def is_ours_to_follow(link: str, *, start: str) -> bool:
    """Whether `link` leads to the server that was asked, or to one beside it (alert.met.no, api.met.no)."""
    try:
        there, here = urlsplit(link), urlsplit(start)
    except ValueError:
        return False
    same_scheme = there.scheme == here.scheme or (here.scheme, there.scheme) == ("http", "https")
    return same_scheme and bool(there.hostname) and _domain(there) == _domain(here)


def _domain(parts: SplitResult) -> str:
    """ "met.no" of api.met.no; the whole of a name without dots or of a number, and with its port."""
    host = parts.hostname or ""
    is_name = "." in host and not host.replace(".", "").isdigit() and ":" not in host
    return ".".join(host.split(".")[-2:]) if is_name else parts.netloc


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    return {names[name]: value for name, value in validators.items() if name in names}


def _answered(session: requests.Session, url: str, headers: dict[str, str], until: float) -> Answer:
    start = url
    for _each in range(MOST_REDIRECTS + 1):
        timeout = (CONNECT_SECONDS, SILENT_SECONDS)
        with session.get(
            url, headers=headers, timeout=timeout, stream=True, allow_redirects=False
        ) as response:
            if not response.is_redirect:
                return _read(response, until)
            url = urljoin(url, response.headers["Location"])
        if not is_ours_to_follow(url, start=start):
            raise NoAnswerError("led elsewhere")
    raise NoAnswerError("too many redirects")


def _read(response: requests.Response, until: float) -> Answer:
    status = response.status_code
    if status == 304:
        return Answer(None, {}, _moment(response.headers.get("Expires")))
    if status not in (200, 203):
        # A file that is not there says nothing about the server.
        leave_alone = status in (403, 408, 429) or status >= 500
        after = _seconds(response.headers.get("Retry-After"))
        raise NoAnswerError(f"status {status}", leave_alone=leave_alone, retry_after=after)
    validators = {
        name: value
        for name in ("ETag", "Last-Modified")
        if 0 < len(value := response.headers.get(name, "")) <= 200
    }
    # "203: the version is going to end", MET's terms say.
    return Answer(_body(response, until), validators, _moment(response.headers.get("Expires")), status == 203)


def _body(response: requests.Response, until: float) -> bytes:
    """All of it, in pieces: what is short when it comes may be long when it is unpacked."""
    body = bytearray()
    while piece := response.raw.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > MOST_BYTES:
            raise NoAnswerError("too large", leave_alone=False)
        if time.monotonic() > until:
            raise NoAnswerError("too slow")
    return bytes(body)


def _moment(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _seconds(text: str | None) -> float | None:
    """`Retry-After`: seconds, or a moment, which is left to our own patience."""
    return float(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None
