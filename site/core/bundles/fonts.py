"""Fonts cut to the letters that a style sheet says they have. Nothing here knows Django."""

import io
import re

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FACE = re.compile(r"@font-face\s*{([^}]*)}")
# What letters need to be joined and marks to sit right, kerning, and figures of one width. No ornaments.
FEATURES = ["ccmp", "init", "medi", "fina", "isol", "rlig", "locl", "mark", "mkmk", "kern", "tnum"]
# From body text to the boldest heading.
WEIGHTS = (400, 700)


def letters_of(name: str, sheet: str) -> set[int]:
    """The code points in the `unicode-range` of the `@font-face` whose file is called `name`."""
    for face in FACE.findall(sheet):
        ranges = re.search(r"unicode-range:([^;]*);", face)
        if f"/{name}" in face and ranges:
            return {letter for part in ranges[1].split(",") for letter in in_range(part.strip())}
    raise ValueError(f"No @font-face says which letters {name} has.")


def in_range(part: str) -> range:
    """`U+20-7E` or `U+AB`."""
    first, _, last = part.removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def cut(source: bytes, letters: set[int]) -> bytes:
    """A variable font with these letters, and the weights that we use."""
    font = TTFont(io.BytesIO(source))
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    cutter = Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    # Read again: the instancer wants tables as they are written.
    font = instancer.instantiateVariableFont(TTFont(io.BytesIO(saved(font))), {"wght": WEIGHTS})
    return saved(font, flavor="woff2")


def saved(font: TTFont, flavor: str | None = None) -> bytes:
    font.flavor = flavor
    whole = io.BytesIO()
    font.save(whole)
    return whole.getvalue()
