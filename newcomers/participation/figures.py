"""How many met, per municipality and month. What leaves this module is protected (`protect`)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, DateField, F, Sum
from django.db.models.functions import TruncMonth

from core.clock import NORWAY, midnight
from events.door.models import Headcount
from newcomers.participation.periods import add_months, months_between
from newcomers.participation.protect import Counts, Shown, Totals, show, total
from newcomers.welcome.models import Delivery
from organisations.models import Municipality

Key = tuple[str, date]


@dataclass(frozen=True)
class Row:
    """One municipality and month."""

    municipality: Municipality
    month: date
    shown: Shown


@dataclass(frozen=True)
class Figures:
    """The rows of a period, and every sum of them that is shown anywhere."""

    months: list[date]
    rows: list[Row]

    @property
    def totals(self) -> Totals:
        return total(row.shown for row in self.rows)

    @property
    def by_municipality(self) -> list[tuple[Municipality, Totals]]:
        rows: dict[Municipality, list[Shown]] = {}
        for row in self.rows:
            rows.setdefault(row.municipality, []).append(row.shown)
        return [(municipality, total(shown)) for municipality, shown in rows.items()]

    @property
    def by_month(self) -> list[tuple[date, Totals]]:
        return [(month, total(row.shown for row in self.rows if row.month == month)) for month in self.months]


def make_figures(*, municipalities: Iterable[Municipality], first: date, last: date) -> Figures:
    """The figures of `municipalities` for the months from `first` to `last` (the first of each), both with.

    A month is a month on the clock in Norway. A municipality that does not take part and has no
    figures is left out. Two queries, however many municipalities.
    """
    municipalities = list(municipalities)
    months = months_between(first, last)
    counts = _count(municipalities, months)
    known = {kommunenummer for kommunenummer, _month in counts}
    rows = [
        Row(
            municipality,
            month,
            show(counts.get((municipality.pk, month), Counts()), threshold=settings.FIGURES_THRESHOLD),
        )
        for municipality in municipalities
        if municipality.is_active or municipality.pk in known
        for month in months
    ]
    return Figures(months=months, rows=rows)


def _count(municipalities: list[Municipality], months: list[date]) -> dict[Key, Counts]:
    """The true numbers, for the municipalities and months that have any."""
    counts = {
        (row["place"], row["month"]): Counts(
            meetings=row["meetings"],
            participants=row["came"],
            volunteers=row["helped"],
            first_timers=row["came_first"],
        )
        for row in _headcounts(municipalities, months)
    }
    for row in _deliveries(municipalities, months):
        key = (row["place"], row["month"])
        counts[key] = replace(counts.get(key, Counts()), packages=row["packages"])
    return counts


def _headcounts(municipalities: list[Municipality], months: list[date]):
    """Who came to what took place: not to a draft, nor to what was cancelled after it was counted."""
    start, end = _bounds(months)
    return (
        Headcount.objects.filter(
            occurrence__status="scheduled",
            occurrence__was_public=True,
            occurrence__municipality__in=municipalities,
            occurrence__starts_at__gte=start,
            occurrence__starts_at__lt=end,
        )
        .annotate(
            place=F("occurrence__municipality"),
            month=_local_month("occurrence__starts_at"),
        )
        .filter(month__in=months)
        .order_by()
        .values("place", "month")
        .annotate(
            meetings=Count("pk"),
            came=Sum(F("adults") + F("children")),
            helped=Sum("volunteers"),
            came_first=Sum("first_timers"),
        )
    )


def _deliveries(municipalities: list[Municipality], months: list[date]):
    start, end = _bounds(months)
    return (
        Delivery.objects.filter(
            campaign__municipality__in=municipalities,
            state=Delivery.State.SENT,
            sent_at__gte=start,
            sent_at__lt=end,
        )
        .annotate(
            place=F("campaign__municipality"),
            month=_local_month("sent_at"),
        )
        .filter(month__in=months)
        .order_by()
        .values("place", "month")
        .annotate(packages=Count("pk"))
    )


def _local_month(moment: str) -> TruncMonth:
    return TruncMonth(moment, tzinfo=NORWAY, output_field=DateField())


def _bounds(months: list[date]) -> tuple[datetime, datetime]:
    """The span of the months, as a range: an index on the time can be used."""
    return midnight(months[0]), midnight(add_months(months[-1], 1))
