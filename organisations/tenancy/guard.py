"""One guard over everything that Wagtail brings: what is not on the list is not there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, reverse

from organisations.tenancy.policies import places_where
from organisations.tenancy.routes import NEVER, NEVER_SENT, OPEN, ROUTES, Rule
from organisations.tenancy.scopes import SCOPES

Handler = Callable[[HttpRequest], HttpResponseBase]
# Where Wagtail's addresses stand in `config.urls`.
GUARDED = ("admin/", "documents/")
# Our own redirect from there to the log-in.
NAMELESS = {"admin/login/"}


class AdminGuardMiddleware:
    """Lets a request through to the admin if the table of routes has a rule for it that the user meets.

    The list is closed by default. What the table does not name is a 404 for everybody but superusers.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None:
            return None
        name = name_of(match)
        if is_closed_to_all(name):
            raise Http404
        if not match.route.startswith(GUARDED) or name in OPEN or match.route in NAMELESS:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if NEVER_SENT.get(name) in request.POST:
            raise PermissionDenied
        if not (request.user.is_active and request.user.is_superuser):
            check(request, ROUTES.get(name), kwargs)
        return None


def name_of(match: ResolverMatch) -> str:
    """`namespace:url_name`, as the table has it; empty for a route without a name."""
    return ":".join([*match.namespaces, match.url_name]) if match.url_name else ""


def is_closed_to_all(name: str) -> bool:
    return name in NEVER or ("password" in name and name not in ROUTES)


def check(request: HttpRequest, rule: Rule | None, kwargs: Mapping[str, Any]) -> None:
    """Raises `Http404` or `PermissionDenied` unless `rule` lets the user through. One query without a row."""
    if rule is None or not places_where(request.user, rule.needs):
        raise Http404
    if rule.scope:
        SCOPES[rule.scope](request, rule, kwargs)
