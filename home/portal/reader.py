"""Whom the portal is for: what nearly everything on it asks of them, asked once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Value

from core.models import User
from core.sorting import FEW
from organisations.models import Organisation
from organisations.roles import IN_A_REGION, STANDS_IN_AS, Capability, roles_with


@dataclass(frozen=True)
class Reader:
    """A user at one moment.

    `organisations` are the numbers of those that they belong to, superuser or not. What belongs to these is
    found by its index; of "those that the user belongs to" a database does not know how few they are.
    `roles` are what they hold somewhere, by themselves or in a host's place.
    """

    user: User
    now: datetime
    organisations: Collection[int]
    roles: frozenset[str]

    def may(self, capability: Capability) -> bool:
        """Whether they have it in some municipality."""
        here = self.roles.difference(IN_A_REGION)
        return self.user.is_superuser or not here.isdisjoint(roles_with(capability))

    def reaches(self, capability: Capability) -> bool:
        """Whether they have it in some municipality or region."""
        return self.user.is_superuser or not self.roles.isdisjoint(roles_with(capability))

    @cached_property
    def first_organisations(self) -> list[Organisation]:
        """By name, and one more than the front page names. One query."""
        if not self.organisations:
            return []
        rows = Organisation.objects.filter(pk__in=self.organisations).select_related("municipality")
        return list(rows.by_name()[: FEW + 1])

    @property
    def few_organisations(self) -> list[Organisation]:
        """All of them by name; none where they are too many to stand one by one."""
        return self.first_organisations if len(self.first_organisations) <= FEW else []


def reader_of(user: User, *, now: datetime) -> Reader:
    """Two queries."""
    belongs_to = user.memberships.order_by("organisation").values_list("organisation", flat=True)
    standing_in = user.substitutions.in_force(now).order_by()
    roles = user.roles.order_by().values_list("role").union(standing_in.values_list(Value(STANDS_IN_AS)))
    return Reader(user, now, list(belongs_to), frozenset(role for (role,) in roles))
