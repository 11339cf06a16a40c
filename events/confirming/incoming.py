"""Answers by SMS: whose they are, which question they are for, and the one message back."""

from datetime import datetime

from django.db import transaction

from core.sms.incoming import Incoming, read_by
from events.confirming import services
from events.confirming.choices import Answer, Outcome
from events.confirming.models import Question, QuestionQuerySet, SignOfLife
from events.confirming.parsing import Said, understood
from events.confirming.replies import Reply, reply, reply_still_here
from events.confirming.silence import alive
from events.confirming.texts import open_batches
from events.models import Responsible


@read_by
def read(incoming: Incoming) -> bool:
    """Do what a text message says, if its number was asked anything; False if it never was.

    A message that is for none of its questions changes nothing.
    """
    number, now = incoming.number, incoming.received_at
    said = understood(incoming.text)
    with transaction.atomic():
        if _asked(number).exists():
            _read(number, said, now)
            return True
        return _is_still_here(number, said, now)


def _asked(number: str) -> QuestionQuerySet:
    return Question.objects.filter(responsible__phone=number, channel=Responsible.Channel.SMS)


def _read(number: str, said: Said, now: datetime) -> None:
    waiting = open_batches(number, now=now)
    answered = [] if waiting else _answered(number, now)
    coded = _with_code(number, said.code, now)
    if coded:
        _for_one(coded, said, now)
    elif len(waiting) == 1:
        _for_one(waiting[0], said, now)
    elif len(answered) == 1:
        _for_one(answered[0], said, now)
    elif waiting or answered:
        if waiting or (said.answer and not said.is_weak):
            one = (waiting or answered)[0]
            reply(one, Reply.WHICH, once="".join(sorted(each.code for each in waiting or answered)), now=now)
    else:
        _late(_asked(number).with_all().latest("asked_at", "pk"), said, now)


def _with_code(number: str, code: str, now: datetime) -> Question | None:
    """The newest question of this number that has the code, before those whose date is over."""
    theirs = _asked(number).with_all().filter(code=code) if code else Question.objects.none()
    return theirs.order_by("-occurrence__ends_at", "starts_at").first()


def _answered(number: str, now: datetime) -> list[Question]:
    """Of each message whose answer can still be put right, its first question."""
    first: dict[object, Question] = {}
    rows = _asked(number).answerable(now).exclude(answered_at=None).with_all()
    for each in rows.order_by("starts_at", "pk"):
        first.setdefault(each.batch, each)
    return list(first.values())


def _for_one(question: Question, said: Said, now: datetime) -> None:
    """An answer to this question, or a number for it, or neither."""
    if question.answered_at and (said.is_weak or not (said.answer or said.count is not None)):
        # A thumb for our receipt is no new answer, and no question.
        return
    if said.answer:
        _answer(question, said, now)
    elif said.count is not None and services.is_plausible(said.count):
        kept = services.say_count(question=question, came_last=said.count, now=now)
        if not question.answered_at:
            reply(question, Reply.COUNTED, once=str(kept), now=now)
    else:
        reply(question, Reply.EXAMPLE, once="1", now=now)


def _answer(question: Question, said: Said, now: datetime) -> None:
    answer = said.answer or Answer.YES
    done = services.answer(question=question, answer=answer, came_last=said.count, now=now)
    match done.outcome:
        case Outcome.CONFIRMED:
            if said.count is not None and not services.is_plausible(said.count):
                reply(question, Reply.CONFIRMED_WITHOUT_NUMBER, now=now)
            else:
                reply(question, Reply.CONFIRMED_IN_PART if said.has_more else Reply.CONFIRMED, now=now)
        case Outcome.CANCELLED:
            reply(question, Reply.CANCELLED, now=now)
        case Outcome.OVER:
            reply(question, Reply.OVER, once="1", now=now)
        case _:
            reply(question, Reply.CHANGED_BY_OTHERS, once="1", now=now)


def _late(question: Question, said: Said, now: datetime) -> None:
    """All that was asked is over, or changed by others: an answer still says that somebody is there."""
    if not said.answer:
        return
    series = question.occurrence.series_id
    was_hidden = SignOfLife.objects.filter(series=series, hidden_at__isnull=False).first()
    _answer(question, said, now)
    if was_hidden:
        reply_still_here(was_hidden, question.responsible_id, now=now)


def _is_still_here(number: str, said: Said, now: datetime) -> bool:
    """Long after the last question a YES brings a hidden activity back."""
    people = Responsible.objects.to_ask().filter(phone=number, channel=Responsible.Channel.SMS)
    hidden = SignOfLife.objects.filter(
        series__event__responsible__in=people, hidden_at__isnull=False
    ).distinct()
    lives = list(hidden.select_related("series"))
    if not lives or said.answer != Answer.YES:
        return False
    alive(series_ids=[each.series_id for each in lives], now=now)
    for life in lives:
        who = next(each for each in people.order_by("pk") if each.event_id == life.series.event_id)
        reply_still_here(life, who.pk, now=now)
    return True
