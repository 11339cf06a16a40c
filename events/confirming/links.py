"""The links of a question: who has one may answer it, and change what the site shows of whoever was asked."""

from uuid import UUID

from django.urls import reverse

from core.links import LinkExpired, PersonalLinks, personal_url
from core.mail.letter import absolute
from events.confirming.models import Question, SignOfLife

LINKS = PersonalLinks(salt="events.confirming.answer")
STILL_HERE = PersonalLinks(salt="events.confirming.still_here")


def token_for(question: Question) -> str:
    return LINKS.token(question.batch)


def questions_from(token: str) -> list[Question]:
    """What was asked in the message that `token` was in. Raises `LinkForged`, or `LinkExpired`."""
    (batch,) = LINKS.read(token)
    return _found(batch=batch)


def questions_from_short(token: str) -> list[Question]:
    """The same of a text message's link. Raises `LinkExpired`."""
    return _found(token=token)


def _found(**which: UUID | str) -> list[Question]:
    found = list(Question.objects.with_all().filter(**which).order_by("starts_at", "pk"))
    if not found:
        raise LinkExpired
    return found


def answer_url(question: Question, *, language: str) -> str:
    """The full address of the answer's page."""
    return personal_url("confirm_question", token_for(question), language=language)


def take_off_url(question: Question, *, language: str) -> str:
    return personal_url("confirm_off", token_for(question), language=language)


def short_url(question: Question) -> str:
    """The same page, in as few signs as can be: it leads there in the volunteer's language."""
    return absolute(reverse("confirm_short", args=[question.token]))


def still_here_url(life: SignOfLife, *, language: str) -> str:
    return personal_url("confirm_still_here", STILL_HERE.token(life.public_id), language=language)


def still_here_from(token: str) -> SignOfLife:
    """Raises `LinkForged`, or `LinkExpired`."""
    (public_id,) = STILL_HERE.read(token)
    found = SignOfLife.objects.select_related(
        "series__event__organisation", "series__event__municipality"
    ).filter(public_id=public_id)
    life = found.prefetch_related("series__event__texts").first()
    if life is None:
        raise LinkExpired
    return life
