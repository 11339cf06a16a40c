"""Who may do what with a municipality's rows in Wagtail's admin: its own people, and nobody else's."""

from collections.abc import Iterable, Mapping

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from organisations.roles import STANDS_IN_AS, Capability, roles_with

HELD = "_roles_held"


def held_roles(user) -> dict[str, frozenset[str]]:
    """What `user` holds in municipalities: role → kommunenummer. One query a request, kept on the user.

    Who stands in for a host today holds that role as long.
    """
    if not hasattr(user, HELD):
        held: dict[str, set[str]] = {}
        if user.is_authenticated and user.is_active:
            standing_in = user.substitutions.in_force(timezone.now()).order_by()
            rows = (
                user.roles.filter(municipality__isnull=False)
                .order_by()
                .values_list("role", "municipality")
                .union(standing_in.values_list(Value(STANDS_IN_AS), "municipality"))
            )
            for role, municipality in rows:
                held.setdefault(role, set()).add(municipality)
        setattr(user, HELD, {role: frozenset(places) for role, places in held.items()})
    return getattr(user, HELD)


def places_where(user, capability: Capability) -> frozenset[str]:
    """The municipalities (kommunenummer) where `user` has `capability` by a role."""
    held = held_roles(user)
    return frozenset[str]().union(*(held.get(role, frozenset()) for role in roles_with(capability)))


class MunicipalityPolicy(BasePermissionPolicy):
    """A policy that asks the model's own scoping queryset, so that the rule stands in one place.

    `scope` is the name of that queryset method; `actions` says what each action takes, in the row's own
    municipality. The rest is for superusers, except for `never`, which is for nobody. The model
    has a `municipality_id`; `place` is the way to it in the database.
    """

    def __init__(
        self,
        model: type[models.Model] | str,
        *,
        scope: str,
        place: str = "municipality",
        actions: Mapping[str, Capability],
        never: Iterable[str] = (),
    ) -> None:
        super().__init__(model)
        self.scope_name = scope
        self.place = place
        self.actions = dict(actions)
        self.never = frozenset(never)

    def scope(self, user) -> models.QuerySet:
        """The rows that `user` works with."""
        return getattr(self.model._default_manager.all(), self.scope_name)(user)

    def places(self, user, action: str) -> frozenset[str]:
        """The municipalities where `user` may do `action`, superuser or not."""
        if action in self.never or action not in self.actions:
            return frozenset()
        return places_where(user, self.actions[action])

    def user_has_permission(self, user, action: str) -> bool:
        if action in self.never or not (user.is_authenticated and user.is_active):
            return False
        return user.is_superuser or bool(self.places(user, action))

    def user_has_permission_in(self, user, action: str, municipality: str) -> bool:
        """Whether `user` may do this to the rows of the municipality with this kommunenummer."""
        return self.user_has_permission(user, action) and (
            user.is_superuser or municipality in self.places(user, action)
        )

    def user_has_permission_for_instance(self, user, action: str, instance: models.Model) -> bool:
        if instance.pk is None:
            return self.user_has_permission(user, action)
        # What the database says, not what a form has just put into the instance.
        stored = self.scope(user).filter(pk=instance.pk).values_list(self.place, flat=True).first()
        return stored is not None and self.user_has_permission_in(user, action, stored)

    def instances_user_has_any_permission_for(self, user, actions: Iterable[str]) -> models.QuerySet:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.scope(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        return self._users(actions)

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance) -> models.QuerySet:
        return self._users(actions, roles__municipality=instance.municipality_id)

    def _users(self, actions: Iterable[str], **place: str) -> models.QuerySet:
        users = get_user_model().objects.filter(is_active=True)
        allowed = set(actions) - self.never
        if not allowed:
            return users.none()
        capabilities = {self.actions[action] for action in allowed if action in self.actions}
        roles = {role for capability in capabilities for role in roles_with(capability)}
        return users.filter(Q(is_superuser=True) | Q(roles__role__in=roles, **place)).distinct()
