"""Places at a date (`Signup`)."""

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from core import privacy
from core.languages import language_choices
from core.models import PersonalRow, User
from events.models import Occurrence

MAX_PARTY = 20


class SignupQuerySet(models.QuerySet["Signup"]):
    """Sign-ups."""

    def confirmed(self) -> "SignupQuerySet":
        return self.filter(status=Signup.Status.CONFIRMED)

    def places(self) -> int:
        """How many places these sign-ups take together."""
        size = F("adults") + F("children_0_5") + F("children_6_12") + F("youth_13_17")
        return self.aggregate(places=Coalesce(Sum(size), 0))["places"]

    def for_user(self, user: User | AnonymousUser) -> "SignupQuerySet":
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
                occurrence__status=Occurrence.Status.SCHEDULED,
                occurrence__is_public=True,
                occurrence__starts_at__gt=now,
                occurrence__starts_at__lte=until,
                created_at__lte=F("occurrence__starts_at") - timedelta(days=1),
            )
        )


class Signup(PersonalRow):
    """A party that has places at one date. No account: a signed link manages it. Children are numbers."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Signed up")
        CANCELLED = "cancelled", _("Cancelled")

    purpose = privacy.SIGNUP.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="signups")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    adults = models.PositiveSmallIntegerField(
        _("adults"), default=1, validators=[MaxValueValidator(MAX_PARTY)]
    )
    children_0_5 = models.PositiveSmallIntegerField(
        _("children 0–5 years"), default=0, validators=[MaxValueValidator(MAX_PARTY)]
    )
    children_6_12 = models.PositiveSmallIntegerField(
        _("children 6–12 years"), default=0, validators=[MaxValueValidator(MAX_PARTY)]
    )
    youth_13_17 = models.PositiveSmallIntegerField(
        _("young people 13–17 years"), default=0, validators=[MaxValueValidator(MAX_PARTY)]
    )
    created_at = models.DateTimeField(_("made at"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    # Claimed by update before the mail goes out: each is told once.
    confirmation_sent_at = models.DateTimeField(null=True, blank=True)
    reminder_sent_at = models.DateTimeField(null=True, blank=True)
    cancellation_sent_at = models.DateTimeField(null=True, blank=True)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(email="", phone=""), name="signup_can_be_reached"),
            models.CheckConstraint(
                condition=Q(status__in=["confirmed", "cancelled"]), name="signup_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    adults__lte=MAX_PARTY - F("children_0_5") - F("children_6_12") - F("youth_13_17")
                ),
                name="signup_party_not_too_large",
            ),
            models.CheckConstraint(
                condition=Q(adults__gte=1) | Q(youth_13_17__gte=1), name="signup_has_someone_responsible"
            ),
            models.UniqueConstraint(
                Lower("email"),
                F("occurrence"),
                condition=Q(status="confirmed") & ~Q(email=""),
                name="signup_once_per_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.party_size}"

    @property
    def party_size(self) -> int:
        """How many places it takes: everyone, whatever their age."""
        return self.adults + self.children_0_5 + self.children_6_12 + self.youth_13_17
