"""Every reusable filter on newcomers, and the scope of each user."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from organisations.models import Municipality, Role

if TYPE_CHECKING:
    from core.models import User

WELCOMING_ROLES = (Role.ADMIN, Role.HOST)


class NewcomerQuerySet(models.QuerySet):
    """Newcomers."""

    def for_user(self, user: "User | AnonymousUser") -> "NewcomerQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return self.filter(
            municipality__in=Municipality.objects.with_role(user, WELCOMING_ROLES).values("pk")
        )

    def reachable(self) -> "NewcomerQuerySet":
        """Those who have not asked us to stop."""
        return self.filter(unsubscribed_at__isnull=True)
