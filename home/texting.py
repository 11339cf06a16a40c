"""A municipality's SMS: what they cost this month and before, what for, and what did not arrive.

Sums alone: whose number it was stands nowhere here, and nowhere in what is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.formats import kroner
from core.isolation import filled
from core.mail.outbox.reasons import Why
from core.sms import costs
from core.sms.costs import Spent
from core.sms.models import MonthOfTexts, SentText
from organisations.models import Municipality

# From here on it is said that the money comes to an end.
NEARLY_PERCENT = 80
MONTHS_SHOWN = 12
# By the room that sends them: the first part of a kind's name.
WHAT_FOR: dict[str, Promise] = {
    "confirming": _("Questions whether an activity is on"),
    "follows": _("To those who mean to come"),
    "signups": _("To those who have signed up"),
    "lending": _("To those who have signed up"),
    "standing": _("Questions about opening hours"),
    "sms": _("Answers to STOP, and to what we did not understand"),
}
OTHER = _("Something else")


@dataclass(frozen=True)
class Standing:
    """One month against its budget. Amounts are øre."""

    month: date
    used: Spent
    budget: int

    @property
    def percent(self) -> int:
        return 100 if self.budget <= 0 else self.used.ore * 100 // self.budget

    @property
    def is_used_up(self) -> bool:
        """Whether not even one part more would leave."""
        return self.used.held_back > 0 or self.used.ore + costs.price_of(1) > self.budget

    @property
    def is_nearly(self) -> bool:
        return not self.is_used_up and self.percent >= NEARLY_PERCENT

    @property
    def left(self) -> int:
        return max(self.budget - self.used.ore, 0)


@dataclass(frozen=True)
class Line:
    """One row of a table: what it is about, and how many."""

    words: str
    messages: int
    parts: int = 0
    ore: int = 0


def standings(places: Iterable[Municipality], *, now: datetime) -> list[tuple[Municipality, Standing]]:
    """This month's of each of `places`, in their order. `now` is UTC. Two queries."""
    found, month = list(places), costs.month_of(now)
    payers = [place.pk for place in found]
    used, budgets = costs.spent_by(payers, month), costs.budgets_of(payers)
    return [(place, Standing(month, used[place.pk], budgets[place.pk])) for place in found]


def standing(place: Municipality, *, now: datetime) -> Standing:
    """The same of one."""
    [(_place, found)] = standings([place], now=now)
    return found


def earlier(place: Municipality, *, before: date) -> list[MonthOfTexts]:
    """The months before this one in which something was sent, the latest first."""
    rows = MonthOfTexts.objects.filter(payer=place.pk, month__lt=before)
    return list(rows.order_by("-month")[:MONTHS_SHOWN])


def what_for(place: Municipality, *, month: date) -> list[Line]:
    """What the messages of `month` were for, the most first."""
    rows = (
        SentText.objects.filter(payer=place.pk, month=month)
        .order_by()
        .values("kind")
        .annotate(messages=Count("pk"), parts=Sum("parts"), ore=Sum("ore"))
    )
    sums: dict[str, list[int]] = {}
    for row in rows:
        words = str(WHAT_FOR.get(row["kind"].partition(".")[0], OTHER))
        so_far = sums.setdefault(words, [0, 0, 0])
        sums[words] = [so_far[0] + row["messages"], so_far[1] + row["parts"], so_far[2] + row["ore"]]
    lines = [Line(words, *numbers) for words, numbers in sums.items()]
    return sorted(lines, key=lambda line: (-line.messages, line.words))


def undelivered(place: Municipality, *, month: date) -> list[Line]:
    """What of `month` reached nobody, by why, the most first. A provider's code stands as it is."""
    failed = SentText.objects.filter(payer=place.pk, month=month, state=SentText.State.FAILED)
    codes = failed.order_by().values_list("code").annotate(Count("pk")).order_by("code")
    lines = [Line(_why(code), messages) for code, messages in codes]
    held_back = costs.spent(place.pk, month).held_back
    if held_back:
        lines.append(Line(str(Why.OVER_BUDGET.label), held_back))
    return sorted(lines, key=lambda line: (-line.messages, line.words))


def _why(code: str) -> str:
    words = str(Why.NOT_DELIVERED.label)
    return (
        filled(gettext("%(words)s The SMS service's code: %(code)s."), words=words, code=code)
        if code
        else words
    )


def price() -> str:
    """What one part costs, in kroner."""
    return kroner(int(settings.SMS_PRICE_ORE))


def messages_for(ore: int) -> int | None:
    """About how many messages of one part so much is enough for; None where they cost nothing."""
    one = costs.price_of(1)
    return ore // one if one else None
