"""Drawings as Typst takes them: SVG with its colours in it."""

import re
from functools import cache
from io import BytesIO

import segno
from django.conf import settings

IMAGES = settings.ROOT / "static" / "img"
# What a page's style sheet gives the second tone of a drawing.
TONE = re.compile(r"var\(--[^)]*\)")
SYMBOL = re.compile(r'<symbol id="([^"]+)"([^>]*)>(.*?)</symbol>', re.DOTALL)


@cache
def _symbols() -> dict[str, tuple[str, str]]:
    """Attributes and shapes of each drawing in the sprites, by its name."""
    sprites = [path.read_text(encoding="utf-8") for path in sorted(IMAGES.glob("*.svg"))]
    return {
        name: (attributes, shapes) for text in sprites for name, attributes, shapes in SYMBOL.findall(text)
    }


def icon(name: str, color: str, tone: str = "none") -> str:
    """A drawing of the sprites in its color ("#005a70") and second tone; an empty one where there is none."""
    attributes, shapes = _symbols().get(name, (' viewBox="0 0 24 24"', ""))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{shapes}</svg>'
    return TONE.sub(tone, svg).replace("currentColor", color)


@cache
def logo() -> str:
    return (IMAGES / "logo.svg").read_text(encoding="utf-8")


def qr_code(address: str) -> str:
    """Black on nothing, without the quiet zone: whoever places it leaves room."""
    out = BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


@cache
def whole(name: str) -> str:
    """A drawing that is a file of its own: "hero"."""
    return (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
