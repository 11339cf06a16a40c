"""What visitors say is wrong with an activity, and how an editor wants to hear what waits."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import PersonalRow, User
from organisations.models import where_user_may
from organisations.roles import Capability


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports."""

    def open(self, now: datetime) -> "ReportQuerySet":
        """Those that no editor has seen to."""
        return self.filter(seen_to_at__isnull=True, expires_at__gt=now)

    def moderated_by(self, user: User | AnonymousUser) -> "ReportQuerySet":
        return where_user_may(self, "event__municipality", user, Capability.MODERATE)


class Report(PersonalRow):
    """A visitor says that something is wrong with an activity. Who it was, nobody asks."""

    purpose = "report"

    class Why(models.TextChoices):
        WRONG = "wrong", _("Something is not right: the time, the place or the price")
        ADVERTISING = "advertising", _("It is advertising, or somebody wants money")
        HURTFUL = "hurtful", _("It is hurtful or unsafe")
        OTHER = "other", _("Something else")

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="reports")
    why = models.CharField(max_length=15, choices=Why)
    words = fields.TextField(blank=True, max_length=500)
    made_at = models.DateTimeField()
    seen_to_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "report"
        verbose_name_plural = "reports"
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["event"], condition=models.Q(seen_to_at=None), name="report_to_see_to")
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.why}"


class QueueMail(models.Model):
    """How somebody who decides wants to hear of what waits. Without a row: at once."""

    class How(models.TextChoices):
        AT_ONCE = "at_once", _("At once, each time something waits")
        DAILY = "daily", _("Once a day, in the morning, when something waits")
        NEVER = "never", _("Not by e-mail")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="queue_mail"
    )
    how = models.CharField(max_length=10, choices=How, default=How.AT_ONCE)

    class Meta:
        verbose_name = "e-mail about the queue"
        verbose_name_plural = "e-mails about the queue"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.how}"
