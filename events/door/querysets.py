"""Every reusable filter on head counts, and the scope of each user."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from events.models import Occurrence

if TYPE_CHECKING:
    from core.models import User


class HeadcountQuerySet(models.QuerySet):
    """Head counts."""

    def for_user(self, user: "User | AnonymousUser") -> "HeadcountQuerySet":
        """Those of dates that `user` may manage."""
        return self.filter(occurrence__in=Occurrence.objects.for_user(user).values("pk"))
