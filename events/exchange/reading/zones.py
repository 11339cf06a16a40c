"""Which time zone a calendar means by a name.

A name that nobody knows stays unknown: it is asked about, and never taken for UTC. Runs without Django.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.timezone.tzp import TZP
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from events.exchange.reading.lines import Part

OSLO = "Europe/Oslo"
# The table says Berlin, the first city of the zone's name; Norway's computers have the same zone.
WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()} | {
    "w. europe standard time": OSLO, "w. europe daylight time": OSLO, "vest-europa (normaltid)": OSLO,
}  # fmt: skip
# How Outlook shows that zone to people, and some programs write it down.
SHOWN = re.compile(r"\(?(?:utc|gmt)\s*\+0?1:?00\)?\s*amsterdam.*(?:berlin|bern).*", re.IGNORECASE)
OFFSET = re.compile(r"\(?(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?\)?", re.IGNORECASE)
UTC_NAMES = frozenset(
    {"utc", "z", "etc/utc", "gmt", "etc/gmt", "coordinated universal time", "(utc)", "(gmt)", "utc+00:00"}
)
# A zone's change of clocks comes twice a year, and somebody's rule each second never ends.
MOST_LINES_OF_A_ZONE = 2000


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def named(name: str) -> tzinfo | None:
    """The zone of this name, however it is written: Olson's, Windows', with a program's own beginning."""
    wanted = " ".join(name.strip().strip('"').strip("/").split()).casefold()
    if wanted in UTC_NAMES:
        return UTC
    if SHOWN.fullmatch(wanted):
        return ZoneInfo(OSLO)
    if zone := _known().get(wanted) or WINDOWS.get(wanted):
        return ZoneInfo(zone)
    # "/freeassociation.sourceforge.net/Europe/Oslo", "/mozilla.org/20050126_1/Europe/Oslo".
    parts = wanted.split("/")
    for start in range(1, len(parts) - 1):
        if zone := _known().get("/".join(parts[start:])):
            return ZoneInfo(zone)
    return None


def offset(name: str) -> timezone | None:
    """ "(GMT +01:00)": a distance from UTC, and not where."""
    if not (found := OFFSET.fullmatch(name.strip().strip('"'))):
        return None
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14:
        return None
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(distance if found[1] == "+" else -distance)


class Zones:
    """The zones of one calendar: `answers` are a person's, by the name as it stands in the file."""

    def __init__(self, calendar: Part, answers: Mapping[str, str]) -> None:
        self._answers = {name.strip(): zone for name, zone in answers.items()}
        self._described = {
            part.first("TZID").strip().strip('"'): part for part in calendar.parts if part.name == "VTIMEZONE"
        }
        self._found: dict[str, tzinfo | None] = {}
        # Names that a person says more about, or has: with another answer the same file says other times.
        self.asked: set[str] = set()

    def zone(self, name: str) -> tzinfo | None:
        """None where nobody knows which is meant."""
        name = name.strip().strip('"')
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> tzinfo | None:
        if answer := self._answers.get(name):
            self.asked.add(name)
            return named(answer)
        if zone := named(name):
            return zone
        part = self._described.get(name)
        if part and (zone := named(part.first("X-LIC-LOCATION")) or _described(part)):
            return zone
        if found := offset(name):
            return found
        self.asked.add(name)
        return None


def _described(part: Part) -> tzinfo | None:
    """The zone that the file describes itself, where it does so in a way that can be followed."""
    inner = [each for each in part.parts if each.name in ("STANDARD", "DAYLIGHT")]
    lines = sum(len(each.lines) for each in inner)
    if not inner or lines > MOST_LINES_OF_A_ZONE or any(not _can_be_followed(each) for each in inner):
        return None
    text = ["BEGIN:VTIMEZONE", f"TZID:{part.first('TZID')}"]
    for each in inner:
        kept = [line for line in each.lines if not line.upper().startswith("X-")]
        text += [f"BEGIN:{each.name}", *kept, f"END:{each.name}"]
    text += ["END:VTIMEZONE", ""]
    try:
        component: Any = Timezone.from_ical("\r\n".join(text))
        zone = component.to_tz(TZP(), lookup_tzid=False)
        # What cannot say what time it is now says so here.
        datetime(2026, 7, 1, 12, tzinfo=zone).astimezone(UTC)
    except Exception:  # noqa: BLE001  a library's own many ways to fail at what strangers wrote
        return None
    return zone


def _can_be_followed(part: Part) -> bool:
    rule = part.first("RRULE").upper()
    return bool(part.first("DTSTART") and part.first("TZOFFSETTO")) and (not rule or "FREQ=YEARLY" in rule)
