"""Who may do what with events in Wagtail's admin.

Editors approve, correct and take down. New events come from the portal: only it makes dates. Deleting would
take people's sign-ups with it, so an event is taken down instead.
"""

from organisations.roles import Capability
from organisations.tenancy.policies import MunicipalityPolicy

EVENT_POLICY = MunicipalityPolicy(
    "events.Event",
    scope="moderated_by",
    actions=dict.fromkeys(("view", "change", "publish", "lock", "unlock"), Capability.MODERATE),
    never=("add",),
)
