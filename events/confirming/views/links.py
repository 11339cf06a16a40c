"""What every page behind a volunteer's link has: the link is read, and kept to whoever has it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.links import LinkExpired, LinkForged
from core.responses import problem


def kept_to_oneself(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say kindly what is wrong with a link; keep its address out of caches, searches and others' logs."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except LinkForged:
            response = _wrong_link(request)
        except LinkExpired:
            response = _old_link(request)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store, private"
        return response

    return answer


def _wrong_link(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=404,
        title=_("This link is not right"),
        message=_("A part of it may be missing. Open the message that we sent you and press the link there."),
    )


def _old_link(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=410,
        title=_("This link is too old"),
        message=_(
            "The date is over, or you are no longer on the list of those who answer. "
            "What you answered has been deleted."
        ),
    )
