"""What happens to organisations and to the accounts of their people: they come, leave, and end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.accounts.users import user_for
from core.mail.outbox.services import forget
from core.models import User
from core.privacy import ACCOUNT
from core.privacy.purge import note
from organisations.mails import queue_invitation
from organisations.models import (
    INVITED_FOR,
    TRUST,
    Invitation,
    Membership,
    Municipality,
    Organisation,
    PeopleLog,
)
from organisations.naming import slug

# The organisation answers in its own time.
PROPOSED_FOR = timedelta(days=30)


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    email: str,
    role: str = Membership.MemberRole.ORGANISER,
    by: User | None = None,
    now: datetime | None = None,
) -> Membership:
    """Let the person with this e-mail address publish for `organisation`; a repeat returns what there is.

    Who has no user yet gets one without a password: they log in with a code that is sent to the address.
    """
    user = user_for(email=email)
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"role": role}
    )
    if is_new:
        what, at = PeopleLog.What.JOINED, now or timezone.now()
        PeopleLog.objects.record(what, now=at, by=by, user=user, place=organisation, role=role)
    return membership


@transaction.atomic
def invite_member(
    *,
    organisation: Organisation,
    email: str,
    now: datetime,
    by: User | None = None,
    role: str = Membership.MemberRole.ORGANISER,
    by_organisation: bool = False,
) -> Invitation | None:
    """Propose the person with this address to `organisation`, or invite them in its name (`by_organisation`).

    The person is told of it once: a repeat returns what there is. With another role it begins anew, and is
    told anew: `invited_at` is then `now`. An owner's invitation takes the place of the municipality's
    proposal, and is not undone by one. None for somebody who belongs to it already. Nothing is told about
    who has an account here. Raises `ValidationError` for what is no address.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    user = user_for(email=email)
    if organisation.memberships.filter(user=user).exists():
        return None
    # What is over, and what an owner's yes makes needless, gives way to the new one.
    old = organisation.invitations.filter(user=user)
    old.exclude(expires_at__gt=now).delete()
    if by_organisation:
        old.filter(by_organisation=False).delete()
    invitation = old.first() or Invitation(user=user, organisation=organisation)
    if invitation.pk and (invitation.role == role or invitation.by_organisation != by_organisation):
        return invitation
    invitation.role, invitation.by_organisation, invitation.invited_by = role, by_organisation, by
    invitation.invited_at = now
    invitation.expires_at = now + (INVITED_FOR if by_organisation else PROPOSED_FOR)
    invitation.save()
    what = PeopleLog.What.INVITED if by_organisation else PeopleLog.What.PROPOSED
    PeopleLog.objects.record(what, now=now, by=by, user=user, place=organisation, role=role)
    queue_invitation(invitation=invitation, now=now)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, now: datetime) -> bool:
    """Take an invitation or a proposal back. False where it was answered in the meantime."""
    organisation, standing = _locked(invitation)
    if standing is None:
        return False
    standing.delete()
    what = PeopleLog.What.WITHDRAWN
    PeopleLog.objects.record(what, now=now, by=by, user=invitation.user, place=organisation)
    return True


@transaction.atomic
def answer_invitation(
    *, invitation: Invitation, yes: bool, by: User | None = None, now: datetime | None = None
) -> Membership | None:
    """What `Invitation.objects.answered_by` may decide. The first person of an organisation owns it.

    None after a no, and where it was answered, taken back or over in the meantime.
    """
    now = now or timezone.now()
    organisation, standing = _locked(invitation)
    if standing is None or standing.expires_at <= now:
        return None
    user = standing.user
    # Asked again under the lock: two at once, and who left the organisation a moment ago.
    if by is not None and not Invitation.objects.answered_by(by).filter(pk=standing.pk).exists():
        return None
    standing.delete()
    if not yes:
        what = PeopleLog.What.DECLINED
        PeopleLog.objects.record(what, now=now, by=by, user=user, place=organisation)
        return None
    is_first = not organisation.memberships.filter(user__is_active=True).exists()
    role = Membership.MemberRole.OWNER if is_first else standing.role
    return add_member(organisation=organisation, email=user.email, role=role, by=by, now=now)


def _locked(invitation: Invitation) -> tuple[Organisation, Invitation | None]:
    """The organisation, locked, and the invitation as it stands now."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=invitation.organisation_id)
    standing = organisation.invitations.select_related("user").filter(pk=invitation.pk).first()
    return organisation, standing


@transaction.atomic
def set_trust(*, organisation: Organisation, is_trusted: bool, by: User | None, now: datetime) -> bool:
    """Let `organisation` publish without waiting, or no longer. False where that is so already."""
    others = Organisation.objects.filter(pk=organisation.pk).exclude(is_trusted=is_trusted)
    organisation.is_trusted = is_trusted
    if not others.update(is_trusted=is_trusted):
        return False
    record_trust(organisation, by=by, now=now)
    return True


def record_trust(organisation: Organisation, *, by: User | None, now: datetime) -> None:
    """Who let it publish without waiting, or no longer, stands with who may do what for it."""
    what = PeopleLog.What.GIVEN if organisation.is_trusted else PeopleLog.What.TAKEN
    PeopleLog.objects.record(what, now=now, by=by, user=None, place=organisation, role=TRUST)


def remove_members(
    *,
    organisation: Organisation,
    members: Iterable[Membership],
    by: User | None = None,
    now: datetime | None = None,
) -> int:
    """Take the right to publish for `organisation` away. Returns from how many."""
    ids = [member.pk for member in members]
    gone = list(organisation.memberships.filter(pk__in=ids).select_related("user"))
    organisation.memberships.filter(pk__in=[member.pk for member in gone]).delete()
    what, at = PeopleLog.What.REMOVED, now or timezone.now()
    for member in gone:
        PeopleLog.objects.record(what, now=at, by=by, user=member.user, place=organisation, role=member.role)
    return len(gone)


WITHOUT_ROLE = Q(
    roles__isnull=True,
    substitutions__isnull=True,
    memberships__isnull=True,
    groups__isnull=True,
    is_superuser=False,
    is_staff=False,
)


def accounts_without_use(*, now: datetime) -> QuerySet[User]:
    """Users without a role anywhere whose last log-in, or whose account if they never came, is long ago."""
    before = now - relativedelta(months=settings.ACCOUNT_RETENTION_MONTHS)
    return User.objects.filter(
        WITHOUT_ROLE, Q(last_login__lt=before) | Q(last_login__isnull=True), date_joined__lt=before
    )


def end_accounts(*, now: datetime) -> int:
    """Delete the accounts that nobody needs any longer. Returns how many.

    What they have published and approved stays; who it was is a number that leads to nobody.
    """
    count = 0
    for pk in list(accounts_without_use(now=now).values_list("pk", flat=True)):
        with transaction.atomic():
            # Under the lock nobody can be given a role; who was given one meanwhile stays.
            User.objects.select_for_update().get(pk=pk)
            ended = accounts_without_use(now=now).filter(pk=pk).delete()[1].get(User._meta.label, 0)
            if ended:
                forget(recipient=f"user:{pk}")
            count += ended
    note(User._meta.label, ACCOUNT.slug, count, now)
    return count


@transaction.atomic
def end_own_account(*, user: int) -> int:
    """Delete the account `user` (its key), because who has it asks for it. Returns 1; 0 where they have a
    role, which is handed over or left first: nothing is left without people."""
    User.objects.select_for_update().get(pk=user)
    ended = User.objects.filter(pk=user).filter(WITHOUT_ROLE).delete()[1].get(User._meta.label, 0)
    if ended:
        forget(recipient=f"user:{user}")
    return ended


def free_slug(name: str, municipality: Municipality) -> str:
    """An address for an organisation that no other one in its municipality has."""
    base = slug(name)[:70] or "organisation"
    rows = Organisation.objects.filter(municipality=municipality, slug__startswith=base)
    taken = set(rows.values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)
