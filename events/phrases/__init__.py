"""Ten sentences for each kind of activity: what one will want to say there, with what they mean.

They are data, written side by side in `phrases.txt`, and not the program's own words: a poster has two
languages at once, and the Norwegian is always there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.languages import NORWEGIAN, pick

SOURCE = Path(__file__).with_name("phrases.txt")
# The columns of the file, in their order.
LANGUAGES = ("nb", "nn", "en", "uk", "ar")
SHARED = "shared"


@dataclass(frozen=True)
class Phrase:
    """One sentence: as it is said here, and what it means; the latter empty for who reads Norwegian."""

    norwegian: str
    # Of the Norwegian: "nb" or "nn".
    language: str
    meaning: str = ""


def phrases_for(category: str, *, reader: str, norwegian: str = "nb") -> list[Phrase]:
    """The ten of `category`. `norwegian` is the Norwegian of the place ("nb" or "nn")."""
    is_norwegian = reader in NORWEGIAN
    written = reader if is_norwegian else norwegian
    return [
        Phrase(texts[written], written, "" if is_norwegian else pick(texts, reader) or "")
        for texts in all_phrases()[category]
    ]


@cache
def all_phrases() -> dict[str, list[dict[str, str]]]:
    """The sentences of each category, each by language."""
    found: dict[str, list[dict[str, str]]] = {}
    shared: dict[str, dict[str, str]] = {}
    for category, line in _lines():
        name, colon, rest = line.partition(": ")
        if category == SHARED and colon:
            shared[name] = _texts(rest)
        elif line.startswith("= "):
            found.setdefault(category, []).append(shared[line.removeprefix("= ")])
        else:
            found.setdefault(category, []).append(_texts(line))
    return found


def _texts(line: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, line.split(" | "), strict=True))


def _lines() -> Iterator[tuple[str, str]]:
    """(category, line) of every line that says something."""
    category = ""
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            category = line.strip("[]")
        elif line and not line.startswith("#"):
            yield category, line
