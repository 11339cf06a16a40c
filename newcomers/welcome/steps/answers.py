"""What people answer to the questions of a letter: one press, which can be changed and taken back.

Whether and what somebody answers decides which steps still come, and nothing else about them does.
"""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction

from newcomers.models import Newcomer
from newcomers.welcome.choices import Question
from newcomers.welcome.models import Answer, CompanyWish, Journey, PackageStep
from newcomers.welcome.steps import journeys

# So long a wish for company stands on the host's list: who has heard nothing by then was forgotten.
COMPANY_WITHIN = timedelta(days=90)
LONGEST_REACH = 200


def kept_until(newcomer: Newcomer, now: datetime) -> datetime:
    """When an answer of `now` is deleted (UTC): never after the person is."""
    return min(now + relativedelta(months=settings.ANSWER_RETENTION_MONTHS), newcomer.expires_at)


@transaction.atomic
def answer(
    *, newcomer: Newcomer, question: str, value: str, step: PackageStep | None, now: datetime
) -> Answer:
    """Write down `value` ("yes" or "no"), in place of what was answered before. The same again changes
    nothing. Raises `ValueError` for what is no question or no answer.

    "Still here? No" ends what comes by itself, and anything else lets it go on; "company? yes" puts the
    person on the host's list.
    """
    if question not in Question.values or value not in Answer.Value.values:
        raise ValueError("neither a question nor an answer of ours")
    # One after another: of two presses at once the second finds what the first wrote.
    Newcomer.objects.select_for_update(no_key=True).get(pk=newcomer.pk)
    before = Answer.objects.filter(newcomer=newcomer, question=question).first()
    if before is not None and before.value == value:
        return before
    row, _is_new = Answer.objects.update_or_create(
        newcomer=newcomer,
        question=question,
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
def take_back(*, newcomer: Newcomer, question: str, now: datetime) -> bool:
    """As if they had not answered. Returns whether there was an answer."""
    Newcomer.objects.select_for_update(no_key=True).get(pk=newcomer.pk)
    deleted, _each = Answer.objects.filter(newcomer=newcomer, question=question).delete()
    if deleted:
        _follow(newcomer, question, "", now)
    return bool(deleted)


def _follow(newcomer: Newcomer, question: str, value: str, now: datetime) -> None:
    if question == Question.STILL_HERE:
        if value == Answer.Value.NO:
            journeys.end_all(newcomer=newcomer, why=Journey.Ended.MOVED, now=now)
        else:
            journeys.resume(newcomer=newcomer, why=Journey.Ended.MOVED, now=now)
    if question == Question.COMPANY:
        if value == Answer.Value.YES:
            _ask_for_company(newcomer, now)
        else:
            CompanyWish.objects.filter(newcomer=newcomer).delete()


def _ask_for_company(newcomer: Newcomer, now: datetime) -> None:
    until = min(now + COMPANY_WITHIN, newcomer.expires_at)
    CompanyWish.objects.get_or_create(newcomer=newcomer, defaults={"asked_at": now, "expires_at": until})


def say_how_to_reach(*, newcomer: Newcomer, reach: str) -> bool:
    """How whoever comes along reaches them, in their own words; "" is by what the list has. False where they
    have not asked for company, or no longer do."""
    text = " ".join(reach.split())[:LONGEST_REACH]
    return bool(CompanyWish.objects.filter(newcomer=newcomer).update(reach=text))


def settle(*, wish: CompanyWish, done: bool, now: datetime) -> None:
    """The host has found somebody, or has not after all. A repeat keeps the time."""
    rows = CompanyWish.objects.filter(pk=wish.pk)
    if done:
        rows.filter(settled_at=None).update(settled_at=now)
    else:
        rows.update(settled_at=None)
