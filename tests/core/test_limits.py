"""Limits that stop a robot and not a class, and that shut nobody out when the cache is away."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory

from core import limits


def asked(address: str = "192.0.2.1", user=None):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return request


def mails(to: str, *, sources: list[str]) -> int:
    """How many of the mails asked for, one by each source, would go out."""
    sent = 0
    for source in sources:
        try:
            limits.count_mail(asked(source), to=to)
            sent += 1
        except limits.TooMany:
            pass
    return sent


def test_nobody_is_mailed_more_than_the_day_allows_whoever_asks_and_however_slowly():
    sent = 0
    for hour in range(24):
        with time_machine.travel(f"2027-01-05T{hour:02}:00:00Z", tick=False):
            sent += mails("kari@example.org", sources=[f"192.0.{hour}.{n}" for n in range(20)])
    # The stretches of a day begin at a moment of their own: two of them can meet in one.
    assert 30 <= sent <= 2 * 30


def test_one_who_plagues_another_does_not_lock_them_out():
    with time_machine.travel("2027-01-05T08:00:00Z", tick=False) as clock:
        sent = 0
        for _ in range(10):
            sent += mails("kari@example.org", sources=["192.0.2.66"] * 10)
            clock.shift(limits.TO_ONE_AT_ONCE.seconds)
        assert sent <= 2 * limits.TO_ONE_BY_ONE.times
        assert mails("kari@example.org", sources=["192.0.2.1"]) == 1


def test_address_is_the_same_in_whatever_case():
    sent = [mails(to, sources=["192.0.2.1"]) for to in ["kari@example.org", " Kari@Example.org "] * 4]
    assert sum(sent) == limits.TO_ONE_AT_ONCE.times


def test_class_behind_one_address_is_let_in_and_a_robot_is_not():
    sent = [mails(f"p{number}@example.org", sources=["192.0.2.1"]) for number in range(100)]
    assert sent == [1] * 60 + [0] * 40


def test_household_of_ipv6_is_one_source():
    assert limits.source_of(asked("2001:db8::1")) == limits.source_of(asked("2001:db8::ffff:2"))
    assert limits.source_of(asked("2001:db8::1")) != limits.source_of(asked("2001:db8:0:1::1"))


def test_what_is_turned_away_is_not_counted():
    for _ in range(30):
        mails("kari@example.org", sources=["192.0.2.1"])
    assert mails("ola@example.org", sources=["192.0.2.1"] * 6) == 6


def test_many_at_the_same_moment_are_not_more():
    with ThreadPoolExecutor(12) as pool:
        sent = list(pool.map(lambda n: mails("kari@example.org", sources=[f"192.0.2.{n}"]), range(60)))
    assert sum(sent) <= limits.TO_ONE_AT_ONCE.times


@pytest.mark.parametrize("read", [limits.count_mail, limits.check_mail])
def test_limit_lets_through_when_the_cache_is_away_and_says_so(no_cache, caplog, read):
    for _ in range(20):
        read(asked(), to="kari@example.org")
    assert cache.get("anything", "nothing") == "nothing"
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "cache_unreachable" in said
    assert "kari" not in said


def test_cache_holds_no_address():
    limits.count_mail(asked("192.0.2.77"), to="kari@example.org")
    names = b" ".join(cache._cache.get_client().keys("*")).decode()
    assert "limit:" in names
    assert "kari" not in names
    assert "192.0.2.77" not in names


def test_programs_are_counted_together_and_told_no_all_the_same(settings):
    settings.API_PER_MINUTE = 200
    ask = RequestFactory()
    request = ask.get("/", REMOTE_ADDR="198.51.100.7")
    for _each in range(200):
        limits.count_program(request)
    for _each in range(9):
        limits.count_program(request)
    for _each in range(2):
        with pytest.raises(limits.TooMany):
            limits.count_program(request)
    limits.count_program(ask.get("/", REMOTE_ADDR="198.51.100.8"))
