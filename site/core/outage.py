"""The database is away, or its disk is full: the answer is 503 and when to come back, and never a 500.

The page asks nothing of what may be away: no database, no cache, no session. Django calls `server_error` for
whatever was raised anywhere, in a middleware too.
"""

import errno
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

RETRY_AFTER_SECONDS = 30
# PostgreSQL's classes of what is no fault of the question: connection, resources (a full disk, too many
# connections), and the server being stopped or started. https://www.postgresql.org/docs/current/errcodes-appendix.html
OUT_OF_ORDER = ("08", "53", "57P", "58")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`, which tells what is away from what is broken."""
    error = sys.exc_info()[1]
    return unavailable(request) if error and is_outage(error) else defaults.server_error(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """In the language of the address, else of the cookie or the browser: no server is asked for it."""
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Content-Language"] = translation.get_language()
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def is_outage(error: BaseException) -> bool:
    """Whether `error`, or what led to it, is that a server which the site needs is away or out of space."""
    return any(_is_one(each) for each in _with_causes(error))


def _is_one(error: BaseException) -> bool:
    if isinstance(error, OperationalError | InterfaceError):
        code = getattr(error.__cause__, "sqlstate", None)
        # Without a code nothing was answered: there is no connection (any more).
        return code is None or code.startswith(OUT_OF_ORDER)
    return isinstance(error, OSError) and error.errno in NO_ROOM


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
