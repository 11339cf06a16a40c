"""What a municipality's admins do with its people, and whoever runs the site with a county's.

Each use case locks the place and looks again. There is always an admin: the last one gives the role to
somebody else before they go. A leaver loses every role there, and what they have invited others to ends. What
an organisation has given is the organisation's: only in the municipality's own services does the membership
go with the job.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core.accounts.users import user_for
from core.models import User
from organisations.mails import queue_ended, queue_staff_invitation
from organisations.models import (
    INVITED_FOR,
    Membership,
    Municipality,
    Organisation,
    PeopleLog,
    Region,
    RoleAssignment,
    StaffInvitation,
)
from organisations.people.handing_over import give_belongings, has_something
from organisations.roles import IN_A_MUNICIPALITY, IN_A_REGION, Role
from organisations.services import remove_members
from organisations.tenancy.grants import grant_role, revoke_role

Place = Municipality | Region
# What the municipality runs itself: who publishes for it does so in their job.
OWN_SERVICES = (Organisation.Kind.MUNICIPAL, Organisation.Kind.LIBRARY)


class LastAdmin(Exception):
    """Somebody else must be admin first."""


def roles_in(place: Place) -> tuple[str, ...]:
    """The roles that there are in a place of this kind, in the order in which they are offered."""
    return IN_A_REGION if isinstance(place, Region) else IN_A_MUNICIPALITY


def assignments(place: Place) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(**_at(place)).select_related("user", "municipality", "region")


def _at(place: Place) -> dict[str, Any]:
    return {"region" if isinstance(place, Region) else "municipality": place}


def _lock(place: Place) -> None:
    type(place)._default_manager.select_for_update().get(pk=place.pk)


@transaction.atomic
def invite(
    *, place: Place, email: str, roles: Collection[str], by: User, now: datetime
) -> StaffInvitation | None:
    """Ask the person with this address to take `roles`. None for somebody who has all of them.

    Invited twice is one invitation, and one mail. With other roles than before it begins anew, and is told
    anew: `invited_at` is then `now`. Raises `ValidationError` for what is no address.
    """
    _lock(place)
    user = user_for(email=email)
    wanted = [role for role in roles_in(place) if role in roles]
    held = set(assignments(place).filter(user=user).values_list("role", flat=True))
    if held.issuperset(wanted):
        return None
    rows = StaffInvitation.objects.filter(user=user, **_at(place))
    rows.exclude(expires_at__gt=now).delete()
    invitation = rows.first() or StaffInvitation(user=user, roles=[], **_at(place))
    added = [role for role in wanted if role not in invitation.roles]
    is_news = invitation.roles != wanted
    invitation.roles, invitation.invited_by = wanted, by
    if is_news:
        invitation.invited_at, invitation.expires_at = now, now + INVITED_FOR
    invitation.save()
    for role in added:
        what = PeopleLog.What.INVITED
        PeopleLog.objects.record(what, now=now, by=by, user=user, place=place, role=role)
    if is_news:
        queue_staff_invitation(invitation=invitation, now=now)
    return invitation


@transaction.atomic
def withdraw(*, invitation: StaffInvitation, by: User, now: datetime) -> bool:
    """Take an invitation back. False where it was answered in the meantime."""
    _lock(invitation.place)
    if not StaffInvitation.objects.filter(pk=invitation.pk).delete()[0]:
        return False
    what = PeopleLog.What.WITHDRAWN
    PeopleLog.objects.record(what, now=now, by=by, user=invitation.user, place=invitation.place)
    return True


@transaction.atomic
def answer(*, invitation: StaffInvitation, yes: bool, now: datetime) -> list[str] | None:
    """The invited person's own word. The roles that they get; None where nothing is offered any longer."""
    _lock(invitation.place)
    standing = StaffInvitation.objects.standing(now).filter(pk=invitation.pk).select_related("user").first()
    if standing is None:
        return None
    user, roles, by = standing.user, list(standing.roles), standing.invited_by
    standing.delete()
    what = PeopleLog.What.JOINED if yes else PeopleLog.What.DECLINED
    PeopleLog.objects.record(what, now=now, by=user, user=user, place=invitation.place)
    if not yes:
        return []
    for role in roles:
        grant_role(user=user, role=role, by=by, **_at(invitation.place))
    return roles


@transaction.atomic
def set_roles(*, place: Place, user: User, roles: Collection[str], by: User, now: datetime) -> bool:
    """Give and take until `user` has exactly `roles`. False where that is so already. Raises `LastAdmin`."""
    _lock(place)
    held = {each.role: each for each in assignments(place).filter(user=user)}
    wanted = {role for role in roles_in(place) if role in roles}
    if wanted == set(held):
        return False
    if Role.ADMIN in held and Role.ADMIN not in wanted:
        _leave_an_admin(place, user, by)
        _forget_invitations_by(place, user)
    for role in roles_in(place):
        if role in wanted and role not in held:
            grant_role(user=user, role=role, by=by, **_at(place))
        elif role in held and role not in wanted:
            revoke_role(assignment=held[role], by=by)
    if not wanted:
        queue_ended(place=place, user=user, by=by, now=now)
    return True


@transaction.atomic
def let_go(
    *,
    place: Place,
    user: User,
    memberships: Collection[Membership] = (),
    taker: User | None = None,
    by: User,
    now: datetime,
) -> bool:
    """Take everything that `place` has given to `user`. False where that is nothing. Raises `LastAdmin`.

    `memberships` are those in the municipality's own services that end too. `taker` gets what a host has of
    their own. The leaver gets one mail of it all, in which none of them is named.
    """
    _lock(place)
    held = list(assignments(place).filter(user=user))
    if any(each.role == Role.ADMIN for each in held):
        _leave_an_admin(place, user, by)
    if isinstance(place, Municipality) and has_something(place, user):
        give_belongings(place=place, giver=user, taker=taker, by=by, now=now)
    for each in held:
        revoke_role(assignment=each, by=by)
    _forget_invitations_by(place, user)
    StaffInvitation.objects.filter(user=user, **_at(place)).delete()
    for member in memberships:
        remove_members(organisation=member.organisation, members=[member], by=by, now=now)
    if held:
        queue_ended(place=place, user=user, by=by, now=now)
    return bool(held)


def service_memberships(place: Place, user: User) -> QuerySet[Membership]:
    """Where `user` publishes for what the municipality runs itself."""
    rows = Membership.objects.filter(user=user).select_related("organisation", "user")
    if isinstance(place, Region):
        return rows.none()
    return rows.filter(organisation__municipality=place, organisation__kind__in=OWN_SERVICES)


def other_memberships(place: Place, user: User) -> QuerySet[Membership]:
    """Where `user` publishes for somebody else in the municipality: that is not the municipality's to end."""
    rows = Membership.objects.filter(user=user).select_related("organisation", "user")
    if isinstance(place, Region):
        return rows.none()
    return rows.filter(organisation__municipality=place).exclude(organisation__kind__in=OWN_SERVICES)


def _leave_an_admin(place: Place, user: User, by: User) -> None:
    """Whoever runs the site may take the last one's role too, and then names another."""
    others = assignments(place).filter(role=Role.ADMIN, user__is_active=True).exclude(user=user)
    if not by.is_superuser and not others.exists():
        raise LastAdmin


def _forget_invitations_by(place: Place, user: User) -> None:
    StaffInvitation.objects.filter(invited_by=user, **_at(place)).delete()
