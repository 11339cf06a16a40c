"""Where somebody is in a package's steps, what they have answered, and what a host holds back."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow, User
from newcomers.choices import Offer
from newcomers.models import Newcomer
from newcomers.welcome.choices import Question, StepKind
from newcomers.welcome.models.packages import PackageStep, WelcomePackage
from organisations.models import Municipality, where_user_may
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
    """What somebody has answered to a question of a letter.

    One row a question and time of asking: what was answered after one month stays when it is asked again
    after three. Of two answers to the same the last counts.
    """

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
    # When after arrival the letter that asks is meant for; "" where no letter had asked. The step may go.
    asked_in = models.CharField(
        _("asked in"), max_length=10, choices=StepKind, blank=True, default="", db_default=""
    )
    value = models.CharField(_("answer"), max_length=3, choices=Value)
    answered_at = models.DateTimeField(_("answered at"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-answered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer", "question", "asked_in"], name="answer_once_a_question"
            ),
            models.CheckConstraint(condition=Q(question__in=Question.values), name="answer_question_known"),
            models.CheckConstraint(condition=Q(value__in=["yes", "no"]), name="answer_value_known"),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer_id}: {self.question}"


class CompanyWishQuerySet(models.QuerySet["CompanyWish"]):
    """Wishes for a hand."""

    def for_user(self, user: User | AnonymousUser) -> "CompanyWishQuerySet":
        """Those of people of the municipalities where `user` is host or admin."""
        return where_user_may(self, "newcomer__municipality", user, Capability.WELCOME)

    def standing(self, now: datetime) -> "CompanyWishQuerySet":
        """Those whose time is not over at `now` (UTC): who has waited longest first."""
        return self.filter(expires_at__gt=now).order_by("asked_at", "pk")


class CompanyWish(PersonalRow):
    """Somebody would like a hand: it stands on the host's list until its end.

    A row of its own, so that how to reach them is gone long before the answer is.
    """

    class Wants(models.TextChoices):
        COMPANY = "company", _("Company the first time")
        CONTACT = "contact", _("That a host gets in touch")

    purpose = privacy.ANSWER.slug

    newcomer = models.ForeignKey(Newcomer, on_delete=models.CASCADE, related_name="wishes")
    wants = models.CharField(
        _("what they would like"), max_length=10, choices=Wants, default=Wants.COMPANY, db_default="company"
    )
    # In their own words; "": by what the list has.
    reach = fields.CharField(_("how to reach them"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    # The host has found somebody: it stands on the list as done.
    settled_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = CompanyWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a hand")
        verbose_name_plural = _("wishes for a hand")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["newcomer", "wants"], name="wish_once_a_kind"),
            models.CheckConstraint(condition=Q(wants__in=["company", "contact"]), name="wish_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer_id}: {self.wants}"

    @property
    def usual_offer(self) -> str:
        """What a host mostly does about it."""
        return Offer.COMPANY if self.wants == self.Wants.COMPANY else Offer.CALLED


class AskedLaterQuerySet(models.QuerySet["AskedLater"]):
    """Yeses to one more question."""

    def due(self, now: datetime) -> "AskedLaterQuerySet":
        """Those who are to be asked on the day of `now` (UTC), and have not been."""
        return self.filter(asked_at=None, ask_on__lte=now, expires_at__gt=now)


class AskedLater(PersonalRow):
    """Somebody has agreed to be asked once more, four years after they came, whether they still live there.

    It is all that is kept of them by then: a way to reach them, a language and a municipality. The way is
    deleted as soon as they have answered; the answer ends 90 days after the question.
    """

    purpose = privacy.LATER.slug
    MONTHS = 48
    # After the day of the question.
    KEPT = timedelta(days=90)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    # As long as they are on the list; None afterwards.
    newcomer = models.OneToOneField(
        Newcomer, on_delete=models.SET_NULL, null=True, blank=True, related_name="asked_later"
    )
    # One of the two; neither once they have answered.
    email = fields.EmailField(_("e-mail address"), blank=True)
    phone = fields.TelephoneField(_("mobile number"), max_length=20, blank=True)
    # ISO 639, as the newcomer's.
    language = fields.CharField(_("language"), max_length=10)
    # `MONTHS` after the first of the month in which they came: which quarter that was follows from it.
    ask_on = models.DateField(_("asked on"))
    agreed_at = models.DateTimeField(_("agreed at"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    value = models.CharField(
        _("answer"), max_length=3, choices=Answer.Value, blank=True, default="", db_default=""
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = AskedLaterQuerySet.as_manager()

    class Meta:
        verbose_name = _("yes to one more question")
        verbose_name_plural = _("yeses to one more question")
        ordering = ["ask_on", "id"]
        indexes = [
            models.Index(fields=["ask_on"], name="asked_later_due", condition=Q(asked_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(condition=Q(email="") | Q(phone=""), name="asked_later_by_one_way"),
            models.CheckConstraint(
                condition=Q(value="", answered_at__isnull=True)
                | Q(value__in=["yes", "no"], answered_at__isnull=False, email="", phone=""),
                name="asked_later_answered_reaches_nobody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
