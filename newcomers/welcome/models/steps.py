"""Where somebody is in a package's steps, what they have answered, and what a host holds back."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow, User
from newcomers.models import Newcomer
from newcomers.welcome.choices import Question
from newcomers.welcome.models.packages import PackageStep, WelcomePackage
from organisations.models import where_user_may
from organisations.roles import Capability


class JourneyQuerySet(models.QuerySet["Journey"]):
    """Journeys."""

    def for_user(self, user: User | AnonymousUser) -> "JourneyQuerySet":
        """Those of people of the municipalities where `user` is host or admin."""
        return where_user_may(self, "package__municipality", user, Capability.WELCOME)

    def under_way(self) -> "JourneyQuerySet":
        """Those that nobody has ended."""
        return self.filter(ended_at=None)

    def due(self, now: datetime) -> "JourneyQuerySet":
        """Those with a step that is due at `now` (UTC). The index holds them in this order."""
        return self.filter(due_at__lte=now).order_by("due_at")


class Journey(models.Model):
    """One person on the way through one package: which step is next, and when it is due.

    It begins with the first step that they are sent, or when they come on the list where the municipality
    lets new people have the package by themselves. It goes with the person.
    """

    class Ended(models.TextChoices):
        STOPPED = "stopped", _("Asked for no more of it")
        MOVED = "moved", _("Has moved away")

    newcomer = models.ForeignKey(Newcomer, on_delete=models.CASCADE, related_name="journeys")
    package = models.ForeignKey(WelcomePackage, on_delete=models.CASCADE, related_name="journeys")
    # Steps that were due up to here are done with: sent, passed over, or of before the journey began.
    settled_until = models.DateTimeField()
    next_step = models.ForeignKey(
        PackageStep, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    # Steps that were due when nothing could be sent, and that a later one has overtaken.
    passed_over = ArrayField(models.BigIntegerField(), default=list, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_why = models.CharField(
        _("why it ended"), max_length=10, choices=Ended, blank=True, default="", db_default=""
    )

    objects = JourneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("way through a package")
        verbose_name_plural = _("ways through packages")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["due_at"], name="journey_due", condition=Q(due_at__isnull=False)),
            models.Index(
                fields=["package", "due_at"], name="journey_coming", condition=Q(due_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["package", "newcomer"], name="journey_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, due_at__isnull=True, ended_why__in=["stopped", "moved"]),
                name="journey_ended_has_a_reason_and_nothing_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer_id}: {self.package_id}"


class StepHold(models.Model):
    """A host holds a step back: it goes to nobody until they let it go. What stands in it is not touched."""

    step = models.OneToOneField(PackageStep, on_delete=models.CASCADE, related_name="hold")
    held_at = models.DateTimeField(_("held since"))
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("step held back")
        verbose_name_plural = _("steps held back")

    def __str__(self) -> str:
        return f"{self.step_id}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers."""

    def for_user(self, user: User | AnonymousUser) -> "AnswerQuerySet":
        """Those of people of the municipalities where `user` is host or admin."""
        return where_user_may(self, "newcomer__municipality", user, Capability.WELCOME)


class Answer(PersonalRow):
    """What somebody has answered to a question of a letter. One row a question: the last answer counts."""

    class Value(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    purpose = privacy.ANSWER.slug

    newcomer = models.ForeignKey(Newcomer, on_delete=models.CASCADE, related_name="answers")
    # Which letter had asked; None where that step is gone.
    step = models.ForeignKey(
        PackageStep, on_delete=models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    question = models.CharField(_("question"), max_length=10, choices=Question)
    value = models.CharField(_("answer"), max_length=3, choices=Value)
    answered_at = models.DateTimeField(_("answered at"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-answered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["newcomer", "question"], name="answer_once_a_question"),
            models.CheckConstraint(condition=Q(question__in=Question.values), name="answer_question_known"),
            models.CheckConstraint(condition=Q(value__in=["yes", "no"]), name="answer_value_known"),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer_id}: {self.question}"


class CompanyWishQuerySet(models.QuerySet["CompanyWish"]):
    """Wishes for company."""

    def for_user(self, user: User | AnonymousUser) -> "CompanyWishQuerySet":
        """Those of people of the municipalities where `user` is host or admin."""
        return where_user_may(self, "newcomer__municipality", user, Capability.WELCOME)


class CompanyWish(PersonalRow):
    """Somebody would like company the first time: it stands on the host's list until its end.

    A row of its own, so that how to reach them is gone long before the answer is.
    """

    purpose = privacy.ANSWER.slug

    newcomer = models.OneToOneField(Newcomer, on_delete=models.CASCADE, related_name="company_wish")
    # In their own words; "": by what the list has.
    reach = fields.CharField(_("how to reach them"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    # The host has found somebody: it stands on the list as done.
    settled_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = CompanyWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for company")
        verbose_name_plural = _("wishes for company")
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.newcomer_id}"
