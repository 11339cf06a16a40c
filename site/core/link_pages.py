"""The pages that a personal link opens: what each of them does, whatever it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.links import LinkExpired, LinkForged
from core.responses import problem

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Gone:
    """What is said where a link was right once and leads nowhere any longer; `next_name` is a route's."""

    title: str | Promise
    message: str | Promise
    next_name: str = ""
    next_label: str | Promise = ""

    def page(self, request: HttpRequest) -> HttpResponse:
        return problem(
            request,
            status=410,
            title=str(self.title),
            message=str(self.message),
            next_url=reverse(self.next_name) if self.next_name else "",
            next_label=str(self.next_label),
        )


def behind_link(gone: Gone) -> Callable[[View], View]:
    """For a view that takes a `token` and may raise `LinkForged` or `LinkExpired`: both are said kindly.

    Its address is kept out of caches, searches and other sites' logs. There is no CSRF token: who can post
    here knows the link, which no other site can guess, and there is no session to ride on. With one the form
    would fail exactly here: without a referrer browsers send "Origin: null".
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            try:
                response = view(request, token)
            except LinkForged:
                response = _wrong_link(request)
            except LinkExpired:
                response = gone.page(request)
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Cache-Control"] = "no-store, private"
            return response

        return answer

    return decorate


def _wrong_link(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=404,
        title=_("This link is not right"),
        message=_("A part of it may be missing. Open the message that we sent you and press the link there."),
    )
