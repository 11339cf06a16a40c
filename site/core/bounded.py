"""Reads what strangers send in a process of its own, with an end to its time and its memory.

A small file can ask for minutes and gigabytes, and not every such file can be told by what it declares. The
process that answers people waits for another one, which the operating system stops. That one never starts
Django: it begins in a tenth of a second.

Without limits of the operating system (macOS has none for memory) time alone is limited.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import TypeVar

T = TypeVar("T")
UNREADABLE, OUT_OF_MEMORY = 3, 4
# A busy machine gives a process only a part of each second.
PATIENCE = 3
MEGABYTE = 1024 * 1024


class TooMuchWork(Exception):
    """Reading it would take more time or memory than anybody's file needs."""


class Unreadable(Exception):
    """The reader failed: the file is damaged, or something else than it says."""


def run_bounded(reader: str, data: bytes, *, seconds: int, megabytes: int) -> bytes:
    """What the function `reader` ("package.module:name") makes of `data`, bytes to bytes.

    `seconds` is processor time. Raises `TooMuchWork` or `Unreadable`.
    """
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and our own names
            _command(reader, seconds, megabytes),
            input=data,
            capture_output=True,
            env=_environment(),
            timeout=PATIENCE * seconds,
        )
    except subprocess.TimeoutExpired:
        raise TooMuchWork from None
    if done.returncode == UNREADABLE:
        raise Unreadable(done.stderr.decode(errors="replace").strip())
    if done.returncode:
        raise TooMuchWork
    return done.stdout


def lines_bounded(
    reader: str, data: bytes, *, seconds: int, megabytes: int, argument: str = ""
) -> Iterator[bytes]:
    """The lines that `reader` makes of `data` and `argument`, each as soon as there is one: a long list is in
    neither process's memory.

    `reader` is a function from bytes and a text to an iterator of lines without their ends. Raises as
    `run_bounded`, at the place where it happens.
    """
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603  our own interpreter and our own names
            [*_command(reader, seconds, megabytes), argument],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        assert process.stdout is not None, "it was asked for"
        assert process.stderr is not None, "it was asked for"
        waiting = _Waiting(process, PATIENCE * seconds)
        with process.stdout, process.stderr:
            try:
                while line := waiting.for_(process.stdout.readline):
                    yield line.rstrip(b"\n")
                code = waiting.for_(process.wait)
                said = process.stderr.read().decode(errors="replace").strip()
            finally:
                waiting.is_over.set()
                process.kill()
                process.wait()
        if code == UNREADABLE:
            raise Unreadable(said)
        if code:
            raise TooMuchWork


class _Waiting:
    """Stops a process that is waited for too long. The time in which others use its lines is not its."""

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        self.process, self.seconds = process, seconds
        self.since: float | None = None
        self.is_over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def for_(self, answer: Callable[[], T]) -> T:
        self.since = time.monotonic()
        try:
            return answer()
        finally:
            self.since = None

    def _watch(self) -> None:
        while not self.is_over.wait(0.5):
            since = self.since
            if since is not None and time.monotonic() - since > self.seconds:
                self.process.kill()
                return


def _command(reader: str, seconds: int, megabytes: int) -> list[str]:
    return [sys.executable, "-m", "core.bounded", reader, str(seconds), str(megabytes)]


def _environment() -> dict[str, str]:
    """Where this process finds its modules, and no secrets."""
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _limit(kind: int, value: int) -> None:
    # Not every system knows every limit, and one that is lower already stays.
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, value))


def main(reader: str, seconds: int, megabytes: int, *argument: str) -> int:
    """The other process: the limits first, then the work. What has an argument answers in lines."""
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_AS, megabytes * MEGABYTE)
    _limit(resource.RLIMIT_CORE, 0)
    # It writes to nothing but the pipe.
    _limit(resource.RLIMIT_FSIZE, 0)
    module, _colon, name = reader.partition(":")
    try:
        read = getattr(import_module(module), name)
        data = sys.stdin.buffer.read()
        if argument:
            sys.stdout.buffer.writelines(line + b"\n" for line in read(data, *argument))
            sys.stdout.buffer.flush()
            return 0
        answer = read(data)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001  whatever the readers raise means the same
        # The kind alone: a message can hold what stands in the file.
        sys.stderr.write(type(error).__name__)
        return UNREADABLE
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
