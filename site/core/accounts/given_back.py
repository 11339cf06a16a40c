"""A session that ends while somebody writes loses nothing: after the log-in they get back what they wrote.

What was sent is kept in the new session, on the server, for as long as somebody who is not logged in has one.
Only who wrote it gets it: a browser keeps a signed mark of who was logged in there last, until they
log out. Files are not kept.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponseBase]
KEPT = "written_without_session"
COOKIE = "last_here"
# A page's words with their blocks are some ten kilobytes.
MOST_SIGNS, MOST_FIELDS = 200_000, 1_000
# Shown of each text, so that a person knows which form it was.
SHOWN_FROM, SHOWN_TEXTS = 3, 12
DROP = "throw_away"


def mark_of(user: Any) -> str:
    return salted_hmac("core.accounts.given_back", str(user.pk), algorithm="sha256").hexdigest()[:40]


class GivenBackMiddleware:
    """Keeps what is sent without a session, and gives it back after the log-in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and _asks_for_log_in(response) and not request.user.is_authenticated:
            _keep(request)
        _mark(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        kept = request.session.get(KEPT) if request.user.is_authenticated else None
        if kept is None:
            return None
        is_theirs = constant_time_compare(kept["who"], mark_of(request.user))
        is_here = request.path == urlsplit(kept["path"]).path
        if not is_theirs or (is_here and (request.method == "POST" or DROP in request.GET)):
            del request.session[KEPT]
            return None
        if not is_here or request.method != "GET":
            return None
        return render(request, "account/given_back.html", {**kept, "shown": _texts(kept["fields"])})


def _asks_for_log_in(response: HttpResponseBase) -> bool:
    goes_to = urlsplit(response.headers.get("Location", "")).path
    return response.status_code == 302 and goes_to == resolve_url(settings.LOGIN_URL)


def _keep(request: HttpRequest) -> None:
    mark = request.COOKIES.get(COOKIE, "")
    fields = [[name, values] for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    signs = sum(len(value) for _name, values in fields for value in values)
    if not mark or not fields or len(fields) > MOST_FIELDS or signs > MOST_SIGNS:
        return
    request.session[KEPT] = {"who": mark, "path": request.get_full_path(), "fields": fields}
    messages.info(request, _("You were logged out. What you wrote is kept: log in, and you get it back."))


def _texts(fields: list[list[Any]]) -> list[str]:
    """What a person has written, as far as it can be told from what the page sends along."""
    values = [value for _name, values in fields for value in values]
    return [each for each in values if " " in each.strip() and len(each) > SHOWN_FROM][:SHOWN_TEXTS]


def _mark(request: HttpRequest, response: HttpResponseBase) -> None:
    if getattr(request, "logged_out_by_choice", False):
        response.delete_cookie(COOKIE, samesite="Lax")
    elif request.user.is_authenticated and request.COOKIES.get(COOKIE) != mark_of(request.user):
        response.set_cookie(
            COOKIE,
            mark_of(request.user),
            max_age=2 * settings.SESSION_COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


@receiver(user_logged_out)
def forget_who_was_here(request: HttpRequest | None, **kwargs: Any) -> None:
    """Who logs out leaves nothing behind for the next one at the same computer."""
    if request is not None:
        request.logged_out_by_choice = True  # type: ignore[attr-defined]  # read above
