"""The one message back to whoever answers by SMS."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.isolation import OwnWords, filled
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage
from events.confirming import kinds, links, texts
from events.confirming.models import Question, SignOfLife
from events.confirming.services import hindrance
from events.confirming.wording import title_of
from events.models import Responsible

# Who waits longer has looked at the page.
WORTH = timedelta(hours=3)


class Reply(StrEnum):
    """What is said back."""

    CONFIRMED = "confirmed"
    # The yes counts; a number that cannot be true, or something else, does not.
    CONFIRMED_WITHOUT_NUMBER = "without_number"
    CONFIRMED_IN_PART = "in_part"
    CANCELLED = "cancelled"
    COUNTED = "counted"
    WHICH = "which"
    EXAMPLE = "example"
    OVER = "over"
    CHANGED_BY_OTHERS = "by_others"
    STILL_HERE = "still_here"


YES_IS_SAID = (Reply.CONFIRMED, Reply.CONFIRMED_WITHOUT_NUMBER, Reply.CONFIRMED_IN_PART)


def reply(question: Question, what: Reply, *, once: str = "", now: datetime) -> None:
    """Have it sent at once. With `once` never a second time about this question; `now` is UTC."""
    outbox.queue(
        kind=kinds.REPLY,
        about=kinds.about_batch(question.batch),
        recipient=kinds.recipient_of(question.responsible_id),
        occasion=f"{what}|{once or now.isoformat()}",
        now=now,
    )


def reply_still_here(life: SignOfLife, responsible_id: int, *, now: datetime) -> None:
    outbox.queue(
        kind=kinds.REPLY,
        about=kinds.about_silence(life.pk),
        recipient=kinds.recipient_of(responsible_id),
        occasion=f"{Reply.STILL_HERE}|{now.isoformat()}",
        now=now,
    )


def make(row: OutboxMessage, now: datetime) -> TextMessage:
    who = Responsible.objects.filter(pk=kinds.responsible_of(row.recipient)).first()
    if who is None or not who.phone:
        raise Unwanted(Why.GONE)
    what, _bar, detail = row.occasion.partition("|")
    with override(who.language):
        if what == Reply.STILL_HERE:
            return _still_here(row, who)
        question = _meant(row)
        if not _is_still_so(Reply(what), question):
            raise Unwanted
        text = _text(Reply(what), detail, question, now)
    return texts.to(who, text, payer=question.occurrence.municipality_id)


def _meant(row: OutboxMessage) -> Question:
    """Of a message about several dates the first that could be answered when the answer came."""
    rows = Question.objects.with_all().filter(batch=kinds.batch_of(row.about))
    questions = list(rows.order_by("starts_at", "pk"))
    if not questions:
        raise Unwanted(Why.GONE)
    open_ = (each for each in questions if hindrance(each, row.created_at) is None)
    return next(open_, questions[0])


def _is_still_so(what: Reply, question: Question) -> bool:
    """Who has changed their mind before the receipt could leave is told only what holds."""
    if what in YES_IS_SAID:
        return not question.is_no and question.occurrence.takes_place
    return what != Reply.CANCELLED or question.occurrence.is_cancelled


def _text(what: Reply, detail: str, question: Question, now: datetime) -> str:
    date, link = question.occurrence, OwnWords(links.short_url(question))
    match what:
        case Reply.CONFIRMED:
            return texts.confirmed(date, count=date.came_last, hint="", now=now)
        case Reply.CONFIRMED_WITHOUT_NUMBER:
            hint = filled(_("The number looked wrong, so we left it out: %(link)s"), link=link)
            return texts.confirmed(date, count=None, hint=hint, now=now)
        case Reply.CONFIRMED_IN_PART:
            hint = filled(_("We read only yes or no. Anything else: %(link)s"), link=link)
            return texts.confirmed(date, count=date.came_last, hint=hint, now=now)
        case Reply.CANCELLED:
            return texts.cancelled(date, now=now)
        case Reply.COUNTED:
            answers = texts.answers_of(question, now=now)
            return texts.counted(date, count=int(detail), answers=answers, now=now)
        case Reply.WHICH:
            open_ = texts.open_batches(question.responsible.phone, now=now) or [question]
            return texts.which(open_, now=now)
        case Reply.OVER:
            return texts.over(date, now=now)
        case Reply.CHANGED_BY_OTHERS:
            return texts.changed_by_others(date, now=now)
    return texts.example(date, answers=texts.answers_of(question, now=now), now=now)


def _still_here(row: OutboxMessage, who: Responsible) -> TextMessage:
    life = SignOfLife.objects.select_related("series__event").filter(pk=kinds.silence_of(row.about)).first()
    if life is None:
        raise Unwanted(Why.GONE)
    event = life.series.event
    return texts.to(who, texts.still_here(title_of(event)), payer=event.municipality_id)


def register_replies() -> None:
    """Called while the app gets ready."""
    register(Kind(kinds.REPLY, priority=Priority.ANSWER, worth=WORTH, make=make))
