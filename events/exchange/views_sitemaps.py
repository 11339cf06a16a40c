"""What search engines ask for: where they may look, and what there is."""

import hashlib
import re
import zlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from core.mail.letter import absolute
from events.exchange import sitemaps

# Search engines come by the day.
KEPT = 60 * 60
NAME = re.compile(
    r"(?P<kind>municipalities|events-(?P<event>\d{1,9})|organisations-(?P<organisation>\d{1,9}))"
)
# What is somebody's own, behind a log-in, or a form.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /*/portal/
Disallow: /*/account/
Disallow: /*/events/*/sign-up/
Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    content = ROBOTS.format(sitemap=absolute(reverse("sitemap")))
    return _answered(request, content.encode(), "text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    content = _kept("sitemap", lambda: sitemaps.index(now=timezone.now()))
    assert content is not None
    return _answered(request, content, "application/xml")


@require_safe
def sitemap_part(request: HttpRequest, name: str) -> HttpResponseBase:
    found = NAME.fullmatch(name)
    if found is None:
        raise Http404
    number = int(found["event"] or found["organisation"] or 0)
    kind = found["kind"].split("-")[0]
    content = _kept(f"sitemap:{kind}:{number}", lambda: sitemaps.part(kind, number, now=timezone.now()))
    if content is None:
        raise Http404
    return _answered(request, content, "application/xml")


def _kept(key: str, make: Callable[[], bytes | None]) -> bytes | None:
    kept = cache.get(key)
    if kept is not None:
        return zlib.decompress(kept)
    made = make()
    if made is not None:
        cache.set(key, zlib.compress(made, 1), KEPT)
    return made


def _answered(request: HttpRequest, content: bytes, content_type: str) -> HttpResponseBase:
    tag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = get_conditional_response(request, etag=tag) or HttpResponse(content, content_type=content_type)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    return response
