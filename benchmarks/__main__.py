"""How the pages that matter grow, and how fast mails leave: `make bench`.

Ratios of one run; the milliseconds are this machine's.

Each page is asked for with a small and a large country behind it. The page's municipality is the same size in
both, so a ratio near 1 means that what others publish costs a visitor nothing.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks import booklets, figures, mail, signups
from benchmarks.filling import fill, make_series
from scripts.stack import Stack

SMALL, LARGE = 2_000, 100_000
OWN_DATES = 400
RUNS = 25
ENDLESS_SERIES = 5_000


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="moteplass-bench-") as folder,
        Stack(Path(folder), durable=False) as stack,
    ):
        Path(folder).chmod(0o755)
        os.environ.update(stack.start_missing(os.environ, mail=False))
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        import django

        django.setup()
        from django.test.utils import setup_databases, setup_test_environment, teardown_databases

        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            parts = {
                "pages": measure,
                "mail": mail.measure,
                "booklets": booklets.measure,
                "signups": signups.measure,
                "figures": figures.measure,
            }
            for name in sys.argv[1:] or parts:
                parts[name]()
        finally:
            teardown_databases(databases, verbosity=0)


def measure() -> None:
    from django.db import connection
    from django.test import Client

    from tests import factories

    heroy = factories.a_municipality()
    factories.a_municipality_page(heroy)
    first = fill(heroy, dates=OWN_DATES)
    pages = {
        "municipality page": "/nb/heroy-nordland/",
        "list by date": "/nb/heroy-nordland/events/",
        "list, one category": "/nb/heroy-nordland/events/?category=sprakkafe",
        "list by series": "/nb/heroy-nordland/events/?view=series",
        "event page": f"/uk/heroy-nordland/events/{first}/",
        "search": "/nb/find/?q=heroy",
    }
    client = Client()
    timings: dict[str, list[float]] = {name: [] for name in pages}
    others = [factories.a_municipality(str(5000 + number), f"Kommune {number}") for number in range(40)]
    filled = 0
    for size in (SMALL, LARGE):
        for municipality in others:
            fill(municipality, dates=(size - filled) // len(others))
        filled = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, address in pages.items():
            timings[name].append(median_ms(partial(ask, client, address)))
    report(timings)
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
    people = factories.many_newcomers(LARGE, municipality=municipality)
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
    print(f"steps of {LARGE:,} people: what is due in {due:.1f} ms, a round in {seconds:.2f} s")


def median_ms(ask: Callable[[], object]) -> float:
    ask()
    spans = []
    for _run in range(RUNS):
        start = time.perf_counter()
        ask()
        spans.append((time.perf_counter() - start) * 1000)
    return statistics.median(spans)


def ask(client, address: str) -> None:
    expect_ok(client.get(address))


def expect_ok(response) -> None:
    if response.status_code != 200:
        sys.exit(f"{response.request['PATH_INFO']} answered {response.status_code}")


def report(timings: dict[str, list[float]]) -> None:
    print(f"{'page':22}{SMALL:>10,} dates{LARGE:>10,} dates     ratio")
    for name, (small, large) in timings.items():
        print(f"{name:22}{small:13.1f} ms{large:13.1f} ms{large / small:10.2f}")


if __name__ == "__main__":
    main()
