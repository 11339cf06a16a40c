"""The process that typesets. `core.bounded` starts it, with an end to its time and memory and without Django.

What people have written comes as JSON through `sys.inputs`, where it is a value and never Typst's own source.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from core.typesetting.signs import Signs

# Pages for paper are tagged for screen readers (PDF/UA-1) and can be kept in an archive (PDF/A-2a).
STANDARDS = ["a-2a", "ua-1"]


class Order(TypedDict):
    """What is typeset: the file `template` in the folder `root`, with the fonts of `fonts`.

    `format` is "pdf", or "png" of one page, where a point is a pixel.
    """

    root: str
    template: str
    fonts: str
    format: str
    values: dict[str, Any]


def typeset(order: bytes) -> bytes:
    """An `Order` as JSON to the finished file. Raises `typst.TypstError`."""
    # One thread: each has memory of its own, and the limit is on all of it.
    os.environ["RAYON_NUM_THREADS"] = "1"
    import typst

    wanted: Order = json.loads(order)
    values = signs_of(wanted["fonts"]).printable(wanted["values"])
    made: bytes = typst.compile(
        str(Path(wanted["root"]) / wanted["template"]),
        root=wanted["root"],
        font_paths=[wanted["fonts"]],
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        **_output(wanted["format"]),
    )
    return made


def _output(format: str) -> dict[str, Any]:
    if format == "png":
        return {"format": "png", "ppi": 72.0}
    return {"format": "pdf", "pdf_standards": STANDARDS}


@cache
def signs_of(fonts: str) -> Signs:
    return Signs.of_fonts(sorted(Path(fonts).rglob("*.ttf")))
