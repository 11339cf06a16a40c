"""What strangers' files are read with has an end to its time and its memory."""

import resource
import time

import pytest

from core.bounded import TooMuchWork, Unreadable, run_bounded


def shout(data: bytes) -> bytes:
    return data.upper()


def work_for_ever(data: bytes) -> bytes:
    while True:
        pass


def sleep_for_ever(data: bytes) -> bytes:
    time.sleep(600)
    return data


def eat_memory(data: bytes) -> bytes:
    return bytes(300_000_000)


def stumble(data: bytes) -> bytes:
    raise ValueError(data.decode())


def write_a_file(data: bytes) -> bytes:
    with open("/tmp/bounded-was-here", "wb") as file:
        file.write(data)
    return data


def run(function, data: bytes = b"hello", *, seconds: int = 5, megabytes: int = 200) -> bytes:
    return run_bounded(f"{__name__}:{function.__name__}", data, seconds=seconds, megabytes=megabytes)


def test_answer_comes_back():
    assert run(shout) == b"HELLO"


@pytest.mark.parametrize("function", [work_for_ever, sleep_for_ever])
def test_reader_that_does_not_end_is_stopped(function):
    before = time.monotonic()
    with pytest.raises(TooMuchWork):
        run(function, seconds=1)
    assert time.monotonic() - before < 60
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime < 600


def test_reader_that_wants_too_much_memory_is_stopped():
    with pytest.raises(TooMuchWork):
        run(eat_memory)


def test_reader_that_fails_says_the_kind_and_not_what_stood_in_the_file():
    with pytest.raises(Unreadable) as caught:
        run(stumble, b"Kari Hansen")
    assert str(caught.value) == "ValueError"


def test_reader_writes_nowhere_and_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s")
    with pytest.raises(Unreadable):
        run(write_a_file)
    assert b"SECRET_KEY" not in run(environment)


def environment(data: bytes) -> bytes:
    import os

    return repr(sorted(os.environ)).encode()
