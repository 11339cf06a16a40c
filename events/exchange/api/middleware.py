"""Whatever answers a program: a refusal is one that it can read, and any site's script may read all of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from events.exchange.api.problems import CONTENT_TYPE, problem_response

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
    503: "Something that we need is away just now. Retry-After says in how many seconds to try again.",
}
ANYTHING_ELSE = "Something went wrong here. It is written in our log."
KEPT = ("Allow", "Retry-After")
EXPOSED = "ETag, Link, Retry-After"


class ProgramAnswersMiddleware:
    """Stands around every other, so that what those refuse is a problem of RFC 9457 too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            response = self.get_response(request)
            return _as_problem(response) if _is_refused_feed(request, response) else response
        if request.method == "OPTIONS":
            return _for_every_site(HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"}))
        return _for_every_site(_as_problem(self.get_response(request)))


def _is_refused_feed(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A person who presses a link to a calendar gets a page, and whoever has a personal link its own."""
    match = request.resolver_match
    is_feed = request.path.endswith(FEEDS) and (match is None or match.func.__module__.startswith(ROOM))
    return is_feed and response.status_code >= 400 and "text/html" not in request.headers.get("Accept", "")


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    status = response.status_code
    if status < 400 or response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    problem = problem_response(status, DETAILS.get(status, ANYTHING_ELSE), headers=headers)
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
