"""The nightly job: numbers are taken from head counts, sign-ups and sendings, month by month.

Every month is written anew from what stands there, so that a run can be repeated, be late, or be stopped. A
count that is corrected is found by when it was written down.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, DateField, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.fields import CharField, IntegerField
from django.db.models.functions import (
    Coalesce,
    ExtractHour,
    ExtractIsoWeekDay,
    Least,
    TruncMonth,
)

from core.clock import NORWAY, midnight
from events.choices import Audience, Category, Level
from events.models import Occurrence
from events.signups.models import Signup
from newcomers.tallies import arrivals
from newcomers.tallies.choices import SEVERAL, UNKNOWN, Area, By
from newcomers.tallies.models import AreaTally, DateTally, OfferTally, SignupTally
from newcomers.tallies.spans import add_months, months_between, this_month
from organisations.models import Municipality

# Newer counts are looked for as far back as this: a job that has been away for a month misses nothing.
CHANGED_WITHIN = timedelta(days=40)
RECENT_MONTHS = 2
# Sign-ups are counted while they stand there; the number does not fall when a name ends.
SIGNUPS_WITHIN = timedelta(days=40)
EVENING_FROM = 17
SATURDAY = 6
ROWS = 2_000

FOR_CHILDREN = Q(event__audience__in=[Audience.FAMILIES, Audience.CHILDREN, Audience.YOUTH]) | Q(
    event__category__in=[Category.FAMILY, Category.YOUTH, Category.HOMEWORK]
)


def fill(*, now: datetime, everything: bool = False) -> int:
    """Bring the tables up to date at `now` (UTC). Returns how many months were written.

    `everything` is every month there is, as on the first night; else the latest, and those with a change.
    """
    count_signups(now=now, everything=everything)
    months = _months(now, everything or not DateTally.objects.exists())
    if months:
        _write(months)
    _write_offers(_months_of_offers(now, months, everything))
    arrivals.recount()
    return len(months)


def _months(now: datetime, everything: bool) -> list[date]:
    counted = _counted()
    latest = this_month(now)
    if everything:
        first = counted.aggregate(first=Min("starts_at"))["first"]
        return months_between(this_month(first), latest) if first else []
    since = now - CHANGED_WITHIN
    changed = counted.filter(Q(headcount__counted_at__gte=since) | Q(changed_at__gte=since))
    found = set(changed.order_by().values_list(_month(), flat=True).distinct())
    recent = months_between(add_months(latest, -RECENT_MONTHS), latest)
    return sorted({*found, *recent})


def _months_of_offers(now: datetime, changed: list[date], everything: bool) -> list[date]:
    """The months around `now`, those with a change, and those of which nothing is written yet."""
    latest = this_month(now)
    near = months_between(add_months(latest, -RECENT_MONTHS), add_months(latest, 1))
    first = _public().filter(starts_at__lt=now).aggregate(first=Min("starts_at"))["first"]
    past = months_between(this_month(first), latest) if first else []
    written = set() if everything else set(OfferTally.objects.values_list("month", flat=True).distinct())
    return sorted({*near, *changed, *(month for month in past if month not in written)})


def _public() -> QuerySet[Occurrence]:
    """Dates that take place, or took place, for everybody."""
    return Occurrence.objects.filter(status=Occurrence.Status.SCHEDULED, was_public=True)


def _counted() -> QuerySet[Occurrence]:
    """Dates of which anything is known, also those that were cancelled later."""
    return Occurrence.objects.filter(Q(headcount__isnull=False) | Q(self_count__isnull=False))


def _month() -> TruncMonth:
    return TruncMonth("starts_at", tzinfo=NORWAY, output_field=DateField())


def _in(months: list[date], rows: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Those of `rows` that begin in one of `months` (their first days), each with its `month`."""
    start, end = midnight(min(months)), midnight(add_months(max(months), 1))
    between = rows.filter(starts_at__gte=start, starts_at__lt=end)
    return between.annotate(month=_month()).filter(month__in=months)


@transaction.atomic
def _write(months: list[date]) -> None:
    rows = [DateTally(**row) for row in _sums(months)]
    DateTally.objects.filter(month__in=months).delete()
    DateTally.objects.bulk_create(rows, batch_size=ROWS)
    add_up(months)


@transaction.atomic
def add_up(months: list[date]) -> None:
    """Write the areas' rows of `months` anew from what stands there of dates."""
    AreaTally.objects.filter(month__in=months).delete()
    AreaTally.objects.bulk_create(_areas(DateTally.objects.filter(month__in=months)), batch_size=ROWS)


def _sums(months: list[date]) -> Any:
    """What the dates of `months` came to: those that took place and had been public."""
    held = _counted().filter(status=Occurrence.Status.SCHEDULED, was_public=True)
    heads = F("headcount__adults") + F("headcount__children")
    by_door = Q(headcount__newcomers__isnull=False)
    by_themselves = Q(headcount__newcomers__isnull=True, self_count__isnull=False)
    with_heads = Q(headcount__isnull=False)
    both = Q(headcount__isnull=False, self_count__isnull=False)
    # Nobody can have been newcomer there who was not there.
    said = {
        name: Case(When(both, then=Least(F(f"self_count__{name}"), heads)), default=f"self_count__{name}")
        for name in ("newcomers", "newcomers_first")
    }
    there: Any = _in(months, held).alias(
        heads=heads,
        new=Coalesce("headcount__newcomers", said["newcomers"], 0, output_field=IntegerField()),
        new_first=Case(
            When(by_door, then=Coalesce("headcount__newcomers_first", 0)),
            default=Coalesce(said["newcomers_first"], 0),
            output_field=IntegerField(),
        ),
    )
    known = by_door | by_themselves & with_heads
    return (
        there.annotate(language=_language(), audience=F("event__audience"))
        .order_by()
        .values("month", "municipality_id", "organisation_id", "category", "language", "audience")
        .annotate(
            meetings=Count("pk", filter=with_heads),
            participants=Coalesce(Sum("heads"), 0),
            children=Coalesce(Sum("headcount__children"), 0),
            volunteers=Coalesce(Sum("headcount__volunteers"), 0),
            first_timers=Coalesce(Sum("headcount__first_timers"), 0),
            asked_meetings=Count("pk", filter=known),
            asked_participants=Coalesce(Sum("heads", filter=known), 0),
            self_meetings=Count("pk", filter=by_themselves),
            without_heads=Count("pk", filter=~with_heads),
            newcomers=Coalesce(Sum("new"), 0),
            first_visits=Coalesce(Sum("new_first"), 0),
            mixed=Count("pk", filter=known & Q(new__gt=0, new__lt=F("heads"))),
            signed_up=Coalesce(Sum("signup_tally__people"), 0),
        )
    )


def _language() -> Case:
    """The one language that is spoken, or that there are several: parts that add up."""
    spoken = "event__spoken_languages"
    return Case(
        When(**{f"{spoken}__len": 1}, then=F(f"{spoken}__0")),
        When(**{f"{spoken}__len__gt": 1}, then=Value(SEVERAL)),
        default=Value(UNKNOWN),
        output_field=CharField(),
    )


def _areas(rows: Iterable[DateTally]) -> list[AreaTally]:
    """`rows` added up for each organisation, municipality, county and the nation, and divided."""
    counties = dict(Municipality.objects.values_list("pk", "county__fylkesnummer"))
    sums: dict[tuple[str, str, date, str, str], AreaTally] = {}
    for row in rows:
        areas = (
            (Area.ORGANISATION, str(row.organisation_id)),
            (Area.MUNICIPALITY, row.municipality_id),
            (Area.COUNTY, counties[row.municipality_id]),
            (Area.NATION, ""),
        )
        parts = (
            (By.ALL, ""),
            (By.CATEGORY, row.category),
            (By.LANGUAGE, row.language),
            (By.AUDIENCE, row.audience),
        )
        for area, code in areas:
            for by, part in parts:
                key = (area, code, row.month, by, part)
                if key not in sums:
                    sums[key] = AreaTally(area=area, code=code, month=row.month, by=by, part=part)
                for name in AreaTally.SUMS:
                    setattr(sums[key], name, getattr(sums[key], name) + getattr(row, name))
    return list(sums.values())


@transaction.atomic
def _write_offers(months: list[date]) -> None:
    in_the_evening = Q(hour__gte=EVENING_FROM) | Q(weekday__gte=SATURDAY)
    found = (
        _in(months, _public())
        .alias(
            hour=ExtractHour("starts_at", tzinfo=NORWAY),
            weekday=ExtractIsoWeekDay("starts_at", tzinfo=NORWAY),
        )
        .order_by()
        .values("municipality_id", "month")
        .annotate(
            dates=Count("pk"),
            for_children=Count("pk", filter=FOR_CHILDREN),
            in_the_evening=Count("pk", filter=in_the_evening),
            free=Count("pk", filter=Q(event__price_nok=0)),
            for_beginners=Count("pk", filter=Q(event__level__in=[Level.BEGINNER, Level.A1, Level.NONE])),
        )
    )
    rows = [OfferTally(**row) for row in found]
    OfferTally.objects.filter(month__in=months).delete()
    OfferTally.objects.bulk_create(rows, batch_size=ROWS)


@transaction.atomic
def count_signups(*, now: datetime, everything: bool = False) -> int:
    """How many were signed up for each date that is over. Returns how many dates were looked at.

    Who was erased in between is not taken away: after a date nobody cancels any more.
    """
    over = Signup.objects.filter(status=Signup.Status.CONFIRMED, occurrence__ends_at__lte=now)
    if not everything:
        over = over.filter(occurrence__ends_at__gt=now - SIGNUPS_WITHIN)
    people = F("adults") + F("children_0_5") + F("children_6_12") + F("youth_13_17")
    counted = over.order_by().values("occurrence").annotate(people=Sum(people))
    found = {row["occurrence"]: row["people"] for row in counted}
    there = dict(SignupTally.objects.filter(occurrence__in=found).values_list("occurrence", "people"))
    rows = [
        SignupTally(occurrence_id=pk, people=max(number, there.get(pk, 0)))
        for pk, number in found.items()
        if number > there.get(pk, -1)
    ]
    SignupTally.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["occurrence"],
        update_fields=["people"],
        batch_size=ROWS,
    )
    return len(found)
