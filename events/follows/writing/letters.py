"""The message itself: a frame in each reader's language around the organiser's own words."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from core.languages import direction, is_foreign
from core.mail.letter import Letter, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage, is_offered
from events.follows import texts
from events.follows.kinds import WRITTEN, follow_of
from events.follows.links import manage_url
from events.follows.mails import letter_to
from events.follows.models import Follow
from events.follows.writing.models import DateMessage
from events.models import Occurrence
from events.signups import texts as texts_of_signups
from events.signups.kinds import signup_of
from events.signups.links import manage_url as manage_url_of_signup
from events.signups.models import Signup
from events.signups.ways import can_be_told, is_texted
from events.telling.wording import date_context

WORTH = timedelta(days=3)


def letter_of(date: Occurrence, *, words: str, written_in: str, language: str, url: str) -> Letter:
    """The mail in `language` with `words`, which are in the language `written_in`. `url` ends it."""
    with override(language):
        context = {
            **date_context(date, language=language),
            "words": words,
            "words_language": written_in,
            "words_direction": direction(written_in),
            "is_foreign": is_foreign(written_in),
            "organisation": date.organisation,
            "manage_url": url,
        }
        return render_letter("follows/mail/written", context, language=language)


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    message, person = _found(row, now)
    date = message.occurrence
    if isinstance(person, Follow):
        if person.phone:
            return texts.written(person, date, words=message.words)
        letter = _letter(message, person.language, manage_url(person))
        return letter_to(person, letter, reply_to=date.organisation.email)
    if is_texted(person):
        return texts_of_signups.written(person, date, words=message.words)
    letter = _letter(message, person.language, manage_url_of_signup(person))
    return build_message(letter, to=person.email, language=person.language, reply_to=date.organisation.email)


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Of whoever still comes, while the date is not over. May raise `Unwanted`."""
    _found(row, now)
    return True


def _letter(message: DateMessage, language: str, url: str) -> Letter:
    return letter_of(
        message.occurrence, words=message.words, written_in=message.language, language=language, url=url
    )


def _found(row: OutboxMessage, now: datetime) -> tuple[DateMessage, Signup | Follow]:
    """Raises `Unwanted`."""
    messages = DateMessage.objects.with_date().select_related("occurrence__venue")
    message = messages.filter(pk=int(row.about.removeprefix("message:"))).first()
    person: Signup | Follow | None
    if row.recipient.startswith("signup:"):
        person = Signup.objects.firm().with_date().filter(pk=signup_of(row.recipient)).first()
    else:
        person = Follow.objects.confirmed().filter(pk=follow_of(row.recipient)).first()
    if message is None or person is None:
        raise Unwanted(Why.GONE)
    date = message.occurrence
    if date.ends_at <= now or not date.is_public:
        raise Unwanted
    reaches = is_offered() if isinstance(person, Follow) and person.phone else True
    if isinstance(person, Signup):
        reaches = can_be_told(person)
    if not reaches:
        raise Unwanted
    return message, person


def is_urgent(row: OutboxMessage, now: datetime) -> bool:
    """What is about today may use the month's reserve."""
    message, _person = _found(row, now)
    return message.occurrence.starts_at - now < timedelta(hours=12)


def register_written() -> None:
    """Called while the app gets ready."""
    register(
        Kind(WRITTEN, priority=Priority.NEWS, worth=WORTH, make=make, wanted=is_wanted, urgent=is_urgent)
    )
