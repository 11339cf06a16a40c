"""What SMS cost and whether they arrived, and what must be remembered of a number. No text and no number."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import PersonalRow
from core.privacy import purposes as privacy


class MonthOfTexts(models.Model):
    """What one payer's SMS came to in one month. Budgets are held against this row, under its lock.

    `payer` is a kommunenummer, "" the installation itself. `month` is the first day of a Norwegian month.
    """

    payer = fields.CharField(_("payer"), max_length=4, blank=True)
    month = models.DateField(_("month"))
    messages = models.PositiveIntegerField(_("messages"), default=0)
    parts = models.PositiveIntegerField(_("parts"), default=0)
    ore = models.PositiveIntegerField(_("price in øre"), default=0)
    undelivered = models.PositiveIntegerField(_("did not arrive"), default=0)
    held_back = models.PositiveIntegerField(_("not sent because the budget was used up"), default=0)

    class Meta:
        verbose_name = _("month of text messages")
        verbose_name_plural = _("months of text messages")
        constraints = [models.UniqueConstraint(fields=["payer", "month"], name="sms_month_unique")]

    def __str__(self) -> str:
        return f"{self.payer} {self.month:%Y-%m}"


class Budget(models.Model):
    """What a payer lets SMS cost in a month; who has no row has the installation's own rule."""

    payer = fields.CharField(_("payer"), max_length=4, blank=True, unique=True)
    ore = models.PositiveIntegerField(_("price in øre"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("SMS budget")
        verbose_name_plural = _("SMS budgets")

    def __str__(self) -> str:
        return self.payer


class SentText(PersonalRow):
    """One SMS on its way: paid for, and reported on. `reference` is the outbox's number of the message."""

    purpose = privacy.SMS.slug

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Arrived")
        FAILED = "failed", _("Did not arrive")

    reference = fields.CharField(max_length=40, unique=True)
    provider_id = fields.CharField(max_length=40, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENDING)
    # The provider's code for why it did not arrive.
    code = fields.CharField(_("what went wrong"), max_length=20, blank=True)
    payer = fields.CharField(_("payer"), max_length=4, blank=True)
    # The outbox's, such as "confirming.question": what it was for.
    kind = fields.CharField(max_length=40, blank=True)
    month = models.DateField(_("month"))
    parts = models.PositiveSmallIntegerField(_("parts"))
    ore = models.PositiveIntegerField(_("price in øre"))
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sending", "sent", "delivered", "failed"]), name="sms_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class NumberMark(PersonalRow):
    """What is remembered of a number, as a keyed hash that only this site can make, until its end."""

    purpose = privacy.SMS.slug

    class What(models.TextChoices):
        STOPPED = "stopped", _("has said STOP")
        # Of number and words together: the provider may bring one message twice.
        HEARD = "heard", _("has been heard")
        HELPED = "helped", _("has had an example of an answer")

    what = models.CharField(max_length=10, choices=What)
    digest = fields.CharField(max_length=64)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "digest"], name="sms_mark_unique"),
            models.CheckConstraint(
                condition=Q(what__in=["stopped", "heard", "helped"]), name="sms_mark_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.digest[:8]}"
