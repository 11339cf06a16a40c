"""Every reusable filter on packages, campaigns and deliveries, and the scope of each user."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q

from newcomers.querysets import WELCOMING_ROLES
from organisations.models import Municipality, Role

if TYPE_CHECKING:
    from core.models import User
    from newcomers.welcome.models import WelcomePackage

WRITING_ROLES = (Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR)


class WelcomePackageQuerySet(models.QuerySet):
    """Welcome packages; one row per language."""

    def for_user(self, user: "User | AnonymousUser") -> "WelcomePackageQuerySet":
        """Those of the municipalities where `user` may write."""
        return self.filter(municipality__in=Municipality.objects.with_role(user, WRITING_ROLES).values("pk"))

    def sendable_by(self, user: "User | AnonymousUser") -> "WelcomePackageQuerySet":
        """Those of the municipalities where `user` is host or admin. Drafts are among them."""
        return self.filter(
            municipality__in=Municipality.objects.with_role(user, WELCOMING_ROLES).values("pk")
        )

    def languages_of(self, package: "WelcomePackage") -> "WelcomePackageQuerySet":
        """`package` in every language that it has, drafts too."""
        return self.filter(translation_key=package.translation_key).select_related("locale")


class CampaignQuerySet(models.QuerySet):
    """Campaigns."""

    def for_user(self, user: "User | AnonymousUser") -> "CampaignQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return self.filter(
            municipality__in=Municipality.objects.with_role(user, WELCOMING_ROLES).values("pk")
        )

    def with_progress(self) -> "CampaignQuerySet":
        """With `total` deliveries and how many are `finished`, whatever became of them; the latest first."""
        waiting = Q(deliveries__state__in=["queued", "sending"])
        counted = self.annotate(total=Count("deliveries"), finished=Count("deliveries", filter=~waiting))
        # Counting forgets the model's own order.
        return counted.order_by("-created_at", "-pk")


class DeliveryQuerySet(models.QuerySet):
    """Deliveries."""

    def by_state(self) -> dict[str, int]:
        """How many are in each state: {state: count}."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def queued(self) -> "DeliveryQuerySet":
        """Those that wait for a worker."""
        return self.filter(state="queued")

    def stuck(self, before: datetime) -> "DeliveryQuerySet":
        """Claimed before `before` and never recorded: their worker is gone."""
        return self.filter(state="sending", claimed_at__lt=before)

    def forgotten(self, before: datetime) -> "DeliveryQuerySet":
        """Waiting since before `before`: the queue may have lost them."""
        return self.filter(state="queued", queued_at__lt=before)
