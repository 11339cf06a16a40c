"""Who stands in for a host is in the host's Wagtail group as long: no row says so, and none is left."""

from typing import Any

from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from core.accounts.backend import also_in_groups, in_their_groups
from core.models import User
from organisations.roles import STANDS_IN_AS
from organisations.tenancy.grants import group_name
from organisations.tenancy.policies import held_roles


def lent_groups(user: User) -> list[str]:
    """The names of the groups that `user` is in today, by a role of their own or for somebody else."""
    return [group_name(place, STANDS_IN_AS) for place in held_roles(user).get(STANDS_IN_AS, ())]


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's for pictures, which reads the collections of a user's groups."""

    def get_all_permissions_for_user(self, user: User) -> QuerySet[Any, Any]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return super().get_all_permissions_for_user(user)
        rows = GroupCollectionPermission.objects.filter(in_their_groups(user, field="group"))
        return rows.select_related("permission", "collection").distinct()


def picture_policy() -> PicturePolicy:
    return PicturePolicy(
        get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )


also_in_groups(lent_groups)
