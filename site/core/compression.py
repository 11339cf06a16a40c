"""How pages are compressed: by django-http-compression, with brotli where the browser reads it.

BREACH guesses a secret from the sizes of compressed answers that repeat what the attacker sent. Here the
token against forged forms is masked anew in every answer (Django), cookies do not follow requests from other
sites (`SameSite`), and each answer has a header of random length. So pages of people who are logged in are
compressed like the others.
"""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_http_compression.middleware import HttpCompressionMiddleware

ZSTANDARD = re.compile(r"\bzstd\b\s*(;[^,]*)?,?")


class CompressionMiddleware(HttpCompressionMiddleware):
    """Brotli before Zstandard: it makes our pages a tenth smaller, and readers pay for what they are sent."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "br" in offered:
            request.META["HTTP_ACCEPT_ENCODING"] = ZSTANDARD.sub("", offered)
        return super().__call__(request)  # type: ignore[return-value]
