"""What was reported of a mail after its server had said yes: once each. No address stands here."""

from django.db import models
from django.db.models import Q

from core import fields
from core.models import PersonalRow
from core.privacy import purposes as privacy


class MailReport(PersonalRow):
    """One report of one mail of ours. `message_id` is the outbox's, `address_mark` a keyed hash."""

    purpose = privacy.MAIL.slug

    class What(models.TextChoices):
        # It came back, for good or for now; its reader marked it as spam, or asked for no more.
        HARD = "hard"
        SOFT = "soft"
        COMPLAINT = "complaint"
        UNSUBSCRIBED = "unsubscribed"

    what = models.CharField(max_length=12, choices=What)
    message_id = fields.CharField(max_length=200)
    address_mark = fields.CharField(max_length=64, blank=True)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message_id", "what"], name="bounces_reported_once"),
            models.CheckConstraint(
                condition=Q(what__in=["hard", "soft", "complaint", "unsubscribed"]),
                name="bounces_report_known",
            ),
        ]
        indexes = [models.Index(fields=["address_mark", "what"], name="bounces_of_address")]

    def __str__(self) -> str:
        return f"{self.what} {self.message_id[:12]}"
