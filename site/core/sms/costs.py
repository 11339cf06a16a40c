"""What SMS cost, and the budget that stops them politely.

A budget is per payer and Norwegian month, in øre. It is asked and used under the lock of one row, in the
transaction that marks a message as being sent: two workers do not spend the same krone. What is used up
holds messages back and loses nothing else: the outbox says why, and a kind that can goes by e-mail instead.
What cannot wait, such as a date cancelled tonight, may go some way over: a person on the way to a locked door
costs more than 49 øre. Nothing goes further than that, so that a month never costs more than what is said.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.sms.models import Budget, MonthOfTexts, SentText
from core.sms.providers import Taken
from core.telephone import COUNTRY_CODE

# Of the budget, over it, for what is urgent.
RESERVE_PERCENT = 20
# So long a complaint about a bill can be looked into.
KEPT_FOR = timedelta(days=90)


class OverBudget(Exception):
    """The payer's budget of this month is used up."""


@dataclass(frozen=True)
class Spent:
    """What one payer's SMS of one month came to; `held_back` were not sent because the budget was used up."""

    messages: int = 0
    parts: int = 0
    ore: int = 0
    undelivered: int = 0
    held_back: int = 0


def month_of(now: datetime) -> date:
    """The first day of the Norwegian month that `now` (UTC) is in."""
    return timezone.localtime(now).date().replace(day=1)


def price_of(parts: int, *, to: str = "") -> int:
    """What so many parts cost, in øre. `to` is E.164, and makes a message to another country dearer."""
    is_abroad = bool(to) and not to.startswith(f"+{COUNTRY_CODE}")
    return parts * int(settings.SMS_PRICE_ABROAD_ORE if is_abroad else settings.SMS_PRICE_ORE)


def spent(payer: str, month: date) -> Spent:
    """What `payer` (a kommunenummer; "" is the installation) has used in the month of the day `month`."""
    return spent_by([payer], month)[payer]


def spent_by(payers: Collection[str], month: date) -> dict[str, Spent]:
    """The same of each of `payers`. One query."""
    rows = MonthOfTexts.objects.filter(payer__in=payers, month=month.replace(day=1))
    used = {
        row.payer: Spent(row.messages, row.parts, row.ore, row.undelivered, row.held_back) for row in rows
    }
    return {payer: used.get(payer, Spent()) for payer in payers}


def budget_of(payer: str) -> int:
    """What `payer` may use in a month, in øre."""
    return budgets_of([payer])[payer]


def budgets_of(payers: Collection[str]) -> dict[str, int]:
    """The same of each of `payers`. One query."""
    said = dict(Budget.objects.filter(payer__in=payers).values_list("payer", "ore"))
    return {payer: said.get(payer, int(settings.SMS_BUDGET_KR) * 100) for payer in payers}


def set_budget(*, payer: str, ore: int, now: datetime) -> None:
    """Let `payer` use so much in a month from now on; 0 lets no SMS leave. Raises `ValueError` below 0."""
    if ore < 0:
        raise ValueError("a budget is not less than nothing")
    Budget.objects.update_or_create(payer=payer, defaults={"ore": ore, "changed_at": now})


def reserve(
    *,
    reference: str,
    payer: str,
    parts: int,
    to: str = "",
    kind: str = "",
    is_urgent: bool = False,
    now: datetime,
) -> None:
    """Take what a message costs from this month's budget, before it is handed over. Raises `OverBudget`.

    `kind` is the outbox's: a payer sees what it paid for. In the caller's transaction. The same message in
    another try is paid once. `now` is UTC.
    """
    month, ore = month_of(now), price_of(parts, to=to)
    MonthOfTexts.objects.get_or_create(payer=payer, month=month)
    row = MonthOfTexts.objects.select_for_update().get(payer=payer, month=month)
    if SentText.objects.filter(reference=reference).exists():
        return
    allowed = budget_of(payer)
    if is_urgent:
        allowed += allowed * RESERVE_PERCENT // 100
    if row.ore + ore > allowed:
        raise OverBudget
    SentText.objects.create(
        reference=reference,
        kind=kind,
        payer=payer,
        month=month,
        parts=parts,
        ore=ore,
        created_at=now,
        expires_at=now + KEPT_FOR,
    )
    _add(payer, month, messages=1, parts=parts, ore=ore)


def held_back(*, payer: str, now: datetime) -> None:
    """Count one message that the budget did not let go."""
    MonthOfTexts.objects.get_or_create(payer=payer, month=month_of(now))
    _add(payer, month_of(now), held_back=1)


@transaction.atomic
def taken(*, reference: str, taken: Taken) -> None:
    """The provider took it: its number, and the parts it counts where it counts others than we do."""
    row = SentText.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        return
    parts = taken.parts or row.parts
    more = parts - row.parts
    # The number is not known any longer, and each part costs what the others do.
    more_ore = more * (row.ore // row.parts)
    row.parts, row.ore, row.provider_id = parts, row.ore + more_ore, taken.provider_id
    if row.state == SentText.State.SENDING:
        row.state = SentText.State.SENT
    row.save(update_fields=["parts", "ore", "provider_id", "state"])
    if more:
        _add(row.payer, row.month, parts=more, ore=more_ore)


@transaction.atomic
def give_back(*, reference: str) -> None:
    """It did not leave, and costs nothing."""
    row = SentText.objects.select_for_update().filter(reference=reference).first()
    if row is not None:
        row.delete()
        _add(row.payer, row.month, messages=-1, parts=-row.parts, ore=-row.ore)


def _add(payer: str, month: date, **more: int) -> None:
    changes = {name: F(name) + number for name, number in more.items()}
    MonthOfTexts.objects.filter(payer=payer, month=month).update(**changes)
