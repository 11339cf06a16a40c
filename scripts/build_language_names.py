"""Write what languages are called in all languages into one file: `python -m scripts.build_language_names`.

To be run when Babel or iso639 is a new one, or a spelling is added; a test says when the file is not what
they say any longer.
"""

import gzip
import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def write() -> None:
    """The file beside `core.world_languages`, the same to the last byte for the same names."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    from core.world_languages import ALL_NAMES, names_of_cldr  # what it needs has been set up now

    names = json.dumps(names_of_cldr(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    ALL_NAMES.write_bytes(gzip.compress(names.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    write()
