"""Booklets that a host has had made for people, the files until the day is over, and how each was given."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow, User
from newcomers.welcome.booklet.choices import How, LabelSheet
from newcomers.welcome.models import Delivery
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    """Print jobs."""

    def for_user(self, user: User | AnonymousUser) -> "PrintJobQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)

    def unfinished(self) -> "PrintJobQuerySet":
        return self.filter(state__in=["waiting", "making"])


class PrintJob(models.Model):
    """Booklets for some people, in one file. What it is made of is frozen with their deliveries.

    It stays, so that it can be made again; its files (`PrintPiece`) are gone at `ends_at`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MAKING = "making", _("Being made")
        MADE = "made", _("Ready to print")
        FAILED = "failed", _("Could not be made")
        ENDED = "ended", _("Deleted")

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="print_jobs"
    )
    deliveries = models.ManyToManyField(Delivery, related_name="print_jobs")
    sheet = models.CharField(
        _("sheets of labels"), max_length=8, choices=LabelSheet, default=LabelSheet.L70X37
    )
    # How many labels of the first sheet are used already.
    first = models.PositiveSmallIntegerField(_("labels that are used"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ordered_at = models.DateTimeField(_("ordered"))
    # A worker has it until then, unless it dies.
    leased_until = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(_("files are deleted"))

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("print job")
        verbose_name_plural = _("print jobs")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "making", "made", "failed", "ended"]),
                name="print_job_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], name="print_job_to_look_after", condition=~Q(state__in=["ended"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.total}"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.MADE, self.State.FAILED, self.State.ENDED)

    @property
    def is_made(self) -> bool:
        return self.state == self.State.MADE

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


class PrintPiece(PersonalRow):
    """A file of a job, or a part of one that is being made: it holds names and people's own links.

    It stands in the database, never in the folder of files that anybody is sent.
    """

    purpose = privacy.WELCOME.slug

    job = models.ForeignKey(PrintJob, on_delete=models.CASCADE, related_name="pieces")
    # "print", "screen" and "labels" are finished; others are parts: see `making`.
    name = fields.CharField(max_length=60)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("printed file")
        verbose_name_plural = _("printed files")
        constraints = [models.UniqueConstraint(fields=["job", "name"], name="print_piece_once")]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.name}"


class GivenBooklet(models.Model):
    """That a booklet was given, and how. The delivery says when."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="given")
    how = models.CharField(_("how"), max_length=8, choices=How)

    class Meta:
        verbose_name = _("booklet that was given")
        verbose_name_plural = _("booklets that were given")
        constraints = [models.CheckConstraint(condition=Q(how__in=How.values), name="given_booklet_known")]

    def __str__(self) -> str:
        return self.get_how_display()
