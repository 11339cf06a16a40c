"""How many came to a date (`Headcount`), and what it is made of while it is counted.

Phones count by themselves (`PhoneCount`), with a signal or without; names are ticked where there are names
(`Tick`). Both end soon: the numbers stay.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import privacy
from core.models import PersonalRow, User
from events.models import Occurrence
from events.signups.models import Signup


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
    # Among the adults and children, where names were ticked: came without having signed up. Written when the
    # ticks end.
    walk_ins = models.PositiveSmallIntegerField(_("came without signing up"), null=True, blank=True)
    # How often it was saved as a whole: what a phone counted before that is in it.
    corrections = models.PositiveIntegerField(default=0, db_default=0, editable=False)
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


class PhoneCount(models.Model):
    """What one phone has counted at one date, and how much of it the server has taken.

    The phone makes `device` anew for each date: it says nothing of who counts elsewhere. `sequence` is the
    phone's own numbering of what it sends: the same is taken once, and what comes late changes nothing.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="phone_counts")
    device = models.UUIDField(editable=False)
    sequence = models.PositiveIntegerField(editable=False)
    # What it sent last, by the name of `Headcount`'s fields, and `Headcount.corrections` as it knew it then.
    heard = models.JSONField(default=dict, editable=False)
    heard_corrections = models.PositiveIntegerField(default=0, editable=False)
    # Its part of the head count since that was saved as a whole for the `corrections`th time; negative where
    # it has corrected what another counted. And the whole numbers as they stood on its screen.
    counts = models.JSONField(default=dict, editable=False)
    corrections = models.PositiveIntegerField(default=0, editable=False)
    shown = models.JSONField(default=dict, editable=False)
    # It knew nothing of what others have counted: in no number until somebody has said how they belong
    # together.
    is_waiting = models.BooleanField(default=False, editable=False)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    received_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "count of a phone"
        verbose_name_plural = "counts of phones"
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "device"], name="phone_count_once_per_device")
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.sequence}"


class Tick(PersonalRow):
    """Who signed up has come. It ends the next day, and only the number stays (legal.md L5)."""

    purpose = privacy.SIGNUP.slug

    signup = models.OneToOneField(Signup, on_delete=models.CASCADE, related_name="tick")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="ticks")
    # What the tick has added to the head count, so that taking it away takes away the same.
    adults = models.PositiveSmallIntegerField(default=0)
    children = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "tick"
        verbose_name_plural = "ticks"

    def __str__(self) -> str:
        return f"{self.occurrence_id}"
