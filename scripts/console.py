"""How the scripts speak: short progress lines, one clear line when something stops them."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOGS = VAR / "log"


class SetupError(Exception):
    """What a person has to know to get further: one line saying what failed and what to do."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is being done, and how long it took when that was long enough to wonder about."""
    print(f"  {what} …", end="", flush=True)
    started = monotonic()
    try:
        yield
    except BaseException:
        print(" stopped.", flush=True)
        raise
    seconds = monotonic() - started
    print(f" {seconds:.0f} s" if seconds >= 1 else " ok", flush=True)


def tail(path: Path, lines: int = 12) -> str:
    """The last lines of a log, long ones cut, or an empty string when there is none."""
    if not path.is_file():
        return ""
    last = path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
    return "\n".join(line[:300] for line in last)


def not_written(error: OSError) -> str:
    """What a person has to know when a file or folder could not be used: which, why, and what to do."""
    where = log_name(Path(str(error.filename))) if error.filename else "A file"
    if error.errno == errno.ENOSPC:
        return f"{where} could not be written: the disk is full. Free some space and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where} could not be written: {error.strerror}. Run it as the user that owns this folder."
    return f"{where} could not be used: {error.strerror}."


def log_name(path: Path) -> str:
    """A log's path as a person in the checkout would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
