"""Who may do what with welcome packages in Wagtail's admin: the municipality's own people, each after their
role."""

from django.db import models

from newcomers.welcome.models import WelcomePackage
from organisations.choices import WRITING_ROLES
from organisations.models import Municipality, Role
from organisations.tenancy.policies import MunicipalityPolicy

PUBLISHING_ROLES = (Role.ADMIN, Role.HOST, Role.EDITOR)
WRITING_ACTIONS = frozenset({"view", "add", "change"})
PUBLISHING_ACTIONS = frozenset({"publish", "delete", "lock", "unlock"})


class PackagePolicy(MunicipalityPolicy):
    """All who write may change; a translator does not publish, lock or delete."""

    def __init__(self) -> None:
        super().__init__(
            WelcomePackage,
            scope="for_user",
            actions=WRITING_ACTIONS | PUBLISHING_ACTIONS,
            roles=WRITING_ROLES,
        )

    def user_has_permission(self, user, action: str) -> bool:
        allowed = super().user_has_permission(user, action)
        if not allowed or user.is_superuser or action not in PUBLISHING_ACTIONS:
            return allowed
        return user.roles.filter(role__in=PUBLISHING_ROLES).exists()

    def user_has_permission_for_instance(self, user, action: str, instance: models.Model) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        if not allowed or action not in PUBLISHING_ACTIONS:
            return allowed
        publishing = Municipality.objects.with_role(user, PUBLISHING_ROLES)
        return publishing.filter(welcome_packages=instance.pk).exists()


PACKAGE_POLICY = PackagePolicy()
