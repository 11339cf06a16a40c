"""Of those who came in a quarter: how many were sent a package, asked, and have answered what.

Counted anew each night from those who are there; those who are deleted stay in the number (`keeping`).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate, TruncQuarter

from core.clock import NORWAY
from newcomers.tallies.choices import STEPS, Measure, Span
from newcomers.tallies.models import ArrivalTally
from newcomers.tallies.spans import start_of
from newcomers.welcome.choices import PackageKind, Question
from newcomers.welcome.content.segments import raw_body
from newcomers.welcome.models import Answer, AskedLater, Delivery, PackageStep
from newcomers.welcome.steps.plans import questions_in

Counts = dict[tuple[str, date, str], int]
ASKS = {1: Question.FOUND, 3: Question.FOUND, 12: Question.STILL_HERE}
YES = {1: Measure.FOUND_1, 3: Measure.FOUND_3, 12: Measure.HERE_12}


def counts(*, people: Iterable[int] | None = None, answers: Iterable[int] | None = None) -> Counts:
    """{(kommunenummer, quarter of arrival, measure): how many people}, of all or only of these.

    With `answers` only what those answers count for.
    """
    if answers is not None:
        return _answered(Answer.objects.filter(pk__in=answers))
    sent = Delivery.objects.filter(newcomer__isnull=False)
    given = Answer.objects.all()
    if people is not None:
        sent, given = sent.filter(newcomer__in=people), given.filter(newcomer__in=people)
    later = counts_later(AskedLater.objects.all()) if people is None else {}
    return _sent(sent) | _answered(given) | later


def _sent(rows: QuerySet[Delivery]) -> Counts:
    steps = list(PackageStep.objects.filter(package__kind=PackageKind.WELCOME))
    wanted = {Measure.PACKAGES: Count("newcomer", distinct=True)}
    for months, kind in STEPS.items():
        asking = [
            step.pk for step in steps if step.kind == kind and ASKS[months] in questions_in(raw_body(step))
        ]
        measure = Measure(f"asked_{months}")
        wanted[measure] = Count("newcomer", distinct=True, filter=Q(step__in=asking))
    sent = rows.filter(state=Delivery.State.SENT, package__kind=PackageKind.WELCOME)
    return _by_place_and_quarter(sent, wanted)


def _answered(rows: QuerySet[Answer]) -> Counts:
    wanted: dict[Measure, Count] = {}
    for months, kind in STEPS.items():
        asked = Q(asked_in=kind, question=ASKS[months])
        wanted[Measure(f"answered_{months}")] = Count("newcomer", distinct=True, filter=asked)
        wanted[YES[months]] = Count("newcomer", distinct=True, filter=asked & Q(value=Answer.Value.YES))
    return _by_place_and_quarter(rows, wanted)


def counts_later(rows: QuerySet[AskedLater]) -> Counts:
    """As `counts`, of those who were asked after four years: they are on no list any longer."""
    found: Counts = {}
    asked = rows.filter(asked_at__isnull=False).order_by()
    for place, ask_on, value in asked.values_list("municipality", "ask_on", "value").iterator():
        quarter = start_of(Span.QUARTER, ask_on - relativedelta(months=AskedLater.MONTHS))
        measures = [Measure.ASKED_48]
        if value:
            measures.append(Measure.ANSWERED_48)
        if value == Answer.Value.YES:
            measures.append(Measure.HERE_48)
        for measure in measures:
            key = (place, quarter, str(measure))
            found[key] = found.get(key, 0) + 1
    return found


def _by_place_and_quarter(rows: QuerySet[Any], wanted: dict[Measure, Count]) -> Counts:
    came = Coalesce("newcomer__arrived_month", TruncDate("newcomer__created_at", tzinfo=NORWAY))
    grouped = (
        rows.annotate(quarter=TruncQuarter(came, output_field=DateField()))
        .annotate(place=F("newcomer__municipality"))
        .order_by()
        .values("place", "quarter")
        .annotate(**{f"n_{measure}": count for measure, count in wanted.items()})
    )
    return {
        (row["place"], row["quarter"], str(measure)): row[f"n_{measure}"]
        for row in grouped
        for measure in wanted
        if row[f"n_{measure}"]
    }


@transaction.atomic
def recount() -> None:
    """Write down how many of each there are now. Those who are gone stay in `left`."""
    found = counts()
    rows = {
        (row.municipality_id, row.quarter, row.measure): row
        for row in ArrivalTally.objects.select_for_update(no_key=True)
    }
    changed = [row for key, row in rows.items() if row.there != found.get(key, 0)]
    for row in changed:
        row.there = found.get((row.municipality_id, row.quarter, row.measure), 0)
    ArrivalTally.objects.bulk_update(changed, ["there"], batch_size=1_000)
    ArrivalTally.objects.bulk_create(
        (
            ArrivalTally(municipality_id=place, quarter=quarter, measure=measure, there=number)
            for (place, quarter, measure), number in found.items()
            if (place, quarter, measure) not in rows
        ),
        ignore_conflicts=True,
        batch_size=1_000,
    )


def keep(found: Counts) -> None:
    """Those whom `found` counts are about to be deleted: they stay in the numbers."""
    ArrivalTally.objects.bulk_create(
        (
            ArrivalTally(municipality_id=place, quarter=quarter, measure=measure)
            for place, quarter, measure in found
        ),
        ignore_conflicts=True,
    )
    for (place, quarter, measure), number in found.items():
        rows = ArrivalTally.objects.filter(municipality=place, quarter=quarter, measure=measure)
        rows.update(left=F("left") + number)
