"""What a role may do with its municipality's pages and pictures, as Wagtail asks about it: by groups."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from organisations.choices import Role
from organisations.models import Municipality

# Roles whose holders work in Wagtail's admin, and what they may do with their municipality's pages.
PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.ADMIN: ("add_page", "change_page", "publish_page"),
    Role.EDITOR: ("add_page", "change_page", "publish_page"),
    Role.HOST: (),
    Role.TRANSLATOR: ("change_page",),
}

# What Wagtail asks Django itself about, and not a permission policy: its buttons. Which rows is the
# policy's business.
_PACKAGES = ("welcome.publish_welcomepackage", "wagtail_localize.submit_translation")
BUTTON_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.ADMIN: _PACKAGES,
    Role.EDITOR: _PACKAGES,
    Role.HOST: _PACKAGES,
    Role.TRANSLATOR: ("wagtail_localize.submit_translation",),
}


def group_for(municipality: Municipality, role: str) -> Group:
    """The Wagtail group of `role` in `municipality`, with access to the admin."""
    group, created = Group.objects.get_or_create(name=f"{municipality.pk}:{role}")
    if created:
        group.permissions.add(
            Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
        )
        _allow_pictures(group, municipality)
        for name in BUTTON_PERMISSIONS[role]:
            app_label, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(codename=codename, content_type__app_label=app_label)
            )
    return group


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


def open_page_to_staff(*, page: Page, municipality: Municipality) -> None:
    """Let the municipality's own staff edit `page` and what is under it; a repeat changes nothing."""
    wagtail = Permission.objects.filter(content_type__app_label="wagtailcore")
    permissions = {permission.codename: permission for permission in wagtail}
    groups = {
        role: group_for(municipality, role) for role, codenames in PAGE_PERMISSIONS.items() if codenames
    }
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page=page, permission=permissions[codename])
            for role, group in groups.items()
            for codename in PAGE_PERMISSIONS[role]
        ],
        ignore_conflicts=True,
    )
