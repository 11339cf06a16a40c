"""Who may do what with welcome packages in Wagtail's admin: the municipality's own people, each after their
role."""

from newcomers.welcome.models import WelcomePackage
from organisations.choices import WRITING_ROLES, Role
from organisations.tenancy.policies import MunicipalityPolicy

PUBLISHING_ROLES = (Role.ADMIN, Role.HOST, Role.EDITOR)

# All who write may change; a translator does not publish, lock or delete.
PACKAGE_POLICY = MunicipalityPolicy(
    WelcomePackage,
    scope="for_user",
    actions={
        **dict.fromkeys(("view", "add", "change"), WRITING_ROLES),
        **dict.fromkeys(("publish", "delete", "lock", "unlock"), PUBLISHING_ROLES),
    },
)
