"""Giving and taking roles.

`RoleAssignment` is the one source. Wagtail's group of the role follows it, and is followed, whichever is
changed: `organisations.tenancy.receivers`. What it opens in the admin is scoped per query.
"""

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from core.models import User
from organisations.models import Municipality, Region, RoleAssignment
from organisations.roles import CAPABILITIES, Capability, roles_with

# What Wagtail and wagtail-localize ask Django itself about, and not a permission policy: pages, buttons, and
# saving a translated string. Which rows is the guard's business.
PAGE_PERMISSIONS: Mapping[Capability, str] = {
    Capability.ADD_PAGES: "add_page",
    Capability.CHANGE_PAGES: "change_page",
    Capability.PUBLISH_PAGES: "publish_page",
}
BUTTON_PERMISSIONS: Mapping[Capability, str] = {
    Capability.PUBLISH_PACKAGES: "welcome.publish_packagestep",
    Capability.WRITE_PACKAGES: "welcome.change_packagestep",
    Capability.TRANSLATE: "wagtail_localize.submit_translation",
}


def group_name(kommunenummer: str, role: str) -> str:
    return f"{kommunenummer}:{role}"


def role_of(group: Group) -> tuple[str, str] | None:
    """The kommunenummer and the role that a group stands for; None for a group of another kind."""
    place, _separator, role = group.name.partition(":")
    is_ours = role in roles_with(Capability.USE_ADMIN) and Municipality.objects.filter(pk=place).exists()
    return (place, role) if is_ours else None


def existing_group(kommunenummer: str | None, role: str) -> Group | None:
    return Group.objects.filter(name=group_name(kommunenummer, role)).first() if kommunenummer else None


def group_for(municipality: Municipality, role: str) -> Group:
    """The Wagtail group of `role` in `municipality`, with access to the admin."""
    group, created = Group.objects.get_or_create(name=group_name(municipality.pk, role))
    if created:
        group.permissions.add(
            Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
        )
        if Capability.USE_PICTURES in CAPABILITIES[role]:
            _allow_pictures(group, municipality)
        for name in _granted(role, BUTTON_PERMISSIONS):
            app_label, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(codename=codename, content_type__app_label=app_label)
            )
    return group


def _granted(role: str, permissions: Mapping[Capability, str]) -> list[str]:
    return [name for capability, name in permissions.items() if capability in CAPABILITIES[role]]


def collection_for(municipality: Municipality) -> Collection:
    """Where the municipality keeps its pictures: its staff see no others."""
    name = f"{municipality.name} {municipality.pk}"
    existing = Collection.objects.filter(name=name).first()
    return existing or Collection.get_first_root_node().add_child(instance=Collection(name=name))


def _allow_pictures(group: Group, municipality: Municipality) -> None:
    collection = collection_for(municipality)
    for codename in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailimages")
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    municipality: Municipality | None = None,
    region: Region | None = None,
    by: User | None = None,
) -> RoleAssignment:
    """Give `user` the role; a repeat returns the assignment there is. The log says who did: `by`.

    Raises `IntegrityError` when role and place do not belong together (a county adviser has a region).
    """
    what = {"user": user, "role": role, "municipality": municipality, "region": region}
    existing = RoleAssignment.objects.filter(**what).first()
    if existing is not None:
        return existing
    assignment = RoleAssignment(**what)
    assignment.changed_by = by
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError:
        # Somebody else gave it meanwhile; what cannot be given is in no row.
        found = RoleAssignment.objects.filter(**what).first()
        if found is None:
            raise
        return found
    return assignment


def revoke_role(*, assignment: RoleAssignment, by: User | None = None) -> None:
    """Take the role away, and with it what it opened."""
    assignment.changed_by = by
    assignment.delete()


def open_page_to_staff(*, page: Page, municipality: Municipality) -> None:
    """Let the municipality's own staff edit `page` and what is under it; a repeat changes nothing."""
    wagtail = Permission.objects.filter(content_type__app_label="wagtailcore")
    permissions = {permission.codename: permission for permission in wagtail}
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(
                group=group_for(municipality, role), page=page, permission=permissions[codename]
            )
            for capability, codename in PAGE_PERMISSIONS.items()
            for role in roles_with(capability)
        ],
        ignore_conflicts=True,
    )
