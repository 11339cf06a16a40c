"""Who was asked whether a date is on, and what they said (`Question`); what is alive (`SignOfLife`)."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import fields, formats, privacy
from core.models import PersonalRow
from events.confirming.choices import Answer, Why
from events.models import ChangeOfDates, Occurrence, Responsible, Series
from events.models.warnings import WeatherWarning

# How long after its date a question can be looked up: its link says kindly that the date is over.
KEPT_FOR = timedelta(days=30)
# Without what looks or sounds like something else, and without the letters that answers begin with.
CODE_LETTERS, CODE_DIGITS = "ABDEFHKMPRT", "23456789"
CODES = [letter + digit for letter in CODE_LETTERS for digit in CODE_DIGITS]
# Signs of the short link that nobody mistakes for others; 48 to the power of 10 cannot be tried.
TOKEN_SIGNS, TOKEN_LENGTH = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10


def new_token() -> str:
    return "".join(secrets.choice(TOKEN_SIGNS) for _each in range(TOKEN_LENGTH))


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions."""

    def current(self) -> "QuestionQuerySet":
        """Those about a date at the time that it has now: a moved one is asked about anew."""
        return self.filter(starts_at=F("occurrence__starts_at"))

    def answerable(self, now: datetime) -> "QuestionQuerySet":
        """Those whose answer still does something: `services.hindrance` of each is None.

        A date that was cancelled by an answer can be brought back by one; what the organiser has cancelled
        cannot.
        """
        same = Question.objects.filter(occurrence=OuterRef("occurrence"))
        stands = Q(occurrence__status=Occurrence.Status.SCHEDULED) | Exists(same.that_cancelled())
        return self.current().filter(stands, occurrence__is_public=True, occurrence__ends_at__gt=now)

    def that_cancelled(self) -> "QuestionQuerySet":
        """Those whose NO has cancelled their date, which nobody else has called off since."""
        no = self.current().filter(occurrence__status=Occurrence.Status.CANCELLED, answer=Answer.NO)
        since = ChangeOfDates.objects.that_cancel(OuterRef("occurrence_id"))
        return no.exclude(
            Exists(since.filter(event=OuterRef("occurrence__event"), made_at__gt=OuterRef("answered_at")))
        )

    def unanswered(self) -> "QuestionQuerySet":
        return self.filter(answered_at=None)

    def waiting(self, now: datetime) -> "QuestionQuerySet":
        """Those that somebody may still be told of: a date that takes place, to one who has not said stop."""
        takes_place = self.filter(occurrence__status=Occurrence.Status.SCHEDULED)
        return takes_place.answerable(now).unanswered().filter(responsible__stopped_at=None)

    def with_all(self) -> "QuestionQuerySet":
        """With what a message or a page says of them: two queries."""
        return self.select_related(
            "responsible",
            "occurrence__event",
            "occurrence__organisation",
            "occurrence__municipality",
            "occurrence__venue",
            "occurrence__series",
            "occurrence__warning",
        ).prefetch_related("occurrence__event__texts")


class Question(PersonalRow):
    """One volunteer was asked whether one date is on. Gone a month after the date.

    What was asked in one message has one `batch`, with one `token` and one `code`: a week's dates, a term's.
    """

    purpose = privacy.ASKED.slug

    batch = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    # In the link of a text message, which has to be short.
    token = fields.CharField(max_length=12, default=new_token, db_index=True, editable=False)
    # What a number with several open questions answers with: "JA A2".
    code = fields.CharField(max_length=2)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="questions")
    responsible = models.ForeignKey(Responsible, on_delete=models.CASCADE, related_name="questions")
    channel = models.CharField(max_length=5, choices=Responsible.Channel)
    why = models.CharField(max_length=7, choices=Why)
    # When the date was to begin as it was asked about.
    starts_at = models.DateTimeField()
    # The weather warning that whoever asked knew of: a graver one asks anew.
    warned = models.CharField(max_length=6, choices=WeatherWarning.Colour, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True)
    # How many came to the date before, where they said so.
    came_last = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question whether it is on")
        verbose_name_plural = _("questions whether it is on")
        ordering = ["starts_at", "id"]
        constraints = [
            # Nobody is asked twice for one reason about one date; a graver warning is another reason.
            models.UniqueConstraint(
                fields=["occurrence", "responsible", "why", "starts_at", "warned"], name="question_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="question_answer_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["responsible", "-asked_at"], name="question_of_volunteer")]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.why}"

    @property
    def when(self) -> str:
        """The date and its hours as they are now, in the active language."""
        return formats.when(self.occurrence.starts_at, self.occurrence.ends_at)

    @property
    def is_yes(self) -> bool:
        return self.answer == Answer.YES

    @property
    def is_no(self) -> bool:
        return self.answer == Answer.NO


class SignOfLife(models.Model):
    """When somebody last said anything of a series, and how many of its dates have passed in silence since.

    About an activity, not about whoever answers. A series that nobody was ever silent about has no row.
    """

    # In the link of "we are still here".
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.OneToOneField(Series, on_delete=models.CASCADE, related_name="sign_of_life")
    alive_at = models.DateTimeField(null=True, blank=True)
    silent_dates = models.PositiveSmallIntegerField(default=0, db_index=True)
    # Since when lists leave it out.
    hidden_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "sign of life"
        verbose_name_plural = "signs of life"

    def __str__(self) -> str:
        return f"{self.series_id}: {self.silent_dates}"


class FoundClosed(models.Model):
    """How many said that they came to a date and found it closed. Who they are, nobody asks."""

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="found_closed")
    # Falls to 0 when they take it back.
    number = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(_("first said at"))

    class Meta:
        verbose_name = _("found closed")
        verbose_name_plural = _("found closed")
        indexes = [models.Index(fields=["first_at"], name="found_closed_newest")]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.number}"
