"""Fonts cut to the letters that a style sheet says they have. Nothing here knows Django."""

import io
import re

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FACE = re.compile(r"@font-face\s*{([^}]*)}")
# What letters need to be joined and marks to sit right, and figures of one width. Kerning and the rest weigh
# a fifth of a font, and at the sizes of our pages hardly anybody sees them.
FEATURES = ["ccmp", "init", "medi", "fina", "isol", "rlig", "mark", "mkmk", "tnum"]
FIGURES = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
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
    only_figures(font)
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    cutter = Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    # Read again: the instancer wants tables as they are written.
    font = instancer.instantiateVariableFont(TTFont(io.BytesIO(saved(font))), {"wght": WEIGHTS})
    return saved(font, flavor="woff2")


def only_figures(font: TTFont) -> None:
    """Of what has a form of one width, the figures alone: brackets and signs have one as well."""
    table = font["GSUB"].table
    tabular = {
        i
        for entry in table.FeatureList.FeatureRecord
        if entry.FeatureTag == "tnum"
        for i in entry.Feature.LookupListIndex
    }
    for index in tabular:
        for part in table.LookupList.Lookup[index].SubTable:
            swaps = getattr(part, "ExtSubTable", part)
            swaps.mapping = {glyph: other for glyph, other in swaps.mapping.items() if glyph in FIGURES}


def saved(font: TTFont, flavor: str | None = None) -> bytes:
    font.flavor = flavor
    whole = io.BytesIO()
    font.save(whole)
    return whole.getvalue()
