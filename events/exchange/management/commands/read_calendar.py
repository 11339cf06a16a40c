"""`manage.py read_calendar FILE_OR_ADDRESS`: what would be taken in of a calendar. Saves nothing."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.clock import NORWAY
from core.fetching import MOST_BYTES, CannotFetch, fetch
from events.exchange.reading.calendars import CalendarRead, NoCalendar, read_calendar

# A letter and a colon is a disk.
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
COULD_NOT = 2


class Command(BaseCommand):
    help = (
        "Read a calendar (iCalendar) and print what would be taken in of it: dates, and what somebody must "
        "be asked. Nothing is saved, and no database is needed. Ends with 0 for any file that could be read, "
        "also an empty one, and with 2 and one line for one that could not. Without --from and --until all "
        "dates are printed, from the first one on; what repeats without an end is followed for twelve months "
        "from today, or from --from if that is later. With --until it is followed up to that day. --from and "
        "--until are days in Norway: a date that began before --from and is still on is printed too, one "
        "that begins on --until is not. The end of what lasts all day is the day after."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("calendar", metavar="FILE_OR_ADDRESS", help="a file, or http(s):// or webcal://")
        parser.add_argument(
            "--from", dest="start", type=date.fromisoformat, metavar="DATE", help="2026-01-31"
        )
        parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="the first day outside")
        parser.add_argument(
            "--json", action="store_true", help="as JSON; times in UTC, all-day dates as days"
        )

    def handle(self, *, calendar: str, start: date | None, until: date | None, **options):
        if start and until and until < start:
            raise CommandError("--until is before --from.", returncode=COULD_NOT)
        today = timezone.localdate(timezone=NORWAY)
        try:
            read = read_calendar(_contents(calendar), today=today, start=start, until=until)
        except (NoCalendar, CannotFetch, OSError) as error:
            raise CommandError(_said(error), returncode=COULD_NOT) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(read), indent=1))
        else:
            self._list(read)

    def _list(self, read: CalendarRead) -> None:
        for row in read.dates:
            words = [
                _when(row),
                row["title"] or "–",
                row["place"],
                "STATUS:CANCELLED" if row["cancelled"] else "",
            ]
            self.stdout.write("  ".join(filter(None, words)))
        for each in read.asked:
            self.stdout.write(f"? {each.item}: {each.reason}" if each.item else f"? {each.reason}")


def _contents(calendar: str) -> bytes:
    if ADDRESS.match(calendar):
        return fetch(calendar, accept="text/calendar, */*;q=0.5").body or b""
    with open(calendar, "rb") as file:
        # One more than may be there: the reader says that it is too large.
        return file.read(MOST_BYTES + 1)


def _said(error: Exception) -> str:
    if isinstance(error, CannotFetch):
        return str(error.why.label)
    text = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return " ".join(text.split())


def as_json(read: CalendarRead) -> dict[str, list[dict[str, Any]]]:
    """What stands in the help of the command."""
    names = ("uid", "recurrence_id", "title", "starts_at", "ends_at", "all_day", "place", "cancelled")
    dates = [
        {name: row[name] for name in names} | {"recurrence_id": row["recurrence_id"] or None}
        for row in read.dates
    ]
    return {"dates": dates, "problems": [{"item": each.item, "reason": each.reason} for each in read.asked]}


def _when(row: Mapping[str, Any]) -> str:
    """For people: Norwegian time."""
    if row["all_day"]:
        return row["starts_at"]
    starts, ends = (datetime.fromisoformat(row[name]).astimezone(NORWAY) for name in ("starts_at", "ends_at"))
    end = f"–{ends:%H:%M}" if ends.date() == starts.date() else f" – {ends:%Y-%m-%d %H:%M}"
    return f"{starts:%Y-%m-%d %H:%M}" + (end if ends != starts else "")
