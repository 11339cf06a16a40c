"""How many came to a date (`Headcount`)."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import User
from events.models import Occurrence


class HeadcountQuerySet(models.QuerySet["Headcount"]):
    """Head counts."""

    def for_user(self, user: User | AnonymousUser) -> "HeadcountQuerySet":
        """Those of dates that `user` may manage."""
        return self.filter(occurrence__in=Occurrence.objects.for_user(user).values("pk"))


class Headcount(models.Model):
    """How many came to a date, counted at the door. Numbers only; there is no list of names behind it."""

    class Source(models.TextChoices):
        COUNTED = "counted", _("Counted at the door")
        ANSWERED = "answered", _("Said by a volunteer")

    occurrence = models.OneToOneField(Occurrence, on_delete=models.PROTECT, related_name="headcount")
    adults = models.PositiveSmallIntegerField(_("adults"), default=0, validators=[MaxValueValidator(5000)])
    children = models.PositiveSmallIntegerField(
        _("children"), default=0, validators=[MaxValueValidator(5000)]
    )
    volunteers = models.PositiveSmallIntegerField(
        _("volunteers"), default=0, validators=[MaxValueValidator(5000)]
    )
    # Among the adults and children: here for the first time.
    first_timers = models.PositiveSmallIntegerField(
        _("here for the first time"), default=0, validators=[MaxValueValidator(5000)]
    )
    # Among the adults and children: moved to the municipality in the last two years, by a show of hands; and
    # of these, here for the first time. Empty: nobody asked, which is not nought.
    newcomers = models.PositiveSmallIntegerField(
        _("new in the municipality"), null=True, blank=True, validators=[MaxValueValidator(5000)]
    )
    newcomers_first = models.PositiveSmallIntegerField(
        _("new in the municipality, and here for the first time"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(5000)],
    )
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    counted_at = models.DateTimeField(_("counted at"))
    # At the door, or said by a volunteer when they answered whether the next date is on.
    source = models.CharField(
        max_length=8, choices=Source, default=Source.COUNTED, db_default=Source.COUNTED, editable=False
    )

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        # Where it stood before it had a room of its own.
        db_table = "signups_headcount"
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_timers__lte=F("adults") + F("children")),
                name="headcount_first_timers_within",
            ),
            models.CheckConstraint(
                condition=Q(newcomers__isnull=True, newcomers_first__isnull=True)
                | Q(newcomers__lte=F("adults") + F("children"))
                & (
                    Q(newcomers_first__isnull=True)
                    | Q(newcomers_first__lte=F("newcomers"), first_timers__gte=F("newcomers_first"))
                ),
                name="headcount_newcomers_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.participants}"

    @property
    def is_answered(self) -> bool:
        """Nobody counted: a volunteer said how many came, children among the adults."""
        return self.source == self.Source.ANSWERED

    @property
    def participants(self) -> int:
        return self.adults + self.children


class SelfCount(models.Model):
    """How many have said of themselves, by the poster at the door, that they are new in the municipality.

    Numbers only, without any id: nothing here or elsewhere says who. What the organiser counts comes first.
    """

    occurrence = models.OneToOneField(Occurrence, on_delete=models.PROTECT, related_name="self_count")
    newcomers = models.PositiveSmallIntegerField(_("new in the municipality"), default=0)
    newcomers_first = models.PositiveSmallIntegerField(
        _("new in the municipality, and here for the first time"), default=0
    )

    class Meta:
        verbose_name = _("number said by people themselves")
        verbose_name_plural = _("numbers said by people themselves")
        constraints = [
            models.CheckConstraint(
                condition=Q(newcomers_first__lte=F("newcomers")), name="self_count_first_within"
            )
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.newcomers}"
