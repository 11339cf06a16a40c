"""Whatever answers a program: a refusal is one that it can read, and any site's script may read all of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.translation import override

from core.logs.requests import RequestLogMiddleware
from events.exchange.api.problems import CONTENT_TYPE, LANGUAGE, NO_FEED, problem_response

PREFIX = "/api/"
FEEDS = (".ics", ".atom")
ROOM = "events.exchange."
# What other middlewares say in their own words, for people.
DETAILS = {
    400: "The request cannot be read.",
    403: "This is not for you.",
    404: "There is nothing at this address. What there is stands in /api/v1/openapi.json.",
    405: "Here one can only read: GET, HEAD and OPTIONS.",
    413: "The request is too large: nothing can be sent here.",
    429: "That was too often. Retry-After says in how many seconds you can ask again.",
    431: "If-None-Match is too long. Send the ETag of the last answer alone.",
    503: "Something that we need is away just now. Retry-After says in how many seconds to try again.",
}
OF_FEEDS = DETAILS | {404: NO_FEED}
ANYTHING_ELSE = "Something went wrong here. It is written in our log."
KEPT = ("Allow", "Retry-After")
EXPOSED = "ETag, Link, Retry-After"
# Many more tags than anybody has had answers to the same question.
LONGEST_IF_NONE_MATCH = 2000
# Nothing of an answer runs anywhere, and no page frames it.
POLICY = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": "DENY"}


class ProgramAnswersMiddleware:
    """Stands around every other, so that what those refuse is a problem of RFC 9457 too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_api = request.path.startswith(PREFIX)
        if is_api and request.method == "OPTIONS":
            return _for_every_site(HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"}))
        if (is_api or request.path.endswith(FEEDS)) and _remembers_too_much(request):
            response: HttpResponseBase = problem_response(431, DETAILS[431])
        else:
            response = self.get_response(request)
        if is_api:
            return _for_every_site(_as_problem(response))
        return _as_problem(response, OF_FEEDS) if _is_refused_feed(request, response) else response


class ProgramsFirstMiddleware:
    """Answers the API before all that people need: it knows no session, no language of a page and no form.

    What the middlewares below would refuse is refused here: another host's name, and the character that
    PostgreSQL cannot store.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        answered: Any = convert_exception_to_response(_answered)
        # Its types are those of what may be awaited, too.
        self.answer: Any = RequestLogMiddleware(answered)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        response: HttpResponseBase = self.answer(request)
        for name, value in POLICY.items():
            response.headers[name] = value
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def _answered(request: HttpRequest) -> HttpResponseBase:
    request.get_host()
    if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
        raise BadRequest("a null character")
    match = request.resolver_match = resolve(request.path_info)
    with override(LANGUAGE):
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


def _remembers_too_much(request: HttpRequest) -> bool:
    return len(request.META.get("HTTP_IF_NONE_MATCH", "")) > LONGEST_IF_NONE_MATCH


def _is_refused_feed(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A person who presses a link to a calendar gets a page, and whoever has a personal link its own."""
    match = request.resolver_match
    is_feed = request.path.endswith(FEEDS) and (match is None or match.func.__module__.startswith(ROOM))
    return is_feed and response.status_code >= 400 and "text/html" not in request.headers.get("Accept", "")


def _as_problem(response: HttpResponseBase, details: Mapping[int, str] = DETAILS) -> HttpResponseBase:
    status = response.status_code
    if status < 400 or response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    problem = problem_response(status, details.get(status, ANYTHING_ELSE), headers=headers)
    for name, value in response.headers.items():
        # The policies that stand on every answer.
        if name.startswith(("X-", "Content-Security", "Cross-Origin", "Referrer", "Strict-")):
            problem.headers.setdefault(name, value)
    return problem


def _for_every_site(response: HttpResponseBase) -> HttpResponseBase:
    """Without cookies: browsers send none to "*". Nothing here depends on who asks, or in which language."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    left = [name for name in varies if name and name.lower() not in ("accept-language", "cookie")]
    if left:
        response.headers["Vary"] = ", ".join(left)
    elif "Vary" in response.headers:
        del response.headers["Vary"]
    response.cookies.clear()
    return response
