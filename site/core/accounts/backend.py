"""Who a request comes from, and what they may do. No password opens anything here."""

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest


class CodeBackend(AuthenticationBackend):
    """allauth's, without its password: one logs in with a code, a passkey or the municipality's own log-in.

    The only backend there is, so that no form that asks for a password, whoever brings it, can take one.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        return None
