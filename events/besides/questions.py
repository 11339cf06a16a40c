"""Questions of an organiser's own: on the form to sign up, and what was answered, per person and in all."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import local_day
from core.forms import Form
from core.isolation import filled
from core.models import User
from events.besides.choices import Answered
from events.besides.ending import answers_end
from events.besides.models import LARGEST_NUMBER, MOST_QUESTIONS, OwnAnswer, OwnQuestion
from events.choices import Happened
from events.dates.recording import lock_event
from events.log import record
from events.models import Event, Occurrence
from events.signups.besides import Beside, Data
from events.signups.models import Signup

FIELD = "question_"
YES, NO = "1", "0"


class TooManyQuestions(Exception):
    """There are as many as somebody fills in on a phone."""


@transaction.atomic
def add_question(*, event: Event, values: dict[str, Any], user: User, now: datetime) -> OwnQuestion:
    """Ask it from now on; a repeat returns the one that there is. Its words are in the activity's log, which
    editors read. `now` is UTC. Raises `TooManyQuestions`."""
    lock_event(event.pk)
    same = event.own_questions.filter(**values).first()
    if same is not None:
        return same
    if event.own_questions.count() >= MOST_QUESTIONS:
        raise TooManyQuestions
    question = OwnQuestion.objects.create(event=event, **values)
    _log("ask_question", question, user=user, now=now)
    return question


@transaction.atomic
def remove_question(*, question: OwnQuestion, user: User, now: datetime) -> None:
    """Ask it no longer; what was answered is deleted with it. A repeat does nothing. `now` is UTC."""
    lock_event(question.event_id)
    number, _each = OwnQuestion.objects.filter(pk=question.pk).delete()
    if number:
        _log("remove_question", question, user=user, now=now)


def _log(what: str, question: OwnQuestion, *, user: User, now: datetime) -> None:
    said = " ".join(part for part in (question.words, " / ".join(question.choices), question.why) if part)
    event = question.event
    record(event=event, what=Happened.CHANGED, user=user, now=now, after={"what": what}, why=said)


class QuestionsForm(Form):
    """Every question may be left out."""

    def __init__(self, data: Data, *, questions: Collection[OwnQuestion]) -> None:
        super().__init__(data)
        self.questions = {f"{FIELD}{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)

    @property
    def asked(self) -> list[tuple[OwnQuestion, forms.BoundField]]:
        return [(question, self[name]) for name, question in self.questions.items()]

    @property
    def answers(self) -> dict[OwnQuestion, int]:
        """What was answered, without what was left out."""
        given = {question: self.cleaned_data.get(name) for name, question in self.questions.items()}
        return {question: int(value) for question, value in given.items() if value not in (None, "")}


def _field(question: OwnQuestion) -> forms.Field:
    if question.answered == Answered.NUMBER:
        return forms.IntegerField(
            label=question.words,
            help_text=question.why,
            required=False,
            min_value=0,
            max_value=LARGEST_NUMBER,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
    choices = [(str(number), words) for number, words in enumerate(question.choices)]
    if question.answered == Answered.YES_NO:
        choices = [(YES, _("Yes")), (NO, _("No"))]
    return forms.ChoiceField(
        label=question.words,
        help_text=question.why,
        required=False,
        choices=choices,
        widget=forms.RadioSelect,
    )


def form_for(occurrence: Occurrence, data: Data, now: datetime) -> QuestionsForm | None:
    """None where nothing is asked. One query, where it was not loaded with the date."""
    day = local_day(occurrence.starts_at)
    questions = [question for question in _questions_at(occurrence) if question.is_asked_on(day)]
    return QuestionsForm(data, questions=questions) if questions else None


def _questions_at(occurrence: Occurrence) -> list[OwnQuestion]:
    if hasattr(occurrence, "questions_asked"):
        return [OwnQuestion.from_columns(row) for row in occurrence.questions_asked]
    return list(OwnQuestion.objects.filter(event=occurrence.event_id).order_by("pk"))


def keep(signup: Signup, form: forms.Form, now: datetime) -> None:
    assert isinstance(form, QuestionsForm)
    OwnAnswer.objects.filter(signup=signup).delete()
    OwnAnswer.objects.bulk_create(
        OwnAnswer(question=question, signup=signup, value=value, expires_at=question.end_of_answer(signup))
        for question, value in form.answers.items()
    )


def moved(signup: Signup, now: datetime) -> None:
    answers_end(signup=signup)


def said(signups: Collection[Signup]) -> dict[int, list[str]]:
    """ "Do you bring a cake? Yes". One query."""
    lines: dict[int, list[str]] = {}
    rows = OwnAnswer.objects.filter(signup__in=[each.pk for each in signups]).select_related("question")
    for row in rows.order_by("question"):
        lines.setdefault(row.signup_id, []).append(
            filled(
                _("%(question)s %(answer)s"),
                question=row.question.words,
                answer=row.value_in_words(),
            )
        )
    return lines


def totals(occurrence: Occurrence) -> list[str]:
    """ "Do you bring a cake? Yes: 3, No: 1"; of numbers their sum. One query."""
    given: dict[OwnQuestion, list[int]] = {}
    rows = OwnAnswer.objects.filter(signup__in=occurrence.signups.confirmed().order_by().values("pk"))
    for row in rows.select_related("question").order_by("question"):
        given.setdefault(row.question, []).append(row.value)
    return [_total(question, values) for question, values in given.items()]


def _total(question: OwnQuestion, values: list[int]) -> str:
    if question.answered == Answered.NUMBER:
        return filled(_("%(question)s In all: %(number)s"), question=question.words, number=sum(values))
    counted = Counter(values)
    parts = [
        filled(_("%(thing)s: %(number)s"), thing=question.in_words(value), number=counted[value])
        for value in sorted(counted, reverse=question.answered == Answered.YES_NO)
    ]
    return filled(_("%(question)s %(answer)s"), question=question.words, answer=" · ".join(parts))


BESIDE = Beside("questions", "besides/questions_asked.html", form_for, keep, said, totals, moved=moved)
