"""What an organisation lends to its municipality: a look at who has signed up for one date, and each look.

The organisation is the controller of its sign-ups. Who works for the municipality reads them with its owner's
yes alone, for a limited time, and every reading is a row that the organisation sees (legal.md L2).
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow, User
from events.models import Occurrence
from organisations.models import Organisation


class SignupAccessQuerySet(models.QuerySet["SignupAccess"]):
    """Who has asked to read the sign-ups of a date."""

    def seen_by(self, user: User | AnonymousUser) -> "SignupAccessQuerySet":
        """Those to the organisations that `user` belongs to."""
        own = Organisation.objects.with_member(user).order_by().values("pk")
        return self.filter(occurrence__organisation__in=own)

    def answered_by(self, user: User | AnonymousUser) -> "SignupAccessQuerySet":
        """Those that `user` says yes or no to: the organisation's owners do."""
        led = Organisation.objects.with_people_led_by(user).order_by().values("pk")
        return self.filter(occurrence__organisation__in=led)

    def waiting(self, now: datetime) -> "SignupAccessQuerySet":
        """Those without an answer, to dates whose sign-ups are still there."""
        return self.filter(answered_at=None, expires_at__gt=now)

    def open_to(self, user: User | AnonymousUser, now: datetime) -> "SignupAccessQuerySet":
        """Those by which `user` may read now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, granted_until__gt=now)


class SignupAccess(PersonalRow):
    """Somebody of the municipality asks to read the sign-ups of one date. It ends with the sign-ups."""

    purpose = privacy.ACCOUNT.slug

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="signup_access")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="signup_access"
    )
    why = fields.CharField(_("why"), max_length=300)
    asked_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Empty after a no.
    granted_until = models.DateTimeField(_("may read until"), null=True, blank=True)

    objects = SignupAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "user"], name="signup_access_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.occurrence_id}"


class SignupReading(PersonalRow):
    """One look at the sign-ups of a date. Written before anything is shown, and never changed."""

    purpose = privacy.ACCOUNT.slug

    access = models.ForeignKey(SignupAccess, on_delete=models.CASCADE, related_name="readings")
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.access_id}: {self.read_at:%Y-%m-%d}"
