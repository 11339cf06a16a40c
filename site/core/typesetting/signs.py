"""Which signs can be printed: those that a font has. A tagged PDF fails as a whole on a single other one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont

# A letter of a script that no font has; what is no letter (emoji) is left out instead.
MISSING = "?"
# Turns the direction of everything after it; the isolates (U+2066 to U+2069) do that within themselves.
TURNING = range(0x202A, 0x202F)
# Unseen, and wanted: a place to break a line or none, Persian spelling, marks of direction, isolates.
UNSEEN = set("\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u00ad")
# What is left out without a word: nobody has seen it before, and nobody misses it.
UNTOLD = set("\t\r\ufeff\ufe0e\ufe0f\u061c")
SPACES = re.compile(" {2,}")
AROUND = 20


class Replaced(NamedTuple):
    """A sign that no font has, what is printed instead ("" for nothing), and the words around it."""

    sign: str
    instead: str
    among: str


class Signs:
    """The signs of some fonts together."""

    def __init__(self, known: Iterable[int]) -> None:
        self._known = frozenset(known)

    @classmethod
    def of_fonts(cls, paths: Iterable[Path]) -> "Signs":
        """Of files named "Family-Face.ttf": what every face of a family has, because any may be asked for."""
        families: dict[str, set[int]] = {}
        for path in paths:
            with TTFont(path, lazy=True) as font:
                signs = set(font.getBestCmap())
            family = path.stem.partition("-")[0]
            families[family] = families.get(family, signs) & signs
        return cls(set().union(*families.values()))

    def printable(self, value: Any) -> Any:
        """`value`, which came from JSON, with every text in it as it can be printed."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.printable(item) for item in value]
        if isinstance(value, dict):
            return {key: self.printable(item) for key, item in value.items()}
        return value

    def text(self, text: str) -> str:
        """`text` in composed form, without what no font has."""
        if text.isascii() and text.isprintable():
            return text
        kept = "".join(map(self._sign, unicodedata.normalize("NFC", text)))
        # Where an emoji stood between two words there are two spaces.
        return SPACES.sub(" ", kept)

    def replaced(self, value: Any) -> list["Replaced"]:
        """What `printable` would change in `value`, each sign once, in the order in which they stand."""
        found: dict[str, Replaced] = {}
        for text in _texts(value):
            for sign in unicodedata.normalize("NFC", text):
                if sign not in found and sign not in UNTOLD and (instead := self._sign(sign)) != sign:
                    found[sign] = Replaced(sign, instead, _around(text, sign))
        return list(found.values())

    def _sign(self, sign: str) -> str:
        if sign in UNSEEN or sign == "\n":
            return sign
        category = unicodedata.category(sign)
        if category.startswith("C") or ord(sign) in TURNING:
            return " " if sign == "\t" else ""
        if ord(sign) in self._known:
            return sign
        # A letter in another dress (𝓑, ﬁ, Ｈ) has a plain one.
        plain = unicodedata.normalize("NFKC", sign)
        if plain != sign:
            return "".join(map(self._sign, plain))
        return MISSING if category[0] in "LN" else " " if category[0] == "Z" else ""


def _texts(value: Any) -> Iterator[str]:
    """Every text in what came from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _around(text: str, sign: str) -> str:
    """Some words before and after the first `sign` in `text`."""
    # In its composed form, as it was looked through.
    composed = unicodedata.normalize("NFC", text)
    place = composed.index(sign)
    return composed[max(0, place - AROUND) : place + AROUND].strip()
