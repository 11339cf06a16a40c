"""A server that is away is asked once, and left alone for some seconds: for all threads of a process."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory
from wagtail.models import Site

from core.breaker import Breaker, ask
from core.limits import count_form


class FrozenServer:
    """Takes connections and says nothing, as a stopped process does. `asked` is how many came."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.held: list[socket.socket] = []
        self.thread = threading.Thread(target=self._take, daemon=True)
        self.thread.start()

    def _take(self) -> None:
        while True:
            try:
                self.held.append(self.listener.accept()[0])
            except OSError:
                return

    @property
    def asked(self) -> int:
        return len(self.held)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.listener.getsockname()[1]}/0"

    def close(self) -> None:
        self.listener.close()
        for connection in self.held:
            connection.close()


@pytest.fixture
def frozen(settings) -> Iterator[FrozenServer]:
    server = FrozenServer()
    options = {"socket_connect_timeout": 0.1, "socket_timeout": 0.1}
    settings.CACHES = {
        "default": {"BACKEND": "core.caching.ForgivingCache", "LOCATION": server.url, "OPTIONS": options}
    }
    yield server
    server.close()


def read(number: int) -> object:
    return cache.get(f"key-{number}", "made again")


def test_page_with_ten_questions_waits_for_a_frozen_server_once(frozen, caplog):
    assert [read(number) for number in range(10)] == ["made again"] * 10
    assert frozen.asked == 1
    said = [record.getMessage() for record in caplog.records]
    assert len([line for line in said if "cache_unreachable" in line]) == 1


def test_threads_of_a_process_share_what_is_known(frozen):
    read(0)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, range(20))) == ["made again"] * 20
    assert frozen.asked == 1


def test_whatever_asks_the_cache_goes_on_without_it(frozen, db):
    assert Site.get_site_root_paths() is not None
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    for _ in range(100):
        count_form(request)
    assert frozen.asked == 1


def test_one_tries_again_after_some_seconds_and_an_answer_ends_it():
    breaker, asked = Breaker("server_unreachable", seconds=5, clock=time.time), []

    def question(answer: object) -> object:
        asked.append(answer)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def put(answer: object) -> object:
        return ask(breaker, lambda: question(answer), errors=(OSError,), otherwise="without")

    with time_machine.travel("2027-01-05T08:00:00Z", tick=False) as clock:
        assert [put(OSError()), put("asked?")] == ["without", "without"]
        clock.shift(6)
        assert [put(OSError()), put("asked?")] == ["without", "without"]
        clock.shift(6)
        assert [put("yes"), put("yes")] == ["yes", "yes"]
    assert [type(answer) for answer in asked] == [OSError, OSError, str, str]


def test_while_one_tries_the_others_do_not():
    breaker = Breaker("server_unreachable", seconds=5, clock=time.time)
    with time_machine.travel("2027-01-05T08:00:00Z", tick=False) as clock:
        breaker.failed(OSError())
        clock.shift(6)
        assert [breaker.may_ask() for _ in range(3)] == [True, False, False]


def test_fault_that_is_none_of_the_servers_is_not_hidden():
    with pytest.raises(ValueError, match="ours"):
        ask(Breaker("x"), lambda: int("ours"), errors=(OSError,), otherwise=None)
