"""Health checks before anything else, the editor's own security policy, and rate limits as an answer."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from csp.constants import HEADER
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, get_language_from_path
from django.utils.translation import gettext as _

from core import health
from core.isolation import filled
from core.languages import remember_language
from core.limits import TooMany, hold
from core.responses import problem
from core.text import clean

Handler = Callable[[HttpRequest], HttpResponseBase]


class HealthCheckMiddleware:
    """Answers `/healthz` and what is under it first: who asks knows neither our host name nor HTTPS."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = health.ADDRESSES.get(request.path)
        return answer() if answer else self.get_response(request)


class ShortAnonymousSessionMiddleware:
    """Ends the session of somebody who is not logged in soon: the address they typed for a code stands in it.

    A log-in keeps the session's content, its end with it: from then on it lives as long as any log-in.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        session = request.session
        if session.modified and not session.is_empty():
            if SESSION_KEY not in session:
                session.set_expiry(settings.ANONYMOUS_SESSION_SECONDS)
            elif session.get("_session_expiry") == settings.ANONYMOUS_SESSION_SECONDS:
                session.set_expiry(None)
        return response


class PublicAnswersMiddleware:
    """Takes the cookies off an answer that says it may be kept for everybody (`Cache-Control: public`).

    Whoever keeps it would hand them to the next who asks. Such an answer is the same whoever asks, so it does
    not vary with theirs either. It stands outside whatever sets cookies.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "public" in response.headers.get("Cache-Control", ""):
            response.cookies.clear()
            varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
            left = [name for name in varies if name and name.lower() != "cookie"]
            if left:
                response.headers["Vary"] = ", ".join(left)
            elif varies != [""]:
                del response.headers["Vary"]
        return response


class LanguageMiddleware(LocaleMiddleware):
    """Django's, except that "not found" from a page that needs no language stays where it is.

    Django would look for the page under a language, and Wagtail has a page pattern that everything there
    fits: a 404 from the admin would become a redirect.

    Who is logged in is remembered in the language of the page they opened last, whichever it was: Wagtail's
    admin, whose addresses name none, goes on in it, whatever the browser asks for.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code < 500 and self._is_opened(request) and request.user.is_authenticated:
            remember_language(request, response)
        if response.status_code == 404 and request.resolver_match is not None:
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)

    @staticmethod
    def _is_opened(request: HttpRequest) -> bool:
        """Whether somebody opens a page in a language.

        Not a page that asks for something by itself; nor one that the admin leads to, in whatever language
        it was written.
        """
        came_from = urlsplit(request.headers.get("Referer", "")).path
        return (
            hasattr(request, "user")
            and "HX-Request" not in request.headers
            and not came_from.startswith("/admin/")
            and bool(get_language_from_path(request.path_info))
        )


class NullCharacterMiddleware:
    """Refuses the one character that PostgreSQL cannot store, wherever a view might look something up by it.

    No keyboard writes it. Forms refuse it by themselves, and name the field.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        typed = [request.path, *request.COOKIES.values()]
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in text for text in typed):
            raise BadRequest("a null character")
        return self.get_response(request)


class CleanTextMiddleware:
    """Cleans what forms are sent (`core.text`), whoever made the form: they judge what will be kept.

    A null character is left for the form to refuse.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        request.GET = _clean_values(request.GET)  # type: ignore[assignment]  # mypy takes it for the class that cannot be changed
        if request.method == "POST":
            with suppress(UnreadablePostError):
                request.POST = _clean_values(request.POST)  # type: ignore[assignment]  # as above


def _clean_values(sent: QueryDict) -> QueryDict:
    cleaned = {name: [_clean_value(value) for value in sent.getlist(name)] for name in sent}
    if all(cleaned[name] == sent.getlist(name) for name in sent):
        return sent
    answer = QueryDict(mutable=True)
    for name, values in cleaned.items():
        answer.setlist(name, values)
    answer._mutable = False
    return answer


def _clean_value(value: str) -> str:
    return value if "\0" in value else clean(value)


class UploadLimitMiddleware:
    """Refuses what is larger than any form here takes, before anything of it is received.

    Each form says what a file of its own may weigh; this stands above all of them, Wagtail's with them. A
    body whose length is not declared is none: a WSGI server gives nothing of it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._refused(request, settings.UPLOAD_MAX_BYTES) or self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Before the view's form is read: some views read the whole file whatever it weighs."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        limit = settings.UPLOAD_MAX_BYTES_OF.get(route)
        return self._refused(request, limit) if limit else None

    def _refused(self, request: HttpRequest, limit: int) -> HttpResponse | None:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if length.isdecimal() and int(length) <= limit:
            return None
        return problem(
            request,
            status=413,
            title=_("This is too large"),
            message=filled(
                _("Nothing was saved. One file may weigh up to %(size)s: make it smaller and try again."),
                size=filesizeformat(limit),
            ),
        )


class PrivatePagesMiddleware:
    """What somebody sees while logged in is kept by no cache: many log in on a computer that others use."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's, which puts the policy together twice for every answer. Most have the same one."""

    def __init__(self, get_response: Handler) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # What a view or the admin says of its own policy stands on the answer; a nonce, on the request.
        has_own = hasattr(request, "_csp_nonce") or any(name.startswith("_csp_") for name in vars(response))
        if has_own or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response


class AdminContentSecurityPolicyMiddleware:
    """Wagtail's editor writes inline styles and scripts: it has a policy of its own; public pages do not."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.get_editor_response = csp_update(settings.ADMIN_CONTENT_SECURITY_POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            return self.get_editor_response(request)
        return self.get_response(request)


class RateLimitMiddleware:
    """Makes the answer of a passed limit (`core.limits`) a 429 that says when to come back."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        passed: TooMany | None = getattr(request, "too_many", None)
        if passed is not None and response.status_code < 500:
            # Somebody who is sent on by a redirect learns it there: a browser follows no 429.
            if not 300 <= response.status_code < 400:
                response.status_code = 429
            response.headers["Retry-After"] = str(passed.seconds)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """For a page without a form to say it on."""
        if not isinstance(exception, TooMany):
            return None
        hold(request, exception)
        return problem(request, status=429, title=_("That was a little too fast"), message=str(exception))
