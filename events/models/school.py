"""When the schools of a municipality are closed."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import User
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability


class SchoolHolidayQuerySet(models.QuerySet["SchoolHoliday"]):
    """School holidays."""

    def edited_by(self, user: User | AnonymousUser) -> "SchoolHolidayQuerySet":
        """Those of the municipalities where `user` looks after what others need to know."""
        return where_user_may(self, "municipality", user, Capability.EDIT_DIRECTORY)

    def to_come(self, municipality: Municipality, *, today: date) -> "SchoolHolidayQuerySet":
        """The municipality's own that are not over."""
        return self.filter(municipality=municipality, last_day__gte=today)


class SchoolHoliday(models.Model):
    """Days on which the schools of a municipality are closed: many activities pause then.

    Its editor writes them down once a year, from the school calendar (skolerute).
    """

    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.CASCADE,
        related_name="school_holidays",
    )
    name = fields.CharField(_("name"), max_length=60, help_text=_("For example: Høstferie."))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = SchoolHolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("school holiday")
        verbose_name_plural = _("school holidays")
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="school_holiday_ends_after_start",
                violation_error_message=_("The last day is before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_day:%Y}"
