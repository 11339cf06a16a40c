"""Who stands in for a newcomer host while they are away, from one day to another, and never longer."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import privacy
from core.clock import local_day, midnight
from core.models import PersonalRow
from organisations.models.places import Municipality, RoleAssignment
from organisations.roles import Capability, roles_with


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    """Who stands in for whom."""

    def standing(self) -> "SubstitutionQuerySet":
        """Those whose host still welcomes people there: who leaves is not stood in for."""
        welcomes = RoleAssignment.objects.filter(
            user=OuterRef("absent"),
            municipality=OuterRef("municipality"),
            role__in=roles_with(Capability.WELCOME),
        )
        return self.filter(Exists(welcomes), absent__is_active=True)

    def in_force(self, now: datetime) -> "SubstitutionQuerySet":
        """Those of the day that it is in Norway at `now`."""
        day = local_day(now)
        return self.standing().filter(first_day__lte=day, last_day__gte=day)

    def not_over(self, now: datetime) -> "SubstitutionQuerySet":
        """Those in force and those to come, the first ones first."""
        return self.standing().filter(last_day__gte=local_day(now)).order_by("first_day", "pk")


class Substitution(PersonalRow):
    """From `first_day` to `last_day`, both with it, `user` may what a host may in the municipality.

    It is asked for on every request (`own_places`): it begins and ends by itself. The row goes the day after.
    """

    purpose = privacy.INVITED.slug

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="substitutions")
    # The host who is away.
    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_substitutes"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="substitutions")
    first_day = models.DateField(_("First day"))
    last_day = models.DateField(_("Last day"))
    named_at = models.DateTimeField()

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        ordering = ["first_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "absent", "user", "first_day", "last_day"], name="substitution_unique"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="substitution_has_days"),
            models.CheckConstraint(condition=~Q(user=F("absent")), name="substitution_is_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.first_day:%Y-%m-%d} – {self.last_day:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.expires_at = end_of(self.last_day)
        super().save(*args, **kwargs)


def end_of(day: date) -> datetime:
    """The midnight in Norway that `day` ends at."""
    return midnight(day + timedelta(days=1))
