"""Compiles the .po files named on the command line, with Babel: the machine need not have gettext.

A catalogue in which a translation lost or changed a placeholder is refused: it would fail when it is shown.
"""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogue(po: Path) -> list[str]:
    """Writes the .mo beside `po`; returns what is wrong with it, and writes nothing when anything is."""
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3], domain=po.stem)
    # A fuzzy translation is a guess of the tools: it is not compiled, so what is wrong with it does no harm.
    checked = [
        (message.lineno, error)
        for message, errors in catalogue.check()
        for error in errors
        if not message.fuzzy
    ]
    problems = [f"Error in {po}:{line}: {error}" for line, error in checked]
    if problems:
        return problems
    mo = po.with_suffix(".mo")
    making = mo.with_suffix(".mo.new")
    with making.open("wb") as target:
        write_mo(target, catalogue)
    os.replace(making, mo)
    return []


def main() -> int:
    problems = [problem for name in sys.argv[1:] for problem in compile_catalogue(Path(name))]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
