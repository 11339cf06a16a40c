"""Who is asked whether a date takes place (`Responsible`), and how often."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import fields
from core.languages import language_choices


class Asking(models.TextChoices):
    """How often somebody is asked whether it is on."""

    EACH = "each", _("Before every date")
    WEEKLY = "weekly", _("Once a week")
    TERM = "term", _("At the start of each term")
    NEVER = "never", _("Never")


class ResponsibleQuerySet(models.QuerySet["Responsible"]):
    """Volunteers who answer for activities."""

    def to_ask(self) -> "ResponsibleQuerySet":
        """Those who have not asked to be left in peace, in the order in which they are asked."""
        return self.filter(stopped_at=None).order_by("position", "pk")


class Responsible(models.Model):
    """A volunteer who is asked whether a date of an activity is on. Needs no account.

    The first in `position` is asked; the others are substitutes. What of them stands on public pages, they
    have said yes to themselves: `shows_name` is about the first name, `shows_phone` about the number.
    """

    class Channel(models.TextChoices):
        SMS = "sms", _("SMS")
        EMAIL = "email", _("E-mail")

    # In the links of their messages, and how the outbox knows them.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="responsible")
    name = fields.CharField(_("name"), max_length=120)
    email = fields.EmailField(_("e-mail address"), blank=True)
    phone = fields.TelephoneField(_("mobile number"), max_length=20, blank=True)
    channel = models.CharField(_("asked by"), max_length=5, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    position = models.PositiveSmallIntegerField(default=0)
    shows_name = models.BooleanField(default=False)
    shows_phone = models.BooleanField(default=False)
    # They want no more questions.
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ResponsibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer who is asked")
        verbose_name_plural = _("volunteers who are asked")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="responsible_can_be_reached"),
            models.CheckConstraint(
                condition=~Q(channel="sms", phone="") & ~Q(channel="email", email=""),
                name="responsible_channel_has_address",
            ),
        ]
        indexes = [models.Index(fields=["phone"], name="responsible_phone")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""

    @property
    def public_name(self) -> str:
        """Their first name, where they have said that it may be shown."""
        return self.first_name if self.shows_name else ""

    @property
    def public_phone(self) -> str:
        return self.phone if self.shows_phone else ""

    def clean(self) -> None:
        if not self.email and not self.phone:
            raise ValidationError(_("Type an e-mail address or a mobile number."))
