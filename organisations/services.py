"""What happens to organisations and to the accounts of their people: they come, leave, and end."""

from collections.abc import Iterable
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from core.accounts.users import user_for
from core.mail.outbox.services import forget
from core.models import User
from core.privacy import ACCOUNT
from core.privacy.purge import note
from organisations.mails import queue_invitation
from organisations.models import Invitation, Membership, Organisation


@transaction.atomic
def add_member(
    *, organisation: Organisation, email: str, role: str = Membership.MemberRole.ORGANISER
) -> Membership:
    """Let the person with this e-mail address publish for `organisation`; a repeat returns what there is.

    Who has no user yet gets one without a password: they log in with a code that is sent to the address.
    """
    user = user_for(email=email)
    membership, _created = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"role": role}
    )
    return membership


@transaction.atomic
def invite_member(*, organisation: Organisation, email: str, now: datetime) -> Invitation | None:
    """Propose the person with this address to `organisation`: whoever answers for it says yes or no.

    The person is told of it once: a repeat returns what there is. None for somebody who belongs to it
    already. Nothing is told about who has an account here.
    """
    user = user_for(email=email)
    if organisation.memberships.filter(user=user).exists():
        return None
    invitation, is_new = Invitation.objects.get_or_create(
        user=user, organisation=organisation, defaults={"invited_at": now}
    )
    if is_new:
        queue_invitation(invitation=invitation, now=now)
    return invitation


@transaction.atomic
def answer_invitation(*, invitation: Invitation, yes: bool) -> Membership | None:
    """What `Invitation.objects.answered_by` may decide. The first person of an organisation owns it."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=invitation.organisation_id)
    invitation.delete()
    if not yes:
        return None
    is_first = not organisation.memberships.exists()
    role = Membership.MemberRole.OWNER if is_first else Membership.MemberRole.ORGANISER
    return add_member(organisation=organisation, email=invitation.user.email, role=role)


def remove_members(*, organisation: Organisation, members: Iterable[Membership]) -> int:
    """Take the right to publish for `organisation` away. Returns from how many."""
    ids = [member.pk for member in members]
    return organisation.memberships.filter(pk__in=ids).delete()[0]


def accounts_without_use(*, now: datetime) -> QuerySet[User]:
    """Users without a role anywhere whose last log-in, or whose account if they never came, is long ago."""
    before = now - relativedelta(months=settings.ACCOUNT_RETENTION_MONTHS)
    return User.objects.filter(
        Q(last_login__lt=before) | Q(last_login__isnull=True),
        date_joined__lt=before,
        roles__isnull=True,
        memberships__isnull=True,
        groups__isnull=True,
        is_superuser=False,
        is_staff=False,
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
