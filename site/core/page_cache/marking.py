"""How a view says that its page is the same for everybody who is not logged in."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http.response import HttpResponseBase

_MARK = "is_for_everybody"
Response = TypeVar("Response", bound=HttpResponseBase)


def for_everybody(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Marks what `view` answers. It reads no session and no user, and writes nothing.

    It may read a cookie by its name: who has one of that name gets a page of their own (`cookies`).
    """

    @wraps(view)
    def marked(*args: object, **kwargs: object) -> HttpResponseBase:
        return mark(view(*args, **kwargs))

    setattr(marked, _MARK, True)
    return marked


def mark(answer: Response) -> Response:
    """Marks one answer, where only some of a view's are the same for everybody."""
    setattr(answer, _MARK, True)
    return answer


def is_for_everybody(marked: object) -> bool:
    """Whether a view, or an answer, is marked."""
    return getattr(marked, _MARK, False)
