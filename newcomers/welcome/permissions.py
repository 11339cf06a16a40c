"""Who may do what with welcome packages in Wagtail's admin: the municipality's own people, each after their
role."""

from newcomers.welcome.models import WelcomePackage
from organisations.roles import Capability
from organisations.tenancy.policies import MunicipalityPolicy

# All who write may change; a translator does not publish, lock or delete.
PACKAGE_POLICY = MunicipalityPolicy(
    WelcomePackage,
    scope="for_user",
    actions={
        **dict.fromkeys(("view", "add", "change"), Capability.WRITE_PACKAGES),
        **dict.fromkeys(("publish", "delete", "lock", "unlock"), Capability.PUBLISH_PACKAGES),
    },
)
