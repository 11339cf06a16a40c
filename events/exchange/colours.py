"""The colours of another site, as far as one can read with them (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re
from dataclasses import dataclass

HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
READABLE = 4.5


@dataclass(frozen=True)
class Colour:
    """Red, green and blue from 0 to 255. Written out it is six hexadecimal digits, whatever was typed."""

    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, text: str) -> "Colour | None":
        """From "#005a70", "005a70" or "#fff"; None for anything else."""
        match = HEX.fullmatch(text.strip()[:8])
        if match is None:
            return None
        digits = match[1] if len(match[1]) == 6 else "".join(each * 2 for each in match[1])
        return cls(*bytes.fromhex(digits))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance as WCAG defines it: 0 is black, 1 is white."""
        red, green, blue = (_linear(part / 255) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: "Colour") -> float:
        lighter, darker = sorted((self.luminance, other.luminance), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    def can_be_read_on(self, background: "Colour") -> bool:
        return self.contrast(background) >= READABLE


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)
INK = Colour(0x1B, 0x1B, 0x1B)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@dataclass(frozen=True)
class Palette:
    """Three colours that fit together. `replaced` names those that were asked for and could not be read."""

    accent: Colour
    background: Colour
    text: Colour
    replaced: tuple[str, ...] = ()


def palette(*, accent: Colour | None, background: Colour | None, text: Colour | None) -> Palette:
    """What was asked for, as far as it can be read; black or white, whichever stands out more, where not."""
    background = background or WHITE
    replaced = []
    if text is None or not text.can_be_read_on(background):
        if text is not None:
            replaced.append("text")
        text = INK if INK.can_be_read_on(background) else max(BLACK, WHITE, key=background.contrast)
    if accent is not None and not accent.can_be_read_on(background):
        replaced.append("accent")
        accent = None
    return Palette(accent or text, background, text, tuple(replaced))
