"""What happens within an activity, as an organiser types it: one line for each, "11.00 Bingo"."""

import re
from collections.abc import Iterable
from datetime import time

from events.models import ProgrammeItem

LINE = re.compile(
    r"""(?:kl\.?|klokka|klokken)?\s*
    (?P<hour>[01]?\d|2[0-3])(?:[.:]?(?P<minute>[0-5]\d))?(?![.:]?\d)
    \s*(?:[:.–-](?!\s*\d))?\s*   # a dash before the words, but not the one before an end: "11.00–12.00 Bingo"
    (?P<words>\S.*)""",
    re.VERBOSE | re.IGNORECASE,
)
MOST_WORDS = 120
MOST_ITEMS = 20

Item = tuple[time, str]


def read_programme(text: str) -> tuple[list[Item], list[str]]:
    """The items in `text` by time, and the lines that are none."""
    items, unclear = [], []
    for line in filter(None, (line.strip(" \t•*-–") for line in text.splitlines())):
        found = LINE.fullmatch(line)
        if found is None or len(found["words"]) > MOST_WORDS:
            unclear.append(line)
        else:
            items.append((time(int(found["hour"]), int(found["minute"] or 0)), found["words"]))
    return sorted(items), unclear


def programme_as_typed(items: Iterable[ProgrammeItem]) -> str:
    return "\n".join(str(item) for item in items)
