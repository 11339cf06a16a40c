"""Every reusable filter on events and their dates, and the scope of each user."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import WorkflowState

from organisations.choices import EDITING_ROLES
from organisations.models import Municipality, Organisation
from organisations.querysets import where_held

if TYPE_CHECKING:
    from core.models import User

# No date is longer than this, so a list need not look further back for what has not ended yet.
LONGEST = timedelta(days=31)


class EventQuerySet(models.QuerySet):
    """Events."""

    def for_user(self, user: "User | AnonymousUser") -> "EventQuerySet":
        """Those of the organisations that `user` is a member of."""
        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(organisation__in=Organisation.objects.for_user(user).values("pk"))

    def moderated_by(self, user: "User | AnonymousUser") -> "EventQuerySet":
        """Those of the municipalities where `user` is editor or admin."""
        return where_held(self, "municipality", user, EDITING_ROLES)

    def with_moderation(self) -> "EventQuerySet":
        """With `moderation` (status of the running `WorkflowState`, else None) and `moderation_comment`."""
        running = self._running_workflows()
        return self.annotate(
            moderation=Subquery(running.values("status")[:1]),
            moderation_comment=Subquery(running.values("current_task_state__comment")[:1]),
        )

    def waiting(self) -> "EventQuerySet":
        """Those that wait for a moderator."""
        return self.filter(Exists(self._running_workflows().filter(status=WorkflowState.STATUS_IN_PROGRESS)))

    def with_next_date(self, now: datetime) -> "EventQuerySet":
        """With `next_date` (start of the next date that takes place, else None) and `dates_left`."""
        occurrences: OccurrenceQuerySet = apps.get_model("events", "Occurrence")._default_manager.all()
        left = occurrences.scheduled().upcoming(now).filter(event=OuterRef("pk")).order_by()
        return self.annotate(
            next_date=Subquery(left.order_by("starts_at").values("starts_at")[:1]),
            next_date_id=Subquery(left.order_by("starts_at").values("pk")[:1]),
            dates_left=Coalesce(Subquery(left.values("event").annotate(n=Count("pk")).values("n")), 0),
        )

    def _running_workflows(self) -> models.QuerySet:
        # Wagtail keeps the id of what is moderated as text.
        return WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(self.model),
            object_id=Cast(OuterRef("pk"), CharField()),
        )


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
        """Those of the organisations that `user` is a member of."""
        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(organisation__in=Organisation.objects.for_user(user).values("pk"))
