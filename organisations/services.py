"""What happens to organisations: people come to them and leave them."""

from collections.abc import Iterable

from django.db import transaction

from core.accounts.users import user_for
from organisations.models import Membership, Organisation


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


def remove_members(*, organisation: Organisation, members: Iterable[Membership]) -> int:
    """Take the right to publish for `organisation` away. Returns from how many."""
    ids = [member.pk for member in members]
    return organisation.memberships.filter(pk__in=ids).delete()[0]
