"""A sending (`Campaign`), what it sends (`CampaignEdition`), and one step to one person (`Delivery`)."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import fields
from core.mail.outbox.reasons import FOR_THE_OPERATOR, Why
from core.models import User
from newcomers.models import Newcomer
from newcomers.welcome.choices import Channel
from newcomers.welcome.models.packages import LONGEST_LANGUAGE, PackageStep, WelcomePackage
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns."""

    def for_user(self, user: User | AnonymousUser) -> "CampaignQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)

    def with_progress(self) -> "CampaignQuerySet":
        """With `total` deliveries and how many are `finished`, whatever became of them; the latest first."""
        waiting = Q(deliveries__state=Delivery.State.QUEUED)
        counted = self.annotate(total=Count("deliveries"), finished=Count("deliveries", filter=~waiting))
        # Counting forgets the model's own order.
        return counted.order_by("-created_at", "-pk")

    def earlier_than(self, pk: int) -> "CampaignQuerySet":
        """Those that stand below the one with this key in the order of `with_progress`."""
        moment = Subquery(Campaign.objects.filter(pk=pk).values("created_at"))
        return self.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))

    def unfinished(self) -> "CampaignQuerySet":
        """Those of which something may still leave."""
        return self.filter(state__in=Campaign.UNFINISHED)


class Campaign(models.Model):
    """A sending of one step. It freezes what it sends: one edition per language (`CampaignEdition`)."""

    class State(models.TextChoices):
        # Its recipients are being written down: nothing of it leaves before all of them stand there.
        PREPARING = "preparing", _("Being made ready")
        RUNNING = "running", _("Under way")
        PAUSED = "paused", _("Paused")
        CANCELLED = "cancelled", _("Stopped")
        DONE = "done", _("Finished")

    UNFINISHED = (State.PREPARING, State.RUNNING, State.PAUSED)

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="campaigns"
    )
    package = models.ForeignKey(
        WelcomePackage,
        verbose_name=_("welcome package"),
        on_delete=models.PROTECT,
        related_name="campaigns",
    )
    step = models.ForeignKey(
        PackageStep, verbose_name=_("step"), on_delete=models.PROTECT, related_name="campaigns"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.RUNNING, db_default=State.RUNNING
    )
    # Of what goes by itself: the day in Norway. None where a host started it.
    day = models.DateField(_("day"), null=True, blank=True)
    # Whom it was for, as `newcomers.criteria` writes it; None where people were chosen one by one.
    chosen = models.JSONField(_("whom it was for"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("started at"))

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "running", "paused", "cancelled", "done"]),
                name="campaign_state_known",
            ),
            models.UniqueConstraint(
                fields=["step", "day"],
                condition=Q(day__isnull=False),
                name="campaign_once_a_day_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.created_at:%Y-%m-%d}"


class CampaignEdition(models.Model):
    """What a campaign sends to readers of one language: plain JSON, which nothing changes any longer.

    Its form is said in `newcomers.welcome.content.resolving`.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="editions")
    language = fields.CharField(_("language"), max_length=LONGEST_LANGUAGE)
    content = models.JSONField(_("content"), default=dict)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "language"], name="campaign_edition_unique")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.language}"


def reason_choices() -> list[tuple[str, str | Promise]]:
    """The outbox's reasons, with their words."""
    return list(Why.choices)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries."""

    def by_state(self) -> dict[str, int]:
        """How many are in each state: {state: count}."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def for_user(self, user: User | AnonymousUser) -> "DeliveryQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return where_user_may(self, "campaign__municipality", user, Capability.WELCOME)

    def queued(self) -> "DeliveryQuerySet":
        """Those that wait for their turn."""
        return self.filter(state=Delivery.State.QUEUED)

    def failed(self) -> "DeliveryQuerySet":
        """Those that could not be sent."""
        return self.filter(state=Delivery.State.FAILED)

    def by_message(self) -> "DeliveryQuerySet":
        """Those that leave by themselves: by mail or SMS. A booklet waits for somebody's hands."""
        return self.exclude(channel=Channel.BOOKLET)

    def had(self) -> "DeliveryQuerySet":
        """Those that were sent, may have been, or will be: the person has had the package."""
        return self.filter(state__in=Delivery.HAD)

    def went_by_mail_instead(self) -> "DeliveryQuerySet":
        """Text messages that could not leave, and whose mail has; `reason` says why."""
        return self.filter(channel=Channel.SMS, state=Delivery.State.SENT).exclude(reason="")

    def held_up(self) -> "DeliveryQuerySet":
        """Those that wait because no mail leaves, whoever it is to."""
        return self.queued().filter(reason__in=[*FOR_THE_OPERATOR, Why.UNREACHABLE])


class Delivery(models.Model):
    """One step of a package to one person over one channel: the row is the promise that nobody gets it twice.

    It stays for as long as the person does. The outbox's row, which ends, sends it; what became of that is
    written here with it (`sending.recorded`).
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        # A worker died between the mail server's yes and our note of it: never silently sent again.
        UNCONFIRMED = "unconfirmed", _("Perhaps sent")
        # The person asked us to stop, or to be deleted, before it was their turn.
        SKIPPED = "skipped", _("Not sent")

    HAD = (State.QUEUED, State.SENT, State.UNCONFIRMED)

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="deliveries")
    newcomer = models.ForeignKey(Newcomer, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    # Copied from the campaign, so that the database itself refuses the same step twice, whichever campaign
    # asks.
    package = models.ForeignKey(WelcomePackage, on_delete=models.PROTECT, related_name="deliveries")
    step = models.ForeignKey(PackageStep, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    # Of the edition that they get: not always their own.
    language = fields.CharField(_("language"), max_length=LONGEST_LANGUAGE)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    # How often staff had it tried again: each time is an occasion of its own for the outbox.
    tries = models.PositiveSmallIntegerField(_("tried again"), default=0)
    # Of one that waits: why it has not left yet, when that was found last, and since when it has been so.
    reason = models.CharField(_("what went wrong"), max_length=20, choices=reason_choices, blank=True)
    reason_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    message_id = fields.CharField(_("message id"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "step", "newcomer", "channel"],
                # Failed and skipped have reached nobody.
                condition=Q(state__in=["queued", "sent", "unconfirmed"]),
                name="delivery_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sent", "failed", "unconfirmed", "skipped"]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="delivery_channel_known"),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                name="delivery_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.get_state_display()}"

    @property
    def is_by_mail_instead(self) -> bool:
        """As `DeliveryQuerySet.went_by_mail_instead` has it."""
        return self.channel == Channel.SMS and self.state == self.State.SENT and bool(self.reason)

    @property
    def can_go_again(self) -> bool:
        """Whether staff can have it sent once more: not what waits, or was given by hand."""
        again = (self.State.FAILED, self.State.UNCONFIRMED, self.State.SENT)
        return self.state in again and self.channel != Channel.BOOKLET and self.newcomer_id is not None
