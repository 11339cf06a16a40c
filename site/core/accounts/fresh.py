"""Changing how one logs in asks who one is again: an open session on a borrowed computer is not enough."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponseBase]
FRESH_SECONDS = 10 * 60
# Everything under these names but what shows the choices, or is part of logging in itself.
CHANGES = (
    "account_email",
    "account_change_phone",
    "account_verify_phone",
    "mfa_",
    "socialaccount_connections",
)
HARMLESS = {
    "account_email_verification_sent",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
}


def changes_log_in(name: str) -> bool:
    """Whether the route `name` (a url_name of allauth's) adds, takes away or shows a way to log in."""
    return name.startswith(CHANGES) and name not in HARMLESS


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session has proved within the last ten minutes who it belongs to."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record.get("at", 0) < FRESH_SECONDS for record in records)


class FreshLogInMiddleware:
    """Sends whoever has been logged in for a while back to the log-in, and from there to where they were."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.url_name if match and not match.namespaces else None
        if not name or not changes_log_in(name) or not request.user.is_authenticated or is_fresh(request):
            return None
        # What was sent from here is not sent again by itself: it begins with a look at the page.
        logout(request)
        messages.info(request, _("Log in once more before you change how you log in. Nothing was changed."))
        return redirect_to_login(request.path, reverse("account_login"))
