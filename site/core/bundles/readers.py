"""The files in which the classes are written that a style sheet must have. Nothing here knows Django."""

import re
from collections.abc import Iterable
from pathlib import Path

from core.bundles.recipes import BROUGHT, NEVER_BROUGHT, PROGRAMS, READERS, TEMPLATES

# What is written here is about classes, and gives none to anything.
HERE = Path(__file__).parent
NAMED = re.compile(r"""["']([\w/.-]+\.html)["']""")
# What another room puts on a page or into a form is named by a program alone.
PUT = re.compile(r"""(?:\b(?:Part|Joining)\(|\bBeside\("\w+", |^TEMPLATE = )"([\w/.-]+\.html)["]""", re.M)


def of(path: str, root: Path) -> list[Path]:
    """For a bundle called `path`, of the project in `root`; nothing for a script."""
    if not path.endswith(".css"):
        return []
    templates = root / TEMPLATES
    programs = [file for pattern in PROGRAMS for file in sorted(root.glob(pattern)) if file.parent != HERE]
    if path == "built/site.css":
        return [*sorted(templates.rglob("*.html")), *programs]
    return [*templates_for_readers(templates, programs), *programs]


def templates_for_readers(templates: Path, programs: Iterable[Path]) -> list[Path]:
    """Those that have the readers' sheet, what they extend and include, and what comes in by itself or is put
    there by one of `programs`."""
    names = {str(file.relative_to(templates)): file.read_text("utf-8") for file in templates.rglob("*.html")}
    waiting = {name for name, text in names.items() if READERS in text}
    waiting |= {str(file.relative_to(templates)) for pattern in BROUGHT for file in templates.glob(pattern)}
    for program in programs:
        waiting.update(PUT.findall(program.read_text("utf-8")))
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and name in names and name not in NEVER_BROUGHT:
            found.add(name)
            waiting.update(NAMED.findall(names[name]))
    return sorted(templates / name for name in found)
