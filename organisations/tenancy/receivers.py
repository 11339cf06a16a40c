"""A role and its Wagtail group are one thing: whichever is given or taken, the other follows.

Signals see `save`, `delete`, a queryset's `delete` and every change of a user's groups, Wagtail's own forms
among them. What sends none (`bulk_create`, a queryset's `update`) is not used on roles; the guard asks
`RoleAssignment` all the same, so a group that was left behind opens nothing without its role.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone

from core.models import User
from organisations.models import PeopleLog, RoleAssignment
from organisations.roles import Capability, roles_with
from organisations.tenancy.grants import existing_group, group_for, role_of
from organisations.tenancy.substitutes import end_substitutes_of

InGroup = User.groups.through


@receiver(pre_save, sender=RoleAssignment, dispatch_uid="organisations.role_changes")
def role_changes(sender: type, instance: RoleAssignment, raw: bool, **kwargs: object) -> None:
    """An assignment that is made into another one leaves the group of what it was."""
    before = None if raw else RoleAssignment.objects.filter(pk=instance.pk).first()
    if before is not None:
        leave_group(before)


@receiver(post_save, sender=RoleAssignment, dispatch_uid="organisations.role_given")
def role_given(sender: type, instance: RoleAssignment, created: bool, raw: bool, **kwargs: object) -> None:
    if raw:
        return
    if created:
        record(PeopleLog.What.GIVEN, instance)
    if instance.role in roles_with(Capability.USE_ADMIN) and instance.municipality is not None:
        instance.user.groups.add(group_for(instance.municipality, instance.role))


@receiver(post_delete, sender=RoleAssignment, dispatch_uid="organisations.role_taken")
def role_taken(sender: type, instance: RoleAssignment, origin: object = None, **kwargs: object) -> None:
    leave_group(instance)
    # With the account or the place go the lines about them too: nothing new is written of them.
    if isinstance(origin, RoleAssignment) or getattr(origin, "model", None) is RoleAssignment:
        record(PeopleLog.What.TAKEN, instance)
        if instance.municipality is not None:
            end_substitutes_of(
                place=instance.municipality,
                user=instance.user,
                by=instance.changed_by,
                now=timezone.now(),
            )


def record(what: str, assignment: RoleAssignment) -> None:
    """One line, whichever way a role was given or taken: a page, a command, or Wagtail's own forms."""
    place = assignment.municipality or assignment.region
    assert place is not None, "the database holds that there is one"
    PeopleLog.objects.record(
        what,
        now=timezone.now(),
        by=assignment.changed_by,
        user=assignment.user,
        place=place,
        role=assignment.role,
    )


def leave_group(assignment: RoleAssignment) -> None:
    group = existing_group(assignment.municipality_id, assignment.role)
    if group is not None:
        InGroup.objects.filter(user_id=assignment.user_id, group=group).delete()


@receiver(m2m_changed, sender=InGroup, dispatch_uid="organisations.group_changed")
def group_changed(
    sender: type,
    instance: User | Group,
    action: str,
    pk_set: set[int] | None,
    **kwargs: object,
) -> None:
    """From a user's side `pk_set` holds groups, from a group's side users."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    pairs = pairs_of(instance, pk_set)
    if action == "post_add":
        give_roles(pairs)
    else:
        take_roles(pairs)


def pairs_of(instance: User | Group, pk_set: set[int] | None) -> list[tuple[int, Group]]:
    """(user, group) of what changed; of everything there is where `pk_set` is None, as in a clear."""
    if isinstance(instance, Group):
        users = list(instance.user_set.values_list("pk", flat=True)) if pk_set is None else pk_set
        return [(user, instance) for user in users]
    groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    return [(instance.pk, group) for group in groups]


@receiver(pre_delete, sender=Group, dispatch_uid="organisations.group_deleted")
def group_deleted(sender: type, instance: Group, **kwargs: object) -> None:
    """Without its group a role would open nothing and still be held."""
    role = role_of(instance)
    if role is not None:
        RoleAssignment.objects.filter(municipality=role[0], role=role[1]).delete()


def give_roles(pairs: Iterable[tuple[int, Group]]) -> None:
    for user, group in pairs:
        role = role_of(group)
        if role is not None:
            RoleAssignment.objects.get_or_create(user_id=user, municipality_id=role[0], role=role[1])


def take_roles(pairs: Iterable[tuple[int, Group]]) -> None:
    for user, group in pairs:
        role = role_of(group)
        if role is not None:
            RoleAssignment.objects.filter(user=user, municipality=role[0], role=role[1]).delete()
