"""What an organiser asks, what somebody who signs up needs, who meets them, and whether enough come."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import fields, privacy
from core.clock import local_day, midnight
from core.languages import language_choices
from core.models import PersonalRow, User
from events.besides.choices import Answered, Need, Until
from events.models import Event, Occurrence, Responsible
from events.signups.models import Signup

# With more, nobody fills it in on a phone.
MOST_QUESTIONS = 3
MOST_CHOICES = 8
LARGEST_NUMBER = 999


class OwnQuestionQuerySet(models.QuerySet["OwnQuestion"]):
    """Questions of organisers."""

    def for_user(self, user: User | AnonymousUser) -> "OwnQuestionQuerySet":
        """Those at activities of the organisations that `user` belongs to."""
        return self.filter(event__in=Event.objects.for_user(user).order_by().values("pk"))


class OwnQuestion(models.Model):
    """What an organiser asks of those who sign up: with why, and how long the answers are kept.

    It is never changed: an answer is to the words that somebody read. The words are in `language`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="own_questions")
    answered = models.CharField("how is it answered?", max_length=6, choices=Answered)
    words = fields.CharField("the question", max_length=120)
    why = fields.CharField("what it is for", max_length=120)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    language = models.CharField("language", max_length=10, choices=language_choices)
    until = models.CharField("how long answers are kept", max_length=9, choices=Until)
    # The last day of which it is asked; empty: as long as the activity has dates.
    asked_until = models.DateField("asked until", null=True, blank=True)

    # What a form asks is made of.
    COLUMNS = ("id", "answered", "words", "why", "choices", "language", "until", "asked_until")

    objects = OwnQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question of an organiser"
        verbose_name_plural = "questions of organisers"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered__in=Answered.values) & Q(until__in=Until.values),
                name="own_question_known",
            ),
            models.CheckConstraint(
                condition=Q(answered="choice", choices__len__gte=2) | ~Q(answered="choice") & Q(choices=[]),
                name="own_question_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def from_columns(cls, row: Mapping[str, Any]) -> "OwnQuestion":
        """One of `COLUMNS` as JSON has them."""
        until = row["asked_until"]
        return cls(**{**row, "asked_until": date.fromisoformat(until) if until else None})

    def is_asked_on(self, day: date) -> bool:
        """Whether somebody is asked who signs up for a date on `day`, in Norway."""
        return self.asked_until is None or day <= self.asked_until

    def in_words(self, value: int) -> str:
        """An answer in the active language, but for the organiser's own choices."""
        if self.answered == Answered.YES_NO:
            return _("Yes") if value else _("No")
        if self.answered == Answered.CHOICE:
            return self.choices[value] if value < len(self.choices) else "–"
        return str(value)

    def end_of_answer(self, signup: Signup) -> datetime:
        """When an answer with `signup` is deleted (UTC): with the sign-up at the latest."""
        if self.until == Until.SIGNUP:
            return signup.expires_at
        return min(signup.expires_at, midnight(local_day(signup.occurrence.ends_at) + timedelta(days=2)))


class OwnAnswer(PersonalRow):
    """What somebody has answered: the number of a choice from 0, a number, or 1 for yes and 0 for no."""

    purpose = privacy.SIGNUP.slug

    question = models.ForeignKey(OwnQuestion, on_delete=models.CASCADE, related_name="answers")
    signup = models.ForeignKey(Signup, on_delete=models.CASCADE, related_name="own_answers")
    value = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LARGEST_NUMBER)])

    class Meta:
        verbose_name = "answer to an organiser"
        verbose_name_plural = "answers to organisers"
        constraints = [
            models.UniqueConstraint(fields=["question", "signup"], name="own_answer_once"),
            models.CheckConstraint(condition=Q(value__lte=LARGEST_NUMBER), name="own_answer_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.signup_id}: {self.question_id}"

    def value_in_words(self) -> str:
        return self.question.in_words(self.value)


class Arranges(models.Model):
    """Help that an activity does not offer, and that its organiser could arrange for somebody who asks."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="arranges")
    needs = ArrayField(models.CharField(max_length=11, choices=Need), default=list, blank=True)

    class Meta:
        verbose_name = "help that can be arranged"
        verbose_name_plural = "help that can be arranged"

    def __str__(self) -> str:
        return f"{self.event_id}"


class HelpWanted(PersonalRow):
    """Help that somebody needs who has signed up. `language` is the one to interpret into."""

    purpose = privacy.SIGNUP.slug

    signup = models.ForeignKey(Signup, on_delete=models.CASCADE, related_name="help_wanted")
    need = models.CharField(max_length=11, choices=Need)
    language = fields.CharField(max_length=5, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "help that somebody needs"
        verbose_name_plural = "help that somebody needs"
        constraints = [
            models.UniqueConstraint(fields=["signup", "need"], name="help_wanted_once"),
            models.CheckConstraint(
                condition=Q(need__in=Need.values) & (Q(need="interpreter") ^ Q(language="")),
                name="help_wanted_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signup_id}: {self.need}"


class GreeterQuerySet(models.QuerySet["Greeter"]):
    """Volunteers who are asked to meet people at the door."""

    def willing(self) -> "GreeterQuerySet":
        """Those who said yes themselves under the name that they have now, in the order of the list."""
        rows = self.filter(said_yes_at__isnull=False, responsible__stopped_at=None)
        return rows.filter(name=F("responsible__name")).order_by("responsible__position", "responsible")


class Greeter(models.Model):
    """A volunteer of an activity who meets those at the door who hesitate to come alone, if they said yes.

    What they said yes to is the name that stood on the page then: under another one they are asked anew.
    """

    responsible = models.OneToOneField(Responsible, on_delete=models.CASCADE, related_name="greeter")
    name = fields.CharField("name", max_length=120)
    asked_at = models.DateTimeField("asked at", null=True, blank=True)
    said_yes_at = models.DateTimeField("said yes at", null=True, blank=True)

    objects = GreeterQuerySet.as_manager()

    class Meta:
        verbose_name = "who meets people at the door"
        verbose_name_plural = "those who meet people at the door"

    def __str__(self) -> str:
        return f"{self.responsible_id}"

    def says_yes(self, responsible: Responsible) -> bool:
        """Whether `responsible`, whose row this is, said yes under the name that they have now."""
        return self.said_yes_at is not None and self.name == responsible.name


class WantsToBeMet(PersonalRow):
    """Somebody who has signed up would like to be met at the door. It ends with the date."""

    purpose = privacy.SIGNUP.slug

    signup = models.OneToOneField(Signup, on_delete=models.CASCADE, related_name="wants_to_be_met")

    class Meta:
        verbose_name = "wish to be met"
        verbose_name_plural = "wishes to be met"

    def __str__(self) -> str:
        return f"{self.signup_id}"


class MetAtTheDoor(models.Model):
    """How many who just come want to be met at a date. Who they are, nobody asks."""

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="met_at_the_door")
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "want to be met at the door"
        verbose_name_plural = "want to be met at the door"

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.number}"


class GoingQuerySet(models.QuerySet["Going"]):
    """Whether dates take place that depend on how many sign up."""

    def certain(self) -> "GoingQuerySet":
        """Of those that do: enough have signed up, or the organiser has said so."""
        return self.exclude(reached_at=None, decided_at=None)


class Going(models.Model):
    """A date of an activity that takes place when enough have signed up: whether they have."""

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="going")
    # Since when enough have signed up; it stands, also where somebody gives up their places later.
    reached_at = models.DateTimeField("enough since", null=True, blank=True)
    # The organiser has said that it takes place with fewer.
    decided_at = models.DateTimeField("takes place anyway since", null=True, blank=True)
    # When people were told that it takes place.
    told_at = models.DateTimeField("told at", null=True, blank=True)

    objects = GoingQuerySet.as_manager()

    class Meta:
        verbose_name = "whether enough come"
        verbose_name_plural = "whether enough come"

    def __str__(self) -> str:
        return f"{self.occurrence_id}"
