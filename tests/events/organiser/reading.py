"""What came of the form: the dates that it made, and the list of them that it shows."""

import re
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from events.models import Event
from tests.isolation.posts import is_left_out, value_of

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


def as_sent(response) -> dict[str, list[str]]:
    """What a browser would send of the page's form, if nobody touched it."""
    form = BeautifulSoup(response.content, "html.parser").select_one(".mp-staff__content form.mp-form")
    values: dict[str, list[str]] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        if field.get("name") and not is_left_out(field):
            values.setdefault(field["name"], []).append(str(value_of(field)))
    return values
