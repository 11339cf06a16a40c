"""Who was erased, and who asked for no more mail, outside the database: no backup brings them back.

The list is a file to which lines are added: a day, a word, and a keyed hash (HMAC-SHA256 under `SECRET_KEY`)
of which row it was. It names nobody, and cannot be tried against names without the key. A line with the word
`key` says under which key the lines of its day are; a hyphen before a word takes back what was said before.
Each room says in its `AppConfig.ready` which of its rows can be on the list, and how what was done is done
again.

What ends by the clock needs no line: the nightly job ends it again.
"""

import fcntl
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = structlog.get_logger(__name__)

SALT = "core.privacy.erasures"
KEY = "key"
TAKEN_BACK = "-"


class CannotBeRead(Exception):
    """The list is not there, or what stands on it cannot be compared: who was erased would come back."""


@dataclass(frozen=True)
class Erased:
    """One kind of thing that is done for good.

    `rows` gives (pk, which row it is) of all that could be on the list; which row it is must never be
    another's later, as a pk can be. `again` gets pks and the moment (UTC), and returns how many there were.
    """

    word: str
    rows: Callable[[], Iterable[tuple[int, object]]]
    again: Callable[[Collection[int], datetime], int]


_KINDS: dict[str, Erased] = {}


def register(kind: Erased) -> None:
    """Raises `ValueError` where two rooms use one word."""
    if _KINDS.setdefault(kind.word, kind) is not kind:
        raise ValueError(f"two kinds on the list of erasures are called {kind.word}")


def remember(word: str, which: Iterable[object]) -> None:
    """Add rows to the list, before they are erased: what is not remembered is not said to be done.

    Raises `OSError` when the list cannot be written.
    """
    day = f"{timezone.now():%Y-%m-%d}"
    key = settings.SECRET_KEY
    lines = "".join(f"{day} {word} {_hash(word, str(each), key)}\n" for each in which)
    if lines:
        _add(lines, day, key)


def take_back(word: str, which: Iterable[object]) -> None:
    """They want it after all: what was remembered of rows holds no longer, under whichever key it was.

    A list that cannot be written keeps nobody from what they ask for: only a backup does not know of it.
    """
    day = f"{timezone.now():%Y-%m-%d}"
    digests = [digest for each in which for digest in hashes_of(word, str(each))]
    try:
        if digests:
            lines = "".join(f"{day} {TAKEN_BACK}{word} {digest}\n" for digest in digests)
            _add(lines, day, settings.SECRET_KEY)
    except OSError as error:
        logger.error("taken_back_not_on_the_list", word=word, error=type(error).__name__)


def begin() -> None:
    """Have a list from now on: one that is not there when a backup is put back has been lost.

    Raises `OSError` when it cannot be written.
    """
    if not settings.ERASURES_FILE.exists():
        _add("", f"{timezone.now():%Y-%m-%d}", settings.SECRET_KEY)


def check() -> None:
    """Raises `CannotBeRead`, with what to do."""
    path = settings.ERASURES_FILE
    if not path.is_file():
        raise CannotBeRead(
            f"The list of who was erased, {path}, is not there. Put the newest copy of it there."
        )
    known = {_hash(KEY, "", key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}
    if _listed().get(KEY, set()) - known:
        raise CannotBeRead(
            f"The list of who was erased, {path}, was written under another SECRET_KEY. "
            "Add that key to SECRET_KEY_FALLBACKS."
        )


def _add(lines: str, day: str, key: str) -> None:
    path = settings.ERASURES_FILE
    with _alone():
        of_the_key = f"{day} {KEY} {_hash(KEY, '', key)}\n"
        if not path.is_file() or of_the_key not in path.read_text(encoding="ascii"):
            lines = of_the_key + lines
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            _write_all(file, lines.encode())
            os.fsync(file)
        finally:
            os.close(file)


def do_again(*, now: datetime) -> dict[str, int]:
    """After a backup was put back: erase again whoever is on the list. Returns how many of each kind."""
    listed = _listed()
    done = {}
    for word, kind in _KINDS.items():
        hashes = listed.get(word, set())
        pks = [pk for pk, which in kind.rows() if hashes and _is_listed(word, str(which), hashes)]
        done[word] = kind.again(pks, now) if pks else 0
    logger.info("erased_again", **done)
    return done


def hashes_of(word: str, which: str) -> list[str]:
    """As what `which` stands on the list: under today's key first, then under those of before."""
    return [_hash(word, which, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def listed_since(word: str, moment: datetime) -> set[str]:
    """The hashes that were added on the day of `moment` (UTC) or later."""
    first = f"{moment:%Y-%m-%d}"
    return _found(line for line in _lines() if line[0] >= first).get(word, set())


def forget_old(*, before: datetime) -> int:
    """Drop the lines of before that day: no backup is that old. Returns how many."""
    path = settings.ERASURES_FILE
    if not path.is_file():
        return 0
    with _alone():
        lines = path.read_text(encoding="ascii").splitlines(keepends=True)
        kept = [line for line in lines if line[:10] >= f"{before:%Y-%m-%d}"]
        if len(kept) < len(lines):
            new = path.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_text("".join(kept), encoding="ascii")
            new.replace(path)
    return len([line for line in set(lines) - set(kept) if line.split()[1:2] != [KEY]])


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time changes the list."""
    path = settings.ERASURES_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _listed() -> dict[str, set[str]]:
    return _found(_lines())


def _found(lines: Iterable[list[str]]) -> dict[str, set[str]]:
    """What holds after `lines`, in the order in which they were written."""
    found: dict[str, set[str]] = {}
    for _day, word, digest in lines:
        if word.startswith(TAKEN_BACK):
            found.get(word.removeprefix(TAKEN_BACK), set()).discard(digest)
        else:
            found.setdefault(word, set()).add(digest)
    return found


def _lines() -> Iterator[list[str]]:
    """Day, word and hash of each line. One that a full disk cut short is none."""
    if settings.ERASURES_FILE.is_file():
        for line in settings.ERASURES_FILE.read_text(encoding="ascii").splitlines():
            if len(parts := line.split()) == 3:
                yield parts


def _is_listed(word: str, which: str, hashes: set[str]) -> bool:
    """Under today's key, or one of before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(_hash(word, which, key) in hashes for key in keys)


def _hash(word: str, which: str, key: str) -> str:
    return salted_hmac(SALT, f"{word}:{which}", secret=key, algorithm="sha256").hexdigest()


def _write_all(file: int, content: bytes) -> None:
    while content:
        content = content[os.write(file, content) :]
