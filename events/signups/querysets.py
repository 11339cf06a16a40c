"""Every reusable filter on sign-ups, and the scope of each user."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from events.models import Occurrence

if TYPE_CHECKING:
    from core.models import User


class SignupQuerySet(models.QuerySet):
    """Sign-ups."""

    def confirmed(self) -> "SignupQuerySet":
        return self.filter(status="confirmed")

    def places(self) -> int:
        """How many places these sign-ups take together."""
        size = F("adults") + F("children_0_5") + F("children_6_12") + F("youth_13_17")
        return self.aggregate(places=Coalesce(Sum(size), 0))["places"]

    def for_user(self, user: "User | AnonymousUser") -> "SignupQuerySet":
        """Those of dates that `user` may manage: the controller is the organisation."""
        return self.filter(occurrence__in=Occurrence.objects.for_user(user).values("pk"))

    def reachable(self) -> "SignupQuerySet":
        """Those that can be written to."""
        return self.exclude(email="")

    def with_date(self) -> "SignupQuerySet":
        """With all that a page or a mail about a sign-up shows: two queries, however many rows."""
        return self.select_related(
            "occurrence__event__venue",
            "occurrence__organisation",
            "occurrence__venue",
            "occurrence__municipality",
        ).prefetch_related("occurrence__event__texts")

    def due_for_reminder(self, now: datetime, until: datetime) -> "SignupQuerySet":
        """Confirmed, not reminded yet, for public dates that take place and start in (now, until].

        Who signed up less than a day before it starts has just had the confirmation, and needs no other mail.
        """
        return (
            self.confirmed()
            .reachable()
            .filter(
                reminder_sent_at__isnull=True,
                occurrence__status="scheduled",
                occurrence__is_public=True,
                occurrence__starts_at__gt=now,
                occurrence__starts_at__lte=until,
                created_at__lte=F("occurrence__starts_at") - timedelta(days=1),
            )
        )
