"""The link in a person's welcome mail. Whoever has it may read the package, stop the mails and erase the
person. It holds the person's `public_id` and the package's key.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, When

from core.links import LinkExpired, PersonalLinks
from newcomers.models import Newcomer
from newcomers.welcome.models import Delivery

LINKS = PersonalLinks(salt="newcomers.welcome.page", ids=2)


@dataclass(frozen=True)
class PersonalLink:
    """A link that was opened: whose it is, and the delivery that it came with."""

    token: str
    newcomer: Newcomer
    delivery: Delivery


def token_for(*, newcomer: Newcomer, package_key: UUID) -> str:
    return LINKS.token(newcomer.public_id, package_key)


def link_from(token: str, *, now: datetime) -> PersonalLink:
    """Whose link it is. Raises `LinkForged`, or `LinkExpired`: the person is deleted, by themselves, by the
    host, or because the time is up.
    """
    public_id, package_key = LINKS.read(token)
    delivery = (
        Delivery.objects.select_related("newcomer__municipality__county", "campaign")
        .filter(newcomer__public_id=public_id, newcomer__expires_at__gt=now, package_key=package_key)
        # One may have failed before another campaign reached them.
        .order_by(Case(When(state__in=Delivery.HAD, then=0), default=1), "-pk")
        .first()
    )
    if delivery is None or delivery.newcomer is None:
        raise LinkExpired
    return PersonalLink(token, delivery.newcomer, delivery)
