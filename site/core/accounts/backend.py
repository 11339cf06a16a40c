"""Who a request comes from, and what they may do. No password opens anything here."""

from collections.abc import Callable, Iterable

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core.models import User

_lent: list[Callable[[User], Iterable[str]]] = []


def also_in_groups(names: Callable[[User], Iterable[str]]) -> None:
    """`names` answers the groups that a user is in for now, beside those that they belong to."""
    _lent.append(names)


def in_their_groups(user: User, *, field: str) -> Q:
    """What belongs to a group of `user`, one of their own or one for now; `field` leads to the group."""
    names = [name for lent in _lent for name in lent(user)]
    return Q(**{f"{field}__user": user}) | Q(**{f"{field}__name__in": names})


class CodeBackend(AuthenticationBackend):
    """allauth's, without its password: one logs in with a code, a passkey or the municipality's own log-in.

    The only backend there is, so that no form that asks for a password, whoever brings it, can take one.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        return None

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.filter(in_their_groups(user_obj, field="group")).distinct()
