"""Places at a date (`Signup`)."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import privacy
from core.languages import language_choices
from core.models import PersonalRow
from events.models import Occurrence
from events.signups.querysets import SignupQuerySet

MAX_PARTY = 20


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
