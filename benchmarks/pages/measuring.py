"""Asking, and the processor time of who answers: turn by turn, page by page and size by size."""

import http.client
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

BARE = "bare view"
ROUNDS = 5
SECONDS = 1.0
AT_ONCE = 4
# Asked for one after the other: how long one waits alone.
ALONE = 8
READY_WITHIN = 90
TICKS = os.sysconf("SC_CLK_TCK")
# Behind the proxy, and as a browser asks; each visitor has an address of their own.
HEADERS = {"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip, deflate, br", "Accept": "text/html"}
_visitors = count(1)


class AnsweredError(Exception):
    """A page did not come; says which, and what came."""


@dataclass
class Site:
    """A country that is served. `pages` by name, as `prepare` tells them; `processes` of all who answer."""

    size: int
    port: int
    database: str
    pages: dict[str, dict[str, Any]]
    facts: dict[str, str]
    processes: Sequence[int]


@dataclass
class Cost:
    """Of one page at one size, a number for each round."""

    # Requests a second with `AT_ONCE` asking, and the processor time of each, web and database together.
    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    # One visitor alone, and its SQL alone.
    alone_ms: list[float] = field(default_factory=list)
    sql_ms: list[float] = field(default_factory=list)
    queries: int = 0
    bytes: int = 0


Costs = dict[str, dict[int, Cost]]


def rounds(sites: Sequence[Site]) -> tuple[Sequence[Site], Costs]:
    for site in sites:
        _wait_until_ready(site)
    costs: Costs = {name: {site.size: Cost() for site in sites} for name in sites[0].pages}
    with _connections(sites) as databases:
        for number in range(ROUNDS + 1):
            for name, by_size in costs.items():
                for site in sites:
                    # The first round warms up what is made once.
                    cost = by_size[site.size] if number else Cost()
                    _measure(site, site.pages[name], cost, databases[site.size])
            print(f"  round {number} of {ROUNDS}" + ("" if number else " (to warm up)"), flush=True)
    return sites, costs


def _measure(site: Site, page: dict[str, Any], cost: Cost, database: psycopg.Connection) -> None:
    before = _cpu_seconds(site.processes)
    began = time.perf_counter()
    asked = _ask_together(site, page, until=began + SECONDS)
    cost.rates.append(asked / (time.perf_counter() - began))
    cost.cpu_ms.append((_cpu_seconds(site.processes) - before) * 1000 / asked)
    cost.alone_ms.append(statistics.median(_ask_alone(site, page)))
    began = time.perf_counter()
    for statement in page["sql"]:
        database.execute(statement).fetchall()
    cost.sql_ms.append((time.perf_counter() - began) * 1000)
    cost.queries, cost.bytes = len(page["sql"]), page["bytes"]


def _ask_together(site: Site, page: dict[str, Any], *, until: float) -> int:
    """How many answers there were."""

    def some() -> int:
        with _open(site) as connection:
            for asked in count(1):
                _ask(connection, page)
                if time.perf_counter() >= until:
                    return asked
        raise AssertionError

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(each.result() for each in [pool.submit(some) for _number in range(AT_ONCE)])


def _ask_alone(site: Site, page: dict[str, Any]) -> list[float]:
    spans = []
    with _open(site) as connection:
        for _number in range(ALONE):
            began = time.perf_counter()
            _ask(connection, page)
            spans.append((time.perf_counter() - began) * 1000)
    return spans


@contextmanager
def _open(site: Site) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def _ask(connection: http.client.HTTPConnection, page: dict[str, Any]) -> None:
    visitor = next(_visitors)
    headers = HEADERS | {
        "Host": "moteplass.example",
        "X-Forwarded-For": f"203.{visitor >> 16 & 255}.{visitor >> 8 & 255}.{visitor & 255}",
    }
    if page["cookie"]:
        headers["Cookie"] = page["cookie"]
    connection.request("GET", asked_by(page["path"], visitor if page["anew"] else 0), headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise AnsweredError(f"{page['path']} answered {answer.status}")


def asked_by(path: str, visitor: int) -> str:
    """`path`, as an address that nobody but `visitor` asks for; 0 is everybody."""
    return f"{path}{'&' if '?' in path else '?'}utm_id={visitor}" if visitor else path


def _wait_until_ready(site: Site) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while True:
        try:
            with _open(site) as connection:
                _ask(connection, site.pages[BARE])
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@contextmanager
def _connections(sites: Sequence[Site]) -> Iterator[dict[int, psycopg.Connection]]:
    found = {site.size: psycopg.connect(site.database, autocommit=True) for site in sites}
    try:
        yield found
    finally:
        for connection in found.values():
            connection.close()


def _cpu_seconds(roots: Sequence[int]) -> float:
    """Of the processes `roots`, of all below them, and of those that have ended there."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # After the name, which may hold anything, in brackets.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        pid = int(folder.name)
        parents[pid] = int(fields[1])
        # utime, stime, and those of children that were waited for (proc(5)).
        used[pid] = sum(map(int, fields[11:15]))
    wanted = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return sum(used.get(pid, 0) for pid in wanted) / TICKS
