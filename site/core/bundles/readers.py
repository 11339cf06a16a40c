"""The files in which the classes are written that a style sheet must have. Nothing here knows Django."""

import re
from pathlib import Path

from core.bundles.recipes import BROUGHT, NEVER_BROUGHT, PROGRAMS, READERS, TEMPLATES

# What is written here is about classes, and gives none to anything.
HERE = Path(__file__).parent
NAMED = re.compile(r"""["']([\w/.-]+\.html)["']""")


def of(path: str, root: Path) -> list[Path]:
    """For a bundle called `path`, of the project in `root`; nothing for a script."""
    if not path.endswith(".css"):
        return []
    templates = root / TEMPLATES
    programs = [file for pattern in PROGRAMS for file in sorted(root.glob(pattern)) if file.parent != HERE]
    if path == "built/site.css":
        return [*sorted(templates.rglob("*.html")), *programs]
    return [*templates_for_readers(templates), *programs]


def templates_for_readers(templates: Path) -> list[Path]:
    """Those that have the readers' sheet, what they extend and include, and what comes in by itself."""
    names = {str(file.relative_to(templates)): file.read_text("utf-8") for file in templates.rglob("*.html")}
    waiting = {name for name, text in names.items() if READERS in text}
    waiting |= {str(file.relative_to(templates)) for pattern in BROUGHT for file in templates.glob(pattern)}
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and name in names and name not in NEVER_BROUGHT:
            found.add(name)
            waiting.update(NAMED.findall(names[name]))
    return sorted(templates / name for name in found)
