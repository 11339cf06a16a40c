"""What is kept of a page, and how it is given to the next who asks."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django_http_compression.middleware import best_coding

from core.compression import CompressionMiddleware
from core.languages import keep_language, remembered_language

# The token of a form, as Django's tag writes it: another in every page.
_TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}(?=")')
# A page of a filter has an address of some hundred signs. What is longer is asked for by nobody twice.
_LONGEST_ADDRESS = 500
_OWN_HEADERS = ("HX-Request", "HX-Request-Type")
# Whoever has the page asks whether it is still so; nobody in between keeps it.
_CACHE_CONTROL = "private, no-cache"


@dataclass(frozen=True)
class Entry:
    """A page: its content, whole and compressed, or in the parts between which each has a token of their own.

    It holds while the stamp is `stamp`, before `until`.
    """

    stamp: str
    until: datetime
    route: str
    parts: tuple[bytes, ...]
    headers: tuple[tuple[str, str], ...]
    etag: str
    # The language that opening the page means to choose; "" where it chooses none.
    language: str
    # The cookies that the view has asked for, and that nobody had whom this page was made for.
    unread: frozenset[str]

    @property
    def has_token(self) -> bool:
        return len(self.parts) > 1

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or a 304 for who has it, with the token and the cookies of who asks."""
        response = HttpResponse(self.parts[0])
        if self.has_token:
            _with_own_token(request, response, self.parts)
        for name, value in self.headers:
            response.headers[name] = value
        if self.language:
            keep_language(request, response, self.language)
        return self.unless_known(request, response)

    def unless_known(self, request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
        """`response`, which is this page, or a 304 for who has it."""
        response.headers["ETag"] = self.etag
        response.headers["Cache-Control"] = _CACHE_CONTROL
        # Who has lost the cookie of their form's token needs the page with another.
        if self.has_token and settings.CSRF_COOKIE_NAME not in request.COOKIES:
            return response
        return get_conditional_response(request, etag=self.etag, response=response) or response


def entry_of(
    request: HttpRequest,
    response: HttpResponse,
    *,
    stamp: str,
    until: datetime,
    route: str,
    unread: frozenset[str],
) -> Entry:
    """What `response`, made for nobody in particular, leaves for the next."""
    etag = quote_etag(hashlib.sha256(_TOKEN.sub(b"", response.content)).hexdigest()[:32])
    parts = tuple(_TOKEN.split(response.content))
    compressed = HttpResponse(response.content, headers=dict(response.headers))
    if len(parts) == 1:
        compressor = CompressionMiddleware(lambda request: compressed)
        compressor.maybe_compress(request, compressed)
        parts = (compressed.content,)
    headers = dict(compressed.headers)
    own = {"content-length", "x-noise"}
    return Entry(
        stamp=stamp,
        until=until,
        route=route,
        parts=parts,
        headers=tuple((name, value) for name, value in headers.items() if name.lower() not in own),
        etag=etag,
        language=remembered_language(response),
        unread=unread,
    )


def _with_own_token(request: HttpRequest, response: HttpResponse, parts: tuple[bytes, ...]) -> None:
    # Django's own, asked as its middleware asks: the cookie is read, and set where there was none.
    guard = CsrfViewMiddleware(lambda request: response)
    guard.process_request(request)
    response.content = get_token(request).encode().join(parts)
    guard.process_response(request, response)


def key_of(request: HttpRequest) -> str:
    """Under what the page that is asked for is kept; "" for what no page of everybody's is asked by."""
    address = request.get_full_path()
    if request.method not in ("GET", "HEAD") or len(address) > _LONGEST_ADDRESS:
        return ""
    coding = best_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    asked = [
        release(),
        request.scheme or "",
        request.META.get("HTTP_HOST", ""),
        address,
        coding,
        *(request.headers.get(name, "") for name in _OWN_HEADERS),
    ]
    return "page:" + hashlib.sha256("\n".join(asked).encode()).hexdigest()


@lru_cache
def release() -> str:
    """What tells this version of the program, its templates and its words from another. Read once."""
    base = settings.ROOT
    found = chain(
        base.glob("templates/**/*.*"),
        base.glob("locale*/**/*.mo"),
        *(base.glob(f"{room}/**/*.py") for room in ("site", "organisations", "events", "newcomers", "home")),
    )
    rows = sorted(f"{path} {path.stat().st_mtime_ns}" for path in found)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
