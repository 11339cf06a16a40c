"""Answers that programs ask for again and again, mostly in vain: a calendar each hour, a list on a busy page.

Whether anything is different since the last time is one statement. What was made is kept for the next who
asks, and never shown after it has changed: it is kept under the tag of what it was made from.
"""

import zlib
from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

# A calendar that nobody asks for in so long is made anew.
KEPT = 12 * 60 * 60
# When a version was first seen stays known for longer than anybody waits before they ask again.
SEEN_KEPT = 30 * 24 * 60 * 60


def answer(
    request: HttpRequest,
    *,
    key: str,
    tag: str,
    now: datetime,
    make: Callable[[], bytes],
    content_type: str,
    cache_control: str,
) -> HttpResponseBase:
    """What `make` makes, or a 304 for who has it. `tag` names this version of what is known as `key`.

    With an empty `key` nothing is kept: for what has more faces than can be kept.
    """
    modified = _first_seen(key, tag, now=now) if key else None
    response = get_conditional_response(request, etag=quote_etag(tag), last_modified=modified)
    if response is None:
        content = _made(key, tag, make) if key else make()
        response = HttpResponse(content, content_type=content_type)
    response.headers["ETag"] = quote_etag(tag)
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = cache_control
    return response


def _first_seen(key: str, tag: str, *, now: datetime) -> int:
    """When this version was first asked for, as seconds since 1970.

    Not the newest change in it: a date that was taken away leaves none behind, and who has an older one would
    be told that nothing has changed.
    """
    seen = cache.get(f"seen:{key}")
    if seen and seen[0] == tag:
        return int(seen[1])
    # Two versions within one second are two moments to whoever only knows those.
    moment = max(int(now.timestamp()), int(seen[1]) + 1 if seen else 0)
    cache.set(f"seen:{key}", (tag, moment), SEEN_KEPT)
    return moment


def _made(key: str, tag: str, make: Callable[[], bytes]) -> bytes:
    kept = cache.get(f"made:{key}")
    if kept and kept[0] == tag:
        return zlib.decompress(kept[1])
    made = make()
    cache.set(f"made:{key}", (tag, zlib.compress(made, 1)), KEPT)
    return made
