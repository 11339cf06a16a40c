"""The messages to volunteers: whether each is still to be sent when its turn comes, and how it is made."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.clock import end_of_night
from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import NOT_THEIR_SILENCE, Why
from core.models import User
from core.sms.messages import TextMessage
from events.confirming import kinds, links, texts, wording
from events.confirming.models import Question, SignOfLife
from events.confirming.services import NOT_SENT, channel_of, nobody_was_asked
from events.models import Responsible
from events.telling.wording import date_context

# Where nobody says until when: a question whose date has begun is of no use.
WORTH = timedelta(days=2)
# That lists leave an activity out can be said some days later, too.
HIDDEN_WORTH = timedelta(days=7)

Message = EmailMultiAlternatives | TextMessage


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Whether there is still something to ask: the date takes place when it did, and nobody answered.

    Waits for the morning, if the date does. May raise `NotYet`.
    """
    question = Question.objects.waiting(now).filter(batch=kinds.batch_of(row.about)).first()
    morning = end_of_night(now)
    if question and morning and morning < question.starts_at:
        raise NotYet(morning)
    return question is not None


def make(row: OutboxMessage, now: datetime) -> Message:
    return message(_waiting(row, now), now=now)


def make_letter(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | None:
    """Where the text message cannot leave: the same by e-mail, to who has an address."""
    questions = _waiting(row, now)
    return letter(questions, now=now) if questions[0].responsible.email else None


def _waiting(row: OutboxMessage, now: datetime) -> list[Question]:
    waiting = Question.objects.waiting(now).with_all().filter(batch=kinds.batch_of(row.about))
    questions = list(waiting.order_by("starts_at", "pk"))
    if not questions:
        raise Unwanted(Why.GONE)
    return questions


def message(questions: list[Question], *, now: datetime) -> Message:
    """The question about these dates, which one message asks about, in the volunteer's language."""
    if channel_of(questions[0].responsible) == Responsible.Channel.SMS:
        return texts.question(questions, now=now)
    return letter(questions, now=now)


def letter(questions: list[Question], *, now: datetime) -> EmailMultiAlternatives:
    who = questions[0].responsible
    return build_message(
        render_letter("confirming/mail/question", _context(questions, now), language=who.language),
        to=who.email,
        language=who.language,
        reply_to=questions[0].occurrence.organisation.email,
    )


def _context(questions: list[Question], now: datetime) -> dict[str, object]:
    first = questions[0]
    language = first.responsible.language
    with override(language):
        return {
            **date_context(first.occurrence, language=language),
            "name": first.responsible.name,
            "organisation": first.occurrence.organisation,
            "is_first": wording.is_first(first),
            "how_often": wording.how_often(first.occurrence.series),
            "why": wording.why(first),
            "dates": [date_context(each.occurrence, language=language)["when"] for each in questions],
            "asks_number": wording.asks_number(first, now=now),
            "answer_url": links.answer_url(first, language=language),
            "take_off_url": links.take_off_url(first, language=language),
            "privacy_url": absolute(reverse("privacy")),
        }


def recorded(row: OutboxMessage, now: datetime) -> None:
    """What the site could not send has asked nobody."""
    if row.state in NOT_SENT and row.reason in NOT_THEIR_SILENCE:
        nobody_was_asked(batch=kinds.batch_of(row.about))


def make_intro(row: OutboxMessage, now: datetime) -> TextMessage:
    """Goes before the first question, and says who has named them also when that is answered already."""
    rows = Question.objects.with_all().filter(responsible=kinds.responsible_of(row.recipient))
    question = rows.filter(responsible__stopped_at=None).order_by("asked_at", "pk").first()
    if question is None:
        raise Unwanted(Why.GONE)
    return texts.intro(question)


def is_day(row: OutboxMessage, now: datetime) -> bool:
    """May raise `NotYet`."""
    if morning := end_of_night(now):
        raise NotYet(morning)
    return True


def is_still_hidden(row: OutboxMessage, now: datetime) -> bool:
    """Nobody has said since that they are there. Waits for the morning: may raise `NotYet`."""
    return is_day(row, now) and _silence(row) is not None


def _silence(row: OutboxMessage) -> SignOfLife | None:
    hidden = SignOfLife.objects.filter(pk=kinds.silence_of(row.about), hidden_at__isnull=False)
    rows = hidden.select_related("series__event__organisation", "series__event__municipality")
    return rows.prefetch_related("series__event__texts").first()


def make_hidden(row: OutboxMessage, now: datetime) -> Message:
    life = _silence(row)
    if life is None:
        raise Unwanted
    if row.recipient.startswith("user:"):
        user = User.objects.filter(pk=kinds.user_of(row.recipient), is_active=True).first()
        if user is None:
            raise Unwanted(Why.GONE)
        return _hidden_letter(
            life,
            name=user.name,
            to=user.email,
            language=language_among(user.language, life.series.event.municipality.language),
        )
    who = Responsible.objects.to_ask().filter(pk=kinds.responsible_of(row.recipient)).first()
    if who is None:
        raise Unwanted(Why.GONE)
    if channel_of(who) == Responsible.Channel.SMS:
        return texts.hidden(life, who)
    return _hidden_letter(life, name=who.name, to=who.email, language=who.language)


def _hidden_letter(life: SignOfLife, *, name: str, to: str, language: str) -> EmailMultiAlternatives:
    event = life.series.event
    text = event.text_for(language)
    title_language = text.language if text else language
    context = {
        "name": name,
        "title": text.title if text else event.title,
        "title_language": title_language,
        "number": life.silent_dates,
        "organisation": event.organisation,
        "still_here_url": links.still_here_url(life, language=language),
    }
    letter = render_letter("confirming/mail/hidden", context, language=language)
    return build_message(letter, to=to, language=language)


def register_mails() -> None:
    """Called while the app gets ready."""
    news = Priority.NEWS
    register(Kind(kinds.INTRO, priority=news, worth=WORTH, make=make_intro, wanted=is_day))
    register(
        Kind(
            kinds.QUESTION,
            priority=news,
            worth=WORTH,
            make=make,
            wanted=is_wanted,
            recorded=recorded,
            instead=make_letter,
            mails_who_stopped=True,
        )
    )
    register(Kind(kinds.HIDDEN, priority=news, worth=HIDDEN_WORTH, make=make_hidden, wanted=is_still_hidden))
