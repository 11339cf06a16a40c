"""What came of the form: the dates that it made, and the list of them that it shows."""

import re
from zoneinfo import ZoneInfo

from events.models import Event

OSLO = ZoneInfo("Europe/Oslo")


def dates_of(event: Event) -> str:
    return " ".join(f"{row.starts_at.astimezone(OSLO):%y-%m-%d}" for row in event.occurrences.all())


def times_of(event: Event) -> set[str]:
    return {
        f"{row.starts_at.astimezone(OSLO):%a %H:%M}–{row.ends_at.astimezone(OSLO):%a %H:%M}"
        for row in event.occurrences.all()
    }


def listed(response) -> list[tuple[str, bool]]:
    """The days in the list of dates, and whether they have a tick."""
    boxes = re.findall(r'name="kept"\s+value="([-\d]+)"\s+id="[^"]+"\s*(checked)?', response.content.decode())
    return [(day, bool(tick)) for day, tick in boxes]
