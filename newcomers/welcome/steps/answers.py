"""What people answer to the questions of a letter: one press, which can be changed and taken back.

Whether and what somebody answers decides which steps still come, and nothing else about them does.
"""

from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction

from core.models import User
from newcomers.models import Newcomer
from newcomers.services import note_offer
from newcomers.welcome.choices import Question
from newcomers.welcome.models import Answer, CompanyWish, Journey, PackageStep
from newcomers.welcome.steps import journeys, later

# So long a wish for a hand stands on the host's list: who has heard nothing by then was forgotten.
COMPANY_WITHIN = timedelta(days=90)
LONGEST_REACH = 200
# Which questions, answered with yes, put somebody on the host's list.
WISHES: dict[str, CompanyWish.Wants] = {
    Question.COMPANY: CompanyWish.Wants.COMPANY,
    Question.CONTACT: CompanyWish.Wants.CONTACT,
}


def kept_until(newcomer: Newcomer, now: datetime) -> datetime:
    """When an answer of `now` is deleted (UTC): never after the person is."""
    return min(now + relativedelta(months=settings.ANSWER_RETENTION_MONTHS), newcomer.expires_at)


def asked_in(question: str, step: PackageStep | None) -> str:
    """When after arrival it was asked: the letter's time, "" where no letter had asked."""
    return step.kind if step is not None and question != Question.CONTACT else ""


@transaction.atomic
def answer(
    *, newcomer: Newcomer, question: str, value: str, step: PackageStep | None, now: datetime
) -> Answer:
    """Write down `value` ("yes" or "no"), in place of what was answered to the same letter before. The same
    again changes nothing. Raises `ValueError` for what is no question or no answer.

    "Still here? No" ends what comes by itself, and anything else lets it go on; "company? yes" and "get in
    touch? yes" put the person on the host's list.
    """
    if question not in Question.values or value not in Answer.Value.values:
        raise ValueError("neither a question nor an answer of ours")
    # One after another: of two presses at once the second finds what the first wrote.
    Newcomer.objects.select_for_update(no_key=True).get(pk=newcomer.pk)
    which: dict[str, Any] = {"newcomer": newcomer, "question": question, "asked_in": asked_in(question, step)}
    before = Answer.objects.filter(**which).first()
    if before is not None and before.value == value:
        return before
    row, _is_new = Answer.objects.update_or_create(
        **which,
        defaults={
            "value": value,
            "step": step,
            "answered_at": now,
            "expires_at": kept_until(newcomer, now),
        },
    )
    _follow(newcomer, question, value, now)
    return row


@transaction.atomic
def take_back(*, newcomer: Newcomer, question: str, now: datetime, step: PackageStep | None = None) -> bool:
    """As if they had not answered to that letter. Returns whether there was an answer."""
    Newcomer.objects.select_for_update(no_key=True).get(pk=newcomer.pk)
    rows = Answer.objects.filter(newcomer=newcomer, question=question, asked_in=asked_in(question, step))
    deleted, _each = rows.delete()
    if deleted:
        _follow(newcomer, question, "", now)
    return bool(deleted)


def _follow(newcomer: Newcomer, question: str, value: str, now: datetime) -> None:
    is_yes = value == Answer.Value.YES
    if question == Question.STILL_HERE:
        if value == Answer.Value.NO:
            journeys.end_all(newcomer=newcomer, why=Journey.Ended.MOVED, now=now)
        else:
            journeys.resume(newcomer=newcomer, why=Journey.Ended.MOVED, now=now)
        if not is_yes:
            # It is for those who live here still.
            later.take_back(newcomer=newcomer)
    if question == Question.FOUND and is_yes:
        # What was asked for because they had found nothing.
        _forget_wish(newcomer, Question.CONTACT)
        Answer.objects.filter(newcomer=newcomer, question=Question.CONTACT).delete()
    if question in WISHES:
        if is_yes:
            _wish(newcomer, question, now)
        else:
            _forget_wish(newcomer, question)


def _wish(newcomer: Newcomer, question: str, now: datetime) -> None:
    until = min(now + COMPANY_WITHIN, newcomer.expires_at)
    CompanyWish.objects.get_or_create(
        newcomer=newcomer, wants=WISHES[question], defaults={"asked_at": now, "expires_at": until}
    )


def _forget_wish(newcomer: Newcomer, question: str) -> None:
    CompanyWish.objects.filter(newcomer=newcomer, wants=WISHES[question]).delete()


def wish_of(newcomer: Newcomer, question: str) -> CompanyWish | None:
    """What stands on the host's list because of their yes to `question`."""
    if question not in WISHES:
        return None
    return CompanyWish.objects.filter(newcomer=newcomer, wants=WISHES[question]).first()


def say_how_to_reach(*, newcomer: Newcomer, question: str, reach: str) -> bool:
    """How whoever gets in touch reaches them, in their own words; "" is by what the list has. False where
    they have not asked for it, or no longer do."""
    text = " ".join(reach.split())[:LONGEST_REACH]
    wish = wish_of(newcomer, question)
    return bool(wish and CompanyWish.objects.filter(pk=wish.pk).update(reach=text))


@transaction.atomic
def settle(*, wish: CompanyWish, offer: str, by: User, on_day: date, now: datetime) -> None:
    """The host has done something about it: what, is noted of the person as a choice (`choices.Offer`). A
    repeat keeps the time."""
    CompanyWish.objects.filter(pk=wish.pk, settled_at=None).update(settled_at=now)
    note_offer(newcomer=wish.newcomer, offer=offer, on_day=on_day, by=by)


def unsettle(*, wish: CompanyWish) -> None:
    """It came to nothing after all: they wait again, since when they asked."""
    CompanyWish.objects.filter(pk=wish.pk).update(settled_at=None)
