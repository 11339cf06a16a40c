"""Figures behind 10,000 and behind 1,000,000 dates: a page should cost the same, and a night what is new.

Source and aggregates stand in a database of their own; dates and head counts are written by bulk SQL.
"""

import time
from functools import partial
from typing import Any

SMALL, LARGE = 10_000, 1_000_000
PLACES = 40
MONTHS = 15


def measure() -> None:
    from django.test import Client
    from django.utils import timezone

    from benchmarks.timing import ask, median_ms
    from newcomers.participation.periods import usual
    from newcomers.tallies import editions, filling
    from newcomers.tallies.models import AreaTally, DateTally, Edition, Figure

    now = timezone.now()
    client = Client()
    client.force_login(a_county_with_dates())
    pages = {
        "county": f"/nb/portal/figures/?area=county-18&period={usual(now).key}",
        "municipality": f"/nb/portal/figures/?area=1800&period={usual(now).key}",
        "county as a workbook": f"/nb/portal/figures/figures.xlsx?area=county-18&period={usual(now).key}",
    }
    timings: dict[str, list[float]] = {name: [] for name in pages}
    there = 0
    for size in (SMALL, LARGE):
        add_dates(size - there, now)
        there = size
        Figure.objects.all().delete()
        Edition.objects.all().delete()
        settle()
        for night, everything in (("first night", True), ("next night", False)):
            start = time.perf_counter()
            months = filling.fill(now=now, everything=everything)
            seconds = time.perf_counter() - start
            print(
                f"nightly job, {size:,} dates, {night}: {months} months in {seconds:.1f} s "
                f"({seconds * 100_000 / size:.2f} s per 100,000 dates)"
            )
        start = time.perf_counter()
        editions.publish(now=now)
        rows = f"{DateTally.objects.count():,} + {AreaTally.objects.count():,}"
        print(f"an edition: {time.perf_counter() - start:.1f} s; rows of aggregates: {rows}")
        settle()
        for name, address in pages.items():
            timings[name].append(median_ms(partial(ask, client, address)))
    print(f"{'figures':22}{SMALL:>10,} dates{LARGE:>12,} dates     ratio")
    for name, (small, large) in timings.items():
        print(f"{name:22}{small:13.1f} ms{large:15.1f} ms{large / small:10.2f}")


def settle() -> None:
    """Nothing of what was just written in bulk is tidied up while something is measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def a_county_with_dates() -> Any:
    """Municipalities with two activities each and one date of each; and an adviser of their county."""
    from benchmarks.filling import fill
    from organisations.models import Region, Role
    from organisations.tenancy.grants import grant_role
    from tests import factories

    for number in range(PLACES):
        code = f"{1800 + number}"
        fill(factories.a_municipality(code, f"Kommune {code}", is_active=True), dates=10)
    adviser = factories.a_user("adviser@figures.example")
    grant_role(user=adviser, role=Role.COUNTY_ADVISER, region=Region.objects.get(fylkesnummer="18"))
    return adviser


def add_dates(number: int, now: Any) -> None:
    """So many more past dates, each counted, spread over the activities and fifteen months."""
    from django.db import connection

    from events.models import Occurrence

    fields = Occurrence._meta.local_concrete_fields
    columns = [field.column for field in fields if field.column and field.column != "id"]
    instead = {
        "public_id": "gen_random_uuid()",
        "original_slot": "left(md5(random()::text || step::text), 15)",
        "starts_at": "began",
        "ends_at": "began + interval '2 hours'",
        "changed_at": "began",
        "is_public": "true",
        "was_public": "true",
    }
    written = ", ".join(instead.get(name, f"base.{name}") for name in columns)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS bases AS SELECT * FROM events_occurrence")
        cursor.execute("SELECT count(*) FROM bases")
        bases = cursor.fetchone()[0]
        cursor.execute(
            f"""INSERT INTO events_occurrence ({", ".join(columns)})
            SELECT {written} FROM bases base, generate_series(1, %s) step,
            LATERAL (SELECT %s - interval '1 hour' - (random() + step * 0)
                      * interval '{MONTHS * 30} days' AS began) AS moment""",
            [-(-number // bases), now],
        )
        cursor.execute(
            """INSERT INTO signups_headcount (occurrence_id, adults, children, volunteers, first_timers,
                newcomers, newcomers_first, counted_at, source)
            SELECT id, 6 + id %% 9, id %% 4, 2, 1 + id %% 3, 1 + id %% 5, 1, ends_at, 'counted'
            FROM events_occurrence WHERE ends_at < %s
            ON CONFLICT (occurrence_id) DO NOTHING""",
            [now],
        )
