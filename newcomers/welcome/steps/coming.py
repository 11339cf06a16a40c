"""What is due in the next days, for the host, and holding a step back."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q
from django.db.models.functions import TruncDate

from core.clock import NORWAY, local_day
from core.models import User
from newcomers.welcome.models import Delivery, Journey, PackageStep, StepHold, WelcomePackage

# As far ahead as the host looks.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Coming:
    """On `day` (in Norway) `step` is due to so many people. What is overdue is on today's."""

    day: date
    step: PackageStep
    number: int


def coming(packages: Iterable[WelcomePackage], *, now: datetime, ahead: timedelta = AHEAD) -> list[Coming]:
    """What goes by itself until `now` + `ahead`, in order. Two queries, however many people."""
    today = local_day(now)
    rows = (
        Journey.objects.filter(package__in=list(packages), due_at__lt=now + ahead, next_step__isnull=False)
        .order_by()
        .annotate(day=TruncDate("due_at", tzinfo=NORWAY))
        .values_list("day", "next_step")
        .annotate(number=Count("pk"))
    )
    numbers: dict[tuple[date, int], int] = {}
    for day, step, number in rows:
        key = (max(day, today), step)
        numbers[key] = numbers.get(key, 0) + number
    steps = PackageStep.objects.select_related("package__municipality")
    known = steps.in_bulk({step for _day, step in numbers})
    return [
        Coming(day, known[step], number) for (day, step), number in sorted(numbers.items()) if step in known
    ]


def passed_over_of(packages: Iterable[WelcomePackage]) -> list[tuple[PackageStep, int]]:
    """Which steps came to nothing because they were too late, each with how many people. Two queries.

    Who has been sent it since is not counted.
    """
    numbers: Counter[int] = Counter()
    rows = Journey.objects.filter(~Q(passed_over=[]), package__in=list(packages))
    had = Delivery.objects.had().filter(newcomer=OuterRef("newcomer"), package=OuterRef("package"))
    rows = rows.annotate(had=ArraySubquery(had.values("step")))
    for steps, sent in rows.order_by().values_list("passed_over", "had").iterator():
        numbers.update(set(steps) - set(sent))
    known = PackageStep.objects.select_related("package__municipality").filter(pk__in=numbers)
    return [(step, numbers[step.pk]) for step in known.in_order()]


def hold(*, step: PackageStep, user: User, now: datetime) -> None:
    """It goes to nobody from now on until it is let go. A repeat keeps who and when.

    What waits in the outbox already is the campaign's: pause that one.
    """
    StepHold.objects.get_or_create(step=step, defaults={"held_at": now, "held_by": user})


def let_go(*, step: PackageStep) -> None:
    """It goes again: to whom it was due meanwhile too, unless it is too late or a later one has come."""
    StepHold.objects.filter(step=step).delete()
