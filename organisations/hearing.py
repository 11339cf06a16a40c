"""Who hears at once, by mail, of what waits for a decision in their municipality: one rule for every room.

How each wants to hear is kept by the room that has the page for it, which says here who wants it otherwise
(`leave_out`); what has waited is then in its digest.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.models import User
from organisations.models import Substitution
from organisations.roles import CAPABILITIES, STANDS_IN_AS, Capability, roles_with

_otherwise: list[Callable[[], QuerySet[Any, Any]]] = []


def leave_out(users: Callable[[], QuerySet[Any, Any]]) -> None:
    """`users` answers the keys of those who have chosen to hear once a day, or not by mail."""
    _otherwise.append(users)


def who_hears_at_once(municipality_id: str, capability: Capability) -> QuerySet[User]:
    """Those who may decide there, and want to know each time something waits."""
    here = Q(roles__role__in=roles_with(capability), roles__municipality=municipality_id)
    if capability in CAPABILITIES[STANDS_IN_AS]:
        standing_in = Substitution.objects.in_force(timezone.now()).filter(municipality=municipality_id)
        here |= Q(pk__in=standing_in.order_by().values("user"))
    found = User.objects.filter(here, is_active=True)
    for users in _otherwise:
        found = found.exclude(pk__in=users())
    return found.distinct()
