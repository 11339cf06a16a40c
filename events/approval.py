"""Who moderates an event: the editors of the municipality it takes place in, and nobody else's."""

from django.utils.translation import gettext_lazy as _

from organisations.models import Municipality
from organisations.roles import Capability


def may_moderate(user, municipality_id: str) -> bool:
    """Whether `user` may approve events of the municipality with this kommunenummer."""
    return Municipality.objects.where_user_may(user, Capability.MODERATE).filter(pk=municipality_id).exists()


class MunicipalityModerates:
    """The behaviour of the approval task, apart from its table. The object is an `events.Event`."""

    def user_can_access_editor(self, obj, user) -> bool:
        return may_moderate(user, obj.municipality_id)

    def locked_for_user(self, obj, user) -> bool:
        return not may_moderate(user, obj.municipality_id)

    def user_can_lock(self, obj, user) -> bool:
        return may_moderate(user, obj.municipality_id)

    def user_can_unlock(self, obj, user) -> bool:
        return False

    def get_actions(self, obj, user):
        if not may_moderate(user, obj.municipality_id):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    @classmethod
    def get_description(cls):
        return _("An editor of the activity's municipality approves it")
