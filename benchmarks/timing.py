"""How long something takes in this process, and whether a page came."""

import statistics
import sys
import time
from collections.abc import Callable

RUNS = 25


def median_ms(ask: Callable[[], object]) -> float:
    ask()
    spans = []
    for _run in range(RUNS):
        start = time.perf_counter()
        ask()
        spans.append((time.perf_counter() - start) * 1000)
    return statistics.median(spans)


def ask(client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{response.request['PATH_INFO']} answered {response.status_code}")
