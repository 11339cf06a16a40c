"""Which signs can be printed: those that a font has. A tagged PDF fails as a whole on a single other one."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

# A letter of a script that no font has; what is no letter (emoji) is left out instead.
MISSING = "?"
# Turns the direction of everything after it; the isolates (U+2066 to U+2069) do that within themselves.
TURNING = range(0x202A, 0x202F)
# Unseen, and wanted: a place to break a line, Persian spelling, isolates.
UNSEEN = {"\u200b", "\u200c", "\u200d", "\u2066", "\u2067", "\u2068", "\u2069", "\u00ad"}


class Signs:
    """The signs of some fonts together."""

    def __init__(self, known: Iterable[int]) -> None:
        self._known = frozenset(known)

    @classmethod
    def of_fonts(cls, paths: Iterable[Path]) -> "Signs":
        known: set[int] = set()
        for path in paths:
            with TTFont(path, lazy=True) as font:
                known |= set(font.getBestCmap())
        return cls(known)

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
        return "\n".join(" ".join(part for part in line.split(" ") if part) for line in kept.split("\n"))

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
