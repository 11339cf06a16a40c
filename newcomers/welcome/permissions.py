"""Who may do what with packages in Wagtail's admin: the municipality's own people, each after their role."""

from newcomers.welcome.models import Contact, PackageStep
from organisations.roles import Capability
from organisations.tenancy.policies import MunicipalityPolicy

# All who write may change; a translator does not publish, lock or delete. A step is added in the portal, to
# the package that it belongs to.
STEP_POLICY = MunicipalityPolicy(
    PackageStep,
    scope="for_user",
    place="package__municipality",
    actions={
        **dict.fromkeys(("view", "change"), Capability.WRITE_PACKAGES),
        **dict.fromkeys(("publish", "delete", "lock", "unlock"), Capability.PUBLISH_PACKAGES),
    },
    never=["add"],
)
# Written in the portal; the admin only chooses among them.
CONTACT_POLICY = MunicipalityPolicy(
    Contact,
    scope="for_user",
    actions=dict.fromkeys(("view", "choose"), Capability.WRITE_PACKAGES),
    never=["add"],
)
