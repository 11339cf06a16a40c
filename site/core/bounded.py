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
from contextlib import suppress
from importlib import import_module

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
    command = [sys.executable, "-m", "core.bounded", reader, str(seconds), str(megabytes)]
    # Where this process finds its modules, and no secrets.
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and our own names
            command, input=data, capture_output=True, env=environment, timeout=PATIENCE * seconds
        )
    except subprocess.TimeoutExpired:
        raise TooMuchWork from None
    if done.returncode == UNREADABLE:
        raise Unreadable(done.stderr.decode(errors="replace").strip())
    if done.returncode:
        raise TooMuchWork
    return done.stdout


def _limit(kind: int, value: int) -> None:
    # Not every system knows every limit, and one that is lower already stays.
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, value))


def main(reader: str, seconds: int, megabytes: int) -> int:
    """The other process: the limits first, then the work."""
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_AS, megabytes * MEGABYTE)
    _limit(resource.RLIMIT_CORE, 0)
    # It writes to nothing but the pipe.
    _limit(resource.RLIMIT_FSIZE, 0)
    module, _colon, name = reader.partition(":")
    try:
        answer = getattr(import_module(module), name)(sys.stdin.buffer.read())
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
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
