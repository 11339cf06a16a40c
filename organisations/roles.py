"""Giving and taking roles.

A role in a municipality opens Wagtail's admin; what it shows there is scoped per query.
"""

from django.db import transaction

from core.models import User
from organisations.models import Municipality, Region, RoleAssignment
from organisations.tenancy.grants import group_for


@transaction.atomic
def grant_role(
    *, user: User, role: str, municipality: Municipality | None = None, region: Region | None = None
) -> RoleAssignment:
    """Give `user` the role; a repeat returns the assignment there is.

    Raises `IntegrityError` when role and place do not belong together (a county adviser has a region).
    """
    assignment, _created = RoleAssignment.objects.get_or_create(
        user=user, role=role, municipality=municipality, region=region
    )
    if municipality is not None:
        user.groups.add(group_for(municipality, role))
    return assignment


@transaction.atomic
def revoke_role(*, assignment: RoleAssignment) -> None:
    """Take the role away, and the group that came with it."""
    if assignment.municipality is not None:
        assignment.user.groups.remove(group_for(assignment.municipality, assignment.role))
    assignment.delete()
