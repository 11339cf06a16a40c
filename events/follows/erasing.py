"""Ending follows so that it lasts: also when a backup is put back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.mail.outbox import services as outbox
from core.privacy import erasures
from core.telephone import same_telephone
from core.text import same_address
from events.follows.models import Follow, FollowQuerySet


@transaction.atomic
def erase(follows: FollowQuerySet) -> int:
    """Delete these, with what is on its way to them. Returns how many. A repeat finds nothing."""
    rows = dict(follows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "public_id"))
    erasures.remember("follow", rows.values())
    outbox.forget_all(recipients=[f"follow:{pk}" for pk in rows])
    Follow.objects.filter(pk__in=rows).delete()
    return len(rows)


def follows_of(address: str) -> FollowQuerySet:
    """Every follow of the person with this e-mail address, or with this number."""
    if "@" in address:
        return Follow.objects.filter(email=same_address(address))
    return Follow.objects.filter(phone=same_telephone(address)) if address else Follow.objects.none()


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every follow, and what the list of erasures knows it by."""
    return Follow.objects.values_list("pk", "public_id").iterator()


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had ended it since. How many."""
    return erase(Follow.objects.filter(pk__in=pks))
