"""Who may do what with a municipality's rows in Wagtail's admin: its own people, and nobody else's."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from wagtail.permission_policies import BasePermissionPolicy

from organisations.choices import EDITING_ROLES
from organisations.models import Municipality


class MunicipalityPolicy(BasePermissionPolicy):
    """A policy that asks the model's own scoping queryset, so that the rule stands in one place.

    `scope` is the name of that queryset method, `actions` what those with one of `roles` may do; the rest is
    for superusers, except for `never`, which is for nobody. The model has a `municipality`.
    """

    def __init__(
        self,
        model: type[models.Model] | str,
        *,
        scope: str,
        actions: Iterable[str],
        never: Iterable[str] = (),
        roles: Iterable[str] = EDITING_ROLES,
    ) -> None:
        super().__init__(model)
        self.roles = tuple(roles)
        # On the user: what they hold as one of these roles.
        self.permission_cache_name = "_municipalities_as_" + "_".join(self.roles)
        self.scope_name = scope
        self.actions = frozenset(actions)
        self.never = frozenset(never)

    def scope(self, user) -> models.QuerySet:
        """The rows that `user` works with."""
        return getattr(self.model._default_manager.all(), self.scope_name)(user)

    def get_all_permissions_for_user(self, user) -> frozenset[str]:
        return frozenset(Municipality.objects.with_role(user, self.roles).values_list("pk", flat=True))

    def user_has_permission(self, user, action: str) -> bool:
        if action in self.never or not (user.is_authenticated and user.is_active):
            return False
        return user.is_superuser or (
            action in self.actions and bool(self.get_cached_permissions_for_user(user))
        )

    def user_has_permission_for_instance(self, user, action: str, instance: models.Model) -> bool:
        return self.user_has_permission(user, action) and (
            instance.pk is None or self.scope(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(self, user, actions: Iterable[str]) -> models.QuerySet:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.scope(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        return self._users(Q(roles__role__in=self.roles), actions)

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance) -> models.QuerySet:
        editors = Q(roles__role__in=self.roles, roles__municipality=instance.municipality_id)
        return self._users(editors, actions)

    def _users(self, editors: Q, actions: Iterable[str]) -> models.QuerySet:
        users = get_user_model().objects.filter(is_active=True)
        allowed = set(actions) - self.never
        if not allowed:
            return users.none()
        wanted = Q(is_superuser=True) | editors if allowed & self.actions else Q(is_superuser=True)
        return users.filter(wanted).distinct()
