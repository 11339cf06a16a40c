"""Who asks, and over https or not, where reverse proxies stand in front (`TRUSTED_PROXIES`)."""

import ipaddress
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

logger = structlog.get_logger(__name__)

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# Where the server listens on a socket's file, nobody but this machine reaches it.
THIS_MACHINE = ipaddress.ip_address("127.0.0.1")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP")
# A fault of the set-up is there with every request; the log says it now and then.
SAY_AGAIN_AFTER_SECONDS = 600


class TrustedProxyMiddleware:
    """Puts the visitor's own address into REMOTE_ADDR, always a readable one: rate limits count by it.

    `X-Forwarded-For` is read from the right, over every address that is a trusted proxy's: what a visitor
    wrote into it stands further left and is never reached. From anybody else who connects no forwarded header
    is heard, so nobody can claim an address or an encrypted connection. What is set up wrongly is said in the
    log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.said: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        peer = readable(request.META.get("REMOTE_ADDR", "")) or THIS_MACHINE
        if is_trusted(peer):
            client = self._client(request, peer)
            request.META["REMOTE_ADDR"] = str(client)
            self._miss_scheme(request, client)
        else:
            request.META["REMOTE_ADDR"] = str(peer)
            if [name for name in FORWARDED if request.META.pop(name, None) is not None] and peer.is_private:
                self._say("proxy_is_not_trusted", "Name the proxy's address in TRUSTED_PROXIES.")
        return self.get_response(request)

    def _client(self, request: HttpRequest, peer: IPAddress) -> IPAddress:
        """The address furthest to the left that a trusted proxy vouches for."""
        client = peer
        for text in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            if not text.strip():
                continue
            hop = readable(text)
            if hop is None:
                self._say("forwarded_for_unreadable", "The proxy must send addresses in X-Forwarded-For.")
                break
            client = hop
            if not is_trusted(hop):
                break
        return client

    def _miss_scheme(self, request: HttpRequest, client: IPAddress) -> None:
        """Every address would lead to itself, with https, for ever."""
        if not settings.SECURE_SSL_REDIRECT or request.is_secure():
            return
        if "HTTP_X_FORWARDED_FOR" not in request.META:
            return
        if "HTTP_X_FORWARDED_PROTO" not in request.META:
            self._say("proxy_names_no_scheme", "The proxy must send X-Forwarded-Proto: https.")
        elif client.is_private:
            # Most likely no visitor, but a proxy that the one behind it does not know.
            self._say("proxy_says_http", "Name a proxy in front of compose's own in OUTER_PROXY.")

    def _say(self, event: str, hint: str) -> None:
        now = time.monotonic()
        if now - self.said.get(event, float("-inf")) > SAY_AGAIN_AFTER_SECONDS:
            self.said[event] = now
            logger.warning(event, hint=hint)


def readable(text: str) -> IPAddress | None:
    """The address in `text`, which may have a port ("192.0.2.7:443", "[2001:db8::7]:443"), else None."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    # The same machine, written for a socket that takes both kinds.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_trusted(address: IPAddress) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)
