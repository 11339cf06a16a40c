"""Answers from kept pages before anything else is asked, and keeps what may be kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from core.logs.privacy import route_of
from core.page_cache import stamps
from core.page_cache.cookies import WatchedCookies
from core.page_cache.entries import Entry, entry_of, key_of
from core.page_cache.marking import is_for_everybody

logger = structlog.get_logger(__name__)

MESSAGES = "messages"
# What a page without a session may set: the token of its form, and the language that opening it chooses.
_OWN_COOKIES = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
# What the middlewares read of everybody: asked about by itself (`_is_nobody`), or given to each (`entries`).
_READ_OF_ALL = {*_OWN_COOKIES, settings.SESSION_COOKIE_NAME, MESSAGES}
# The page that Wagtail serves says itself whether it is for everybody.
_SERVES_PAGES = "wagtail_serve"


class PageCacheMiddleware:
    """Stands below what compresses: what it keeps is compressed once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        if not key:
            return self.get_response(request)
        request.may_be_kept = True  # type: ignore[attr-defined]  # read below
        now = timezone.now()
        entry = cache.get(key)
        if isinstance(entry, Entry) and entry.until > now and _is_for(request, entry) and _holds(entry):
            logger.info("request_finished", code=200, request=f"{request.method} {entry.route}", kept=True)
            return entry.answer(request)
        response = self.get_response(request)
        stamp = getattr(request, "public_stamp", None)
        if stamp is not None and isinstance(response, HttpResponse) and _may_be_kept(request, response):
            return _keep(key, request, response, stamp=stamp, now=now)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """The stamp is of before the page is made: what is written meanwhile makes it another."""
        match = request.resolver_match
        is_marked = is_for_everybody(view) or (match is not None and match.view_name == _SERVES_PAGES)
        if is_marked and hasattr(request, "may_be_kept") and not request.user.is_authenticated:
            request.public_stamp = stamps.current()  # type: ignore[attr-defined]  # read above
            request.COOKIES = WatchedCookies(request.COOKIES)


def _keep(
    key: str, request: HttpRequest, response: HttpResponse, *, stamp: str, now: datetime
) -> HttpResponseBase:
    until = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    unread = frozenset(_asked_for(request))
    entry = entry_of(request, response, stamp=stamp, until=until, route=route_of(request), unread=unread)
    cache.set(key, entry, 60)
    # A form's page was made with the token of who asked.
    return entry.unless_known(request, response) if entry.has_token else entry.answer(request)


def _holds(entry: Entry) -> bool:
    try:
        return entry.stamp == stamps.current()
    except (DatabaseError, InterfaceError):
        # The way of every page says what is the matter.
        return False


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        is_for_everybody(response)
        and response.status_code == 200
        and "no-store" not in response.headers.get("Cache-Control", "")
        and set(response.cookies) <= _OWN_COOKIES
        and MESSAGES not in request.COOKIES
        and not any(name in request.COOKIES for name in _asked_for(request))
        and request.session.is_empty()
        and not request.user.is_authenticated
    )


def _asked_for(request: HttpRequest) -> set[str]:
    """The cookies that the view itself has asked for."""
    cookies = request.COOKIES
    return cookies.names - _READ_OF_ALL if isinstance(cookies, WatchedCookies) else set()


def _is_for(request: HttpRequest, entry: Entry) -> bool:
    return not any(name in request.COOKIES for name in entry.unread) and _is_nobody(request)


def _is_nobody(request: HttpRequest) -> bool:
    """Whether who asks is logged in nowhere and has nothing to be told. Of a session only that is read."""
    if MESSAGES in request.COOKIES:
        return False
    number = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not number:
        return True
    session = import_module(settings.SESSION_ENGINE).SessionStore(number)
    return SESSION_KEY not in session and "_messages" not in session
