"""Each part away for a time, with people at every kind of page: no 500, and nothing promised is lost."""

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.outages import Answer, Site, statuses, table
from tests.servers import wait_until

pytestmark = [pytest.mark.prove, pytest.mark.services, pytest.mark.whole]

# How long each part is away.
SECONDS = 120


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("outages"))
    try:
        site.start()
        yield site
    finally:
        site.stop()


def walks(site: Site) -> list[Answer]:
    """People come as long as the part is away; the first round is what they meet first."""
    first = site.walk()
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        again = site.walk()
        assert statuses(again) == statuses(first)
    return first


def test_whatever_is_away_no_page_is_a_500_and_nothing_is_lost(site):
    site.walk()
    usual = site.walk()
    assert {answer.status for answer in usual} == {200, 302}
    seen = {"all there": usual}

    for part, frozen in (("valkey", True), ("valkey", False), ("mail", False), ("worker", False)):
        with site.without(part, frozen=frozen):
            seen[f"{part} {'frozen' if frozen else 'away'}"] = walks(site)
            if part == "valkey":
                assert site.log_in() == 302
    with site.without("postgres"):
        seen["postgres away"] = walks(site)
        assert site.ask("live", "/healthz/live").status == 200
        assert site.ask("ready", "/healthz").status == 503
    wait_until(site.is_ready, 60)
    seen["afterwards"] = site.walk()
    table(seen)

    for name, answers in seen.items():
        if name != "postgres away":
            assert statuses(answers) == statuses(usual), name
    # One page needs no row at all.
    away = [answer for answer in seen["postgres away"] if answer.what != "about"]
    assert {answer.status for answer in away} == {503}
    assert all(answer.headers["retry-after"] for answer in away)
    assert all("Vi er borte" in answer.body for answer in away)
    # Loosely: a page that waited for every question would wait for many seconds.
    slow = [(n, a.what) for n, answers in seen.items() for a in answers if a.seconds > 5]
    assert slow == []

    wait_until(lambda: set(site.told()) >= set(site.accepted), 120)
    assert Counter(site.told()) == Counter(site.accepted)
