"""Every reusable filter on events and their dates, and the scope of each user."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from core.models import User
    from organisations.models import Municipality

# No date is longer than this, so a list need not look further back for what has not ended yet.
LONGEST = timedelta(days=31)


class EventQuerySet(models.QuerySet):
    """Events."""

    def for_user(self, user: "User | AnonymousUser") -> "EventQuerySet":
        """Those of the organisations that `user` is a member of."""
        from organisations.models import Organisation

        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(organisation__in=Organisation.objects.for_user(user).values("pk"))

    def moderated_by(self, user: "User | AnonymousUser") -> "EventQuerySet":
        """Those of the municipalities where `user` is editor or admin."""
        from events.moderation import MODERATING_ROLES
        from organisations.models import Municipality

        scope = Municipality.objects.with_role(user, MODERATING_ROLES).values("pk")
        return self.filter(municipality__in=scope)


class OccurrenceQuerySet(models.QuerySet):
    """Dates of events."""

    def public(self) -> "OccurrenceQuerySet":
        """Those of approved events; cancelled dates are among them, and say so."""
        return self.filter(is_public=True)

    def in_municipality(self, municipality: "Municipality") -> "OccurrenceQuerySet":
        return self.filter(municipality=municipality)

    def scheduled(self) -> "OccurrenceQuerySet":
        """Those that take place: not cancelled."""
        return self.filter(status="scheduled")

    def upcoming(self, now: datetime) -> "OccurrenceQuerySet":
        """Those that have not ended: a date is upcoming until it ends."""
        return self.filter(starts_at__gt=now - LONGEST, ends_at__gt=now)

    def between(self, start: datetime, end: datetime) -> "OccurrenceQuerySet":
        """Those that start in [start, end)."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def after_key(self, starts_at: datetime, pk: int) -> "OccurrenceQuerySet":
        """Those that follow the row (starts_at, pk) in list order: keyset paging."""
        return self.filter(Q(starts_at__gt=starts_at) | Q(starts_at=starts_at, pk__gt=pk))

    def with_cards(self) -> "OccurrenceQuerySet":
        """With all that a card of a list shows: two queries, however many rows."""
        return self.select_related("event", "organisation", "venue", "municipality").prefetch_related(
            "event__texts"
        )

    def for_user(self, user: "User | AnonymousUser") -> "OccurrenceQuerySet":
        """Those of events that `user` may manage."""
        from events.models import Event

        events = Event.objects.for_user(user).filter(pk=OuterRef("event"))
        return self.filter(Exists(events))
