"""How many sign up in a second: `make bench ARGS=signups`.

Turn by turn in one run, by eight at once: on one date that everybody wants, over a thousand dates, and beside
them a bare insert of the same row in a transaction. A sign-up is the row, its place counted under the lock on
the date, and its message in the outbox. What counts is the ratio.
"""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

AT_ONCE = 8
EACH = 200
ROUNDS = 3
DATES = 1_000
_numbers = count()


def measure() -> None:
    from django.utils import timezone

    from tests import factories

    now = timezone.now()
    event = factories.an_event(admission="sign_up", capacity=1_000_000)
    dates = [
        factories.an_occurrence(event, starts_at=now + timedelta(days=2, minutes=number))
        for number in range(DATES)
    ]
    ways: dict[str, Callable[[int], Any]] = {
        "bare insert in a transaction": lambda number: _insert(dates[number % DATES], now),
        "sign-up, one hot date": lambda number: _sign_up(dates[0], now),
        "sign-up, a thousand dates": lambda number: _sign_up(dates[number % DATES], now),
        "full hot date: a number on the list": _waiting(now),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, way in ways.items():
            found[name].append(_per_second(way))
    bare = statistics.median(found["bare insert in a transaction"])
    print(f"sign-ups, {AT_ONCE} at once, median of {ROUNDS} rounds of {EACH}:")
    for name, rates in found.items():
        rate = statistics.median(rates)
        print(f"  {name:38} {rate:8.0f} a second   {bare / rate:5.1f} times a bare insert")


def _per_second(way: Callable[[int], Any]) -> float:
    from django.db import connections

    def some(first: int) -> None:
        try:
            for number in range(first, EACH, AT_ONCE):
                way(number)
        finally:
            connections.close_all()

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(some, range(AT_ONCE)))
    return EACH / (time.perf_counter() - began)


def _sign_up(date: Any, now: Any) -> None:
    from events.signups.services import sign_up

    number = next(_numbers)
    sign_up(
        occurrence_id=date.pk,
        name=f"P {number}",
        email=f"p{number}@example.org",
        language="nb",
        adults=1,
        children_0_5=0,
        children_6_12=0,
        youth_13_17=0,
        waits=True,
        now=now,
    )


def _waiting(now: Any) -> Callable[[int], Any]:
    """Of another activity, whose one date is full from its first sign-up on."""
    from tests import factories

    event = factories.an_event(admission="sign_up", capacity=1)
    date = factories.an_occurrence(event, starts_at=now + timedelta(days=3))
    _sign_up(date, now)
    return lambda number: _sign_up(date, now)


def _insert(date: Any, now: Any) -> None:
    from django.db import transaction

    from events.signups.models import Signup

    number = next(_numbers)
    with transaction.atomic():
        Signup.objects.create(
            occurrence_id=date.pk,
            booking=uuid4(),
            name=f"B {number}",
            email=f"b{number}@example.org",
            language="nb",
            adults=1,
            created_at=now,
            expires_at=now,
        )
