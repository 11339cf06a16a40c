"""What pages cost, how fast mails leave, booklets, sign-ups, figures and nights: `make bench`.

Ratios of one run; the milliseconds are this machine's. What is measured in this process has a test database
of its own; the pages have a server (`benchmarks.pages`).
"""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from benchmarks import booklets, figures, mail, nights, pages, signups
from scripts.stack import Stack

IN_THIS_PROCESS: dict[str, Callable[[], None]] = {
    "mail": mail.measure,
    "booklets": booklets.measure,
    "signups": signups.measure,
    "figures": figures.measure,
    "nights": nights.measure,
}


def main(asked: list[str]) -> None:
    """Each part, or those that are named; a number after "pages" is a size."""
    sizes = [each for each in asked if each[0].isdigit()]
    names = [each for each in asked if not each[0].isdigit()]
    if unknown := set(names) - {"pages", *IN_THIS_PROCESS}:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there are pages, {', '.join(IN_THIS_PROCESS)}.")
    if "pages" in names or not names:
        pages.measure(*sizes)
    inside = [each for each in names or IN_THIS_PROCESS if each != "pages"]
    if inside:
        with test_database():
            for name in inside:
                IN_THIS_PROCESS[name]()


@contextmanager
def test_database():
    """Django in this process, on servers of this run."""
    with (
        tempfile.TemporaryDirectory(prefix="moteplass-bench-") as folder,
        Stack(Path(folder), durable=False) as stack,
    ):
        Path(folder).chmod(0o755)
        os.environ.update(stack.start_missing(os.environ, mail=False))
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        import django

        django.setup()
        from django.test.utils import setup_databases, setup_test_environment, teardown_databases

        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1:])
