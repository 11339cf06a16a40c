"""Asks a register for one thing as JSON: it says who asks, waits when told to, and an answer has an end."""

import json
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.cache import cache
from urllib3.exceptions import HTTPError

MOST_BYTES = 2_000_000
PIECE = 64 * 1024
CONNECT_SECONDS, SILENT_SECONDS, WHOLE_SECONDS = 4, 6, 12
# What a register may ask for at the most; and for how long it is left alone where it does not say.
LONGEST_PAUSE, PAUSE = 6 * 60 * 60, 60
GONE = {404, 410}


class NoAnswerError(Exception):
    """No answer that can be used. `retry_after`: the seconds after which it is worth asking again."""

    def __init__(self, why: str, *, retry_after: float = PAUSE) -> None:
        super().__init__(why)
        self.retry_after = min(max(retry_after, 1), LONGEST_PAUSE)


class NotThereError(Exception):
    """The register answers that it has no such thing (404), or has it no longer (410)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.is_gone = status == 410


def user_agent() -> str:
    """The site, and whom to write to about what it asks."""
    words = ["Moteplass", f"(+{settings.BASE_URL})", settings.REGISTERS_CONTACT]
    return " ".join(filter(None, words)).encode("ascii", "ignore").decode()


def fetch(url: str, *, seconds: float = WHOLE_SECONDS) -> Any:
    """What stands at `url`, read as JSON. Raises `NoAnswerError` or `NotThereError`."""
    host = urlsplit(url).netloc
    pause = _pause_of(host)
    if pause > 0:
        raise NoAnswerError("left alone", retry_after=pause)
    headers = {"User-Agent": user_agent(), "Accept": "application/json", "Accept-Encoding": "gzip"}
    until = time.monotonic() + seconds
    timeout = (CONNECT_SECONDS, SILENT_SECONDS)
    try:
        with requests.get(
            url, headers=headers, timeout=timeout, stream=True, allow_redirects=False
        ) as response:
            return _read(response, host, until)
    except (requests.RequestException, HTTPError, OSError) as error:
        raise NoAnswerError(type(error).__name__) from None


def _read(response: requests.Response, host: str, until: float) -> Any:
    status = response.status_code
    if status in GONE:
        raise NotThereError(status)
    if status != 200:
        error = NoAnswerError(
            f"status {status}", retry_after=_seconds(response.headers.get("Retry-After")) or PAUSE
        )
        if status in (429, 503):
            _leave_alone(host, error.retry_after)
        raise error
    try:
        return json.loads(_body(response, until))
    except (ValueError, RecursionError):
        raise NoAnswerError("nonsense") from None


def _body(response: requests.Response, until: float) -> bytes:
    """All of it, in pieces: what is short when it comes may be long when it is unpacked."""
    body = bytearray()
    while piece := response.raw.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > MOST_BYTES:
            raise NoAnswerError("too large")
        if time.monotonic() > until:
            raise NoAnswerError("too slow")
    return bytes(body)


def _seconds(text: str | None) -> float | None:
    """`Retry-After`: seconds, or a moment."""
    if text and text.isascii() and text.isdigit():
        return float(text[:8])
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def _leave_alone(host: str, seconds: float) -> None:
    """No process asks there before the register has had its pause."""
    cache.set(_key(host), time.time() + seconds, timeout=int(seconds) + 1)


def _pause_of(host: str) -> float:
    return float(cache.get(_key(host)) or 0) - time.time()


def _key(host: str) -> str:
    return f"registers:left-alone:{host}"
