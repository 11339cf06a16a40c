"""An account that is deleted, by whatever road, does not come back with a backup."""

from collections.abc import Collection, Iterator
from datetime import datetime

import structlog
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete

from core.models import User
from core.privacy import erasures

logger = structlog.get_logger(__name__)


def connect() -> None:
    pre_delete.connect(remember_user, sender=User)


def remember_user(sender: type[User], instance: User, **kwargs: object) -> None:
    erasures.remember("account", [_which(instance.pk, instance.date_joined)])


def known_by() -> Iterator[tuple[int, str]]:
    """Every account, and what the list of erasures knows it by."""
    accounts = User.objects.values_list("pk", "date_joined").iterator()
    return ((pk, _which(pk, joined)) for pk, joined in accounts)


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had been deleted since. Returns how many."""
    count = 0
    for user in User.objects.filter(pk__in=pks):
        try:
            user.delete()
        except ProtectedError:
            # What held it then had gone first. Nobody logs in with it.
            User.objects.filter(pk=user.pk).update(is_active=False)
            logger.warning("account_only_closed_again", user=user.pk)
        count += 1
    return count


def _which(pk: int, joined: datetime) -> str:
    # A number alone can be another's after a backup was put back.
    return f"{pk} {joined.timestamp()}"
