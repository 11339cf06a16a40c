"""How many were asked each question, and what they answered: numbers by municipality and quarter of arrival.

Whoever is erased is in none of them: what should stay is taken each night (`newcomers.tallies`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate, TruncQuarter

from core.clock import NORWAY
from newcomers.welcome.choices import OF_LETTERS, PackageKind, Question
from newcomers.welcome.content.segments import raw_body
from newcomers.welcome.models import Answer, AskedLater, Delivery, PackageStep
from newcomers.welcome.steps.plans import questions_in

MONTH_48 = "month_48"


@dataclass(frozen=True)
class Answered:
    """Of who came to `municipality` (kommunenummer) in the quarter that begins on `quarter`: how many were
    asked `question` by letters of the kind `asked_in` (`StepKind`, or `MONTH_48`), and answered."""

    municipality: str
    quarter: date
    question: str
    asked_in: str
    asked: int
    yes: int
    no: int


def asked_and_answered() -> Iterator[Answered]:
    """Of everybody whose row is there still. Four queries, whatever the number."""
    found: dict[tuple[str, date, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for key in _asked():
        found[key][0] += 1
    for place, quarter, question, letter, value in _answers():
        found[place, quarter, question, letter][1 if value == Answer.Value.YES else 2] += 1
    for key, value in _after_four_years():
        found[key][0] += 1
        if value:
            found[key][1 if value == Answer.Value.YES else 2] += 1
    for (municipality, quarter, question, asked_in), (asked, yes, no) in sorted(found.items()):
        # Who answered on the page before the letter came was asked too.
        yield Answered(municipality, quarter, question, asked_in, max(asked, yes + no), yes, no)


def _quarter(path: str = "") -> TruncQuarter:
    """Of arrival; where nobody knows it, of registration."""
    came = Coalesce(F(f"{path}arrived_month"), TruncDate(F(f"{path}created_at"), tzinfo=NORWAY))
    return TruncQuarter(came)


def _asked() -> Iterator[tuple[str, date, str, str]]:
    """One for each person and kind of letter, however many letters of the kind they had."""
    steps = PackageStep.objects.filter(package__kind=PackageKind.WELCOME)
    asking = {step.pk: questions_in(raw_body(step)) & set(OF_LETTERS) for step in steps}
    had = Delivery.objects.had().filter(step__in=[pk for pk, asked in asking.items() if asked])
    rows = had.filter(newcomer__isnull=False).order_by()
    rows = rows.annotate(quarter=_quarter("newcomer__"))
    seen = set()
    for newcomer, place, quarter, step, kind in rows.values_list(
        "newcomer", "newcomer__municipality", "quarter", "step", "step__kind"
    ).iterator():
        for question in asking[step]:
            if (newcomer, question, kind) not in seen:
                seen.add((newcomer, question, kind))
                yield place, quarter, str(question), kind


def _answers() -> Iterator[tuple[str, date, str, str, str]]:
    rows = Answer.objects.exclude(question=Question.CONTACT).annotate(quarter=_quarter("newcomer__"))
    yield from (
        rows.order_by()
        .values_list("newcomer__municipality", "quarter", "question", "asked_in", "value")
        .iterator()
    )


def _after_four_years() -> Iterator[tuple[tuple[str, date, str, str], str]]:
    rows = AskedLater.objects.filter(asked_at__isnull=False).order_by()
    for place, ask_on, value in rows.values_list("municipality", "ask_on", "value").iterator():
        came = ask_on - relativedelta(months=AskedLater.MONTHS)
        quarter = date(came.year, (came.month - 1) // 3 * 3 + 1, 1)
        yield (place, quarter, Question.STILL_HERE.value, MONTH_48), value
