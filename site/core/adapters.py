"""How allauth behaves here: no open registration into staff, and our own words and limits."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Log-in for organisers and staff. Anyone may make an account; what it opens depends on their roles."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def populate_username(self, request: HttpRequest, user) -> None:
        """There are no user names: the e-mail address is the log-in."""
