"""What runs by itself: dates of series without an end each night, and what is due among many people."""

import time
from datetime import timedelta

from benchmarks.filling import make_series
from benchmarks.timing import median_ms

ENDLESS_SERIES = 5_000
PEOPLE = 100_000


def measure() -> None:
    from tests import factories

    heroy = factories.a_municipality()
    measure_the_night(heroy)
    measure_the_steps(heroy)


def measure_the_night(municipality) -> None:
    """The nightly job over weekly series without an end: first all dates, later those that have come near."""
    from django.utils import timezone

    from events.dates.services import extend_all
    from events.models import Series
    from tests import factories

    organisation = factories.an_organisation("Natt", municipality=municipality)
    venue = factories.a_venue("Natthuset", municipality=municipality)
    now = timezone.now()
    made = make_series(municipality, organisation, venue, number=ENDLESS_SERIES, now=now)
    Series.objects.filter(pk__in=[each.pk for each in made]).update(recurrence="RRULE:FREQ=WEEKLY;INTERVAL=1")
    for night, later in (("first night", 0), ("next night", 1), ("a week later", 8)):
        start = time.perf_counter()
        dates = extend_all(now=now + timedelta(days=later))
        seconds = time.perf_counter() - start
        print(f"nightly job, {ENDLESS_SERIES:,} series, {night}: {dates:,} dates in {seconds:.1f} s")


def measure_the_steps(municipality) -> None:
    """What is due among 100,000 people who are on their way through a package, where nothing is."""
    from django.utils import timezone

    from newcomers.welcome.models import Journey, WelcomePackage
    from newcomers.welcome.steps.daily import send_due
    from newcomers.welcome.steps.plans import plans
    from tests import factories

    now = timezone.now()
    step = factories.a_step(municipality=municipality)
    [plan] = plans([step.package_id])
    WelcomePackage.objects.filter(pk=step.package_id).update(journeys_by=plan.mark)
    people = factories.many_newcomers(PEOPLE, municipality=municipality)
    Journey.objects.bulk_create(
        [
            Journey(
                newcomer=person,
                package_id=step.package_id,
                settled_until=now,
                next_step=step,
                due_at=now + timedelta(days=30),
            )
            for person in people
        ],
        batch_size=5_000,
    )
    due = median_ms(lambda: list(Journey.objects.due(now)))
    start = time.perf_counter()
    send_due(now=now)
    seconds = time.perf_counter() - start
    print(f"steps of {PEOPLE:,} people: what is due in {due:.1f} ms, a round in {seconds:.2f} s")
