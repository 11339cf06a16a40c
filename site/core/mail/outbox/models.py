"""What leaves: one row per message, with whom and what it is about and no body."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.mail.outbox.reasons import Why


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages of the outbox."""

    def queued(self) -> "OutboxQuerySet":
        """Those that wait for their turn."""
        return self.filter(state=OutboxMessage.State.QUEUED)

    def due(self, now: datetime, longest: timedelta) -> "OutboxQuerySet":
        """Those whose turn it is and that no worker holds, the most urgent first.

        A lease of more than `longest` was given before the clock was put back: nobody holds it.
        """
        free = Q(leased_until=None) | Q(leased_until__lte=now) | Q(leased_until__gt=now + longest)
        return self.queued().filter(free, due_at__lte=now).order_by("priority", "due_at", "pk")

    def too_late(self, now: datetime) -> "OutboxQuerySet":
        """Those still queued that are of no use any longer."""
        return self.queued().filter(wanted_until__lte=now)

    def abandoned(self, before: datetime, after: datetime) -> "OutboxQuerySet":
        """Those in hand-over since before `before`: their worker is gone, with the server's answer.

        Since after `after` is before the clock was put back.
        """
        long_ago = Q(sending_at__lt=before) | Q(sending_at__gt=after)
        return self.filter(long_ago, state=OutboxMessage.State.SENDING, taken_at=None)

    def taken(self, before: datetime, after: datetime) -> "OutboxQuerySet":
        """Those that the server took before `before`, and whose outcome nobody has recorded; as above."""
        long_ago = Q(taken_at__lt=before) | Q(taken_at__gt=after)
        return self.filter(long_ago, state=OutboxMessage.State.SENDING)

    def ended(self) -> "OutboxQuerySet":
        """Those that nobody will send any more."""
        return self.filter(ended_at__isnull=False)


class OutboxMessage(models.Model):
    """One message to one person about one thing. The four parts of its key say which: it is told once."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        # The server's yes may have been on its way to a worker that died: never silently sent again.
        UNCONFIRMED = "unconfirmed", _("Perhaps sent")
        SKIPPED = "skipped", _("Not sent")

    # A room's name for it, such as "signups.reminder" (`core.mail.outbox.kinds`).
    kind = models.CharField(max_length=40)
    # The key of what it tells of, such as "occurrence:12".
    about = models.CharField(max_length=80)
    # A key such as "signup:12", never an address: the room finds the address when it makes the mail.
    recipient = models.CharField(max_length=80)
    # What tells two messages about the same thing apart: a change's id, a moment; "" where there is only one.
    occasion = models.CharField(max_length=80, blank=True)
    # The smaller, the sooner.
    priority = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    wanted_until = models.DateTimeField()
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    # Of a message that waits: why it has not left yet.
    reason = models.CharField(_("what went wrong"), max_length=20, choices=Why, blank=True)
    # Which way it left or was about to; "" until it was first made.
    transport = models.CharField(max_length=4, blank=True)
    # It could not leave by SMS: from then on it is the mail that its kind makes instead.
    is_instead = models.BooleanField(default=False)
    # How often it was handed over, or nearly.
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True, blank=True)
    # When the server said yes, of one whose outcome is not recorded yet (`core.mail.outbox.together`).
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    # A keyed hash of the address that it was sent to: what comes back is about that one, and no later one.
    address_mark = models.CharField(max_length=64, blank=True, default="", db_default="")
    # The domain behind the address's @, or "sms", for the rate; emptied when the minute is over.
    provider = models.CharField(max_length=255, blank=True)
    # What the mail needs and no table holds, such as a code: sealed, and gone when the message has ended.
    secret = models.BinaryField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "recipient", "occasion"], name="outbox_told_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "failed", "unconfirmed", "skipped"]),
                name="outbox_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending"], ended_at__isnull=True)
                | Q(state__in=["sent", "failed", "unconfirmed", "skipped"], ended_at__isnull=False),
                name="outbox_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(secret__isnull=True), name="outbox_secret_ends"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"], condition=Q(state="queued"), name="outbox_queued_due"
            ),
            models.Index(fields=["wanted_until"], condition=Q(state="queued"), name="outbox_queued_until"),
            models.Index(fields=["sending_at"], condition=Q(state="sending"), name="outbox_sending_since"),
            models.Index(
                fields=["provider", "sending_at"], condition=~Q(provider=""), name="outbox_provider_rate"
            ),
            models.Index(fields=["ended_at"], name="outbox_ended"),
            models.Index(fields=["recipient"], name="outbox_recipient"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="outbox_message_id"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}: {self.get_state_display()}"
