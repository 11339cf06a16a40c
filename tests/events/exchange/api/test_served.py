"""What is asked wrongly, of the server that production has: nothing of it gets a page of the server's own."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

import pytest

from scripts.stack import free_port
from tests.servers import wait_until, worker_environment
from tests.stack_plugin import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

API = "/api/v1/occurrences"
FEED = "/nb/heroy-nordland/events/feed.atom"
CALENDAR = "/nb/heroy-nordland/events/calendar.ics"
MANY = urlencode([("category", f"hest{number}") for number in range(200)])
# Each as long as 200 choices are.
LONG = urlencode([("category", "tilrettelagt-aktivitet")] * 200)
TAGS = ",".join(f'"{number:032}"' for number in range(280))


@pytest.fixture
def port(settings) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"]
    environment = worker_environment(settings)
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_until(lambda: is_there(port), 60)
            yield port
        finally:
            server.terminate()


def is_there(port: int) -> bool:
    with suppress(OSError):
        return ask(port, "/healthz/live")[0] == 200
    return False


def ask(port: int, path: str, **headers: str) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Content-Type", ""), answer.read()
    finally:
        connection.close()


def test_each_gets_a_problem(port):
    asked = [
        *((f"{API}?{query}", {}, 422) for query in ("cursor=hest", "from=2026-12-02&to=2026-12-01")),
        *(
            (f"{API}?{query}", {}, 422)
            for query in ("from=9999-12-31", "limit=0", "limit=-1", "limit=1000000000")
        ),
        *(
            (f"{path}?{query}", {}, 422)
            for path in (API, FEED, CALENDAR)
            for query in (MANY, LONG, "language=xx")
        ),
        *((path, {"If-None-Match": TAGS}, 431) for path in (API, FEED, CALENDAR)),
        ("/api/v1/hest", {}, 404),
        (FEED, {}, 404),
    ]
    for path, headers, status in asked:
        found, kind, content = ask(port, path, **headers)
        assert (found, kind) == (status, "application/problem+json"), (path[:80], content[:200])
        assert json.loads(content)["status"] == status
    assert {ask(port, FEED)[0] for _each in range(130)} == {404, 429}
