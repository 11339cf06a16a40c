"""What owners do with the people of their organisation. Each locks the organisation, and looks again.

An organisation with people in it always has one who answers: its last owner hands over before they leave, as
long as there is anybody to hand over to.
"""

from datetime import datetime

from django.db import transaction

from core.models import User
from organisations.mails import queue_ended
from organisations.models import Membership, Organisation, PeopleLog
from organisations.services import remove_members

OWNER, ORGANISER = Membership.MemberRole.OWNER, Membership.MemberRole.ORGANISER


class LastOwner(Exception):
    """Somebody else must be an owner first."""


class LastPerson(Exception):
    """Without anybody the organisation could not say yes to the next."""


def _lock(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def is_last_owner(membership: Membership) -> bool:
    """Whether nobody else owns the organisation."""
    owners = Membership.objects.filter(organisation=membership.organisation_id, role=OWNER)
    return membership.role == OWNER and not owners.exclude(pk=membership.pk).exists()


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User, now: datetime) -> bool:
    """Make somebody owner or organiser. False where they are that, or have left. Raises `LastOwner`."""
    organisation = _lock(membership.organisation)
    member = organisation.memberships.filter(pk=membership.pk).select_related("user").first()
    if member is None or member.role == role:
        return False
    if role == ORGANISER and is_last_owner(member):
        raise LastOwner
    _set(member, role, by, now)
    return True


@transaction.atomic
def hand_over(*, giver: Membership, taker: Membership, now: datetime) -> bool:
    """The owner `giver` becomes an organiser, and `taker` an owner. False where either has left."""
    organisation = _lock(giver.organisation)
    rows = {row.pk: row for row in organisation.memberships.select_related("user")}
    old, new = rows.get(giver.pk), rows.get(taker.pk)
    if old is None or new is None or old == new or old.role != OWNER:
        return False
    log = PeopleLog.objects.record
    log(PeopleLog.What.HANDED_OVER, now=now, by=old.user, user=new.user, place=organisation, role=OWNER)
    Membership.objects.filter(pk=new.pk).update(role=OWNER)
    Membership.objects.filter(pk=old.pk).update(role=ORGANISER)
    return True


@transaction.atomic
def leave(*, membership: Membership, now: datetime) -> bool:
    """A member goes. False where they have gone. Raises `LastOwner` while somebody can take over."""
    organisation = _lock(membership.organisation)
    member = organisation.memberships.filter(pk=membership.pk).select_related("user").first()
    if member is None:
        return False
    if is_last_owner(member) and organisation.memberships.exclude(pk=member.pk).exists():
        raise LastOwner
    member.delete()
    what = PeopleLog.What.LEFT
    PeopleLog.objects.record(what, now=now, by=member.user, user=member.user, place=organisation)
    return True


@transaction.atomic
def remove(*, membership: Membership, by: User, now: datetime) -> bool:
    """An owner, or the municipality, takes somebody out, who is told. False where they have gone.

    Raises `LastPerson` while the last one still comes here: the municipality cannot empty an organisation and
    begin anew. Who has not logged in for a year says yes to nobody.
    """
    organisation = _lock(membership.organisation)
    member = organisation.memberships.filter(pk=membership.pk).select_related("user").first()
    if member is None:
        return False
    others = organisation.memberships.exclude(pk=member.pk)
    is_here = organisation.memberships.here(now).filter(pk=member.pk).exists()
    if is_here and not others.here(now).exists():
        raise LastPerson
    queue_ended(place=organisation, user=member.user, by=by, now=now)
    return bool(remove_members(organisation=organisation, members=[member], by=by, now=now))


def _set(member: Membership, role: str, by: User, now: datetime) -> None:
    Membership.objects.filter(pk=member.pk).update(role=role)
    what = PeopleLog.What.GIVEN
    PeopleLog.objects.record(what, now=now, by=by, user=member.user, place=member.organisation, role=role)
