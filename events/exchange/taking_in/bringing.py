"""Which reader reads what was brought: a calendar, a table, or a page that says what takes place."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.clock import local_day
from core.spreadsheets.reading import UnreadableFile
from events.exchange.candidates import ReadSource
from events.exchange.pages import read_page_events
from events.exchange.reading import calendars
from events.exchange.reading.calendars import as_source
from events.exchange.tables.reading import Table, read_table

CALENDAR = b"BEGIN:VCALENDAR"
# A byte order mark, blank lines and a comment may stand before it.
LOOKED_AT = 2000


def is_calendar(data: bytes) -> bool:
    return CALENDAR in data[:LOOKED_AT].replace(b"\x00", b"").upper()


def read_file(data: bytes, *, name: str, now: datetime) -> Table | ReadSource:
    """What a file says. Raises `UnreadableFile`."""
    if is_calendar(data):
        return read_calendar(data, now=now)
    return read_table(data, name=name)


def read_page(data: bytes, *, address: str, now: datetime) -> ReadSource:
    """What stands at an address. Raises `UnreadableFile`."""
    if is_calendar(data):
        return read_calendar(data, now=now)
    read = read_page_events(data, address=address)
    if not read.candidates:
        raise UnreadableFile(
            _(
                "We did not find any activity on this page that a program can read. "
                "Ask whoever made it for a calendar address (.ics), or upload a table."
            )
        )
    return read


def read_calendar(data: bytes, *, now: datetime) -> ReadSource:
    """The dates of a calendar from today on. Raises `UnreadableFile`."""
    try:
        return as_source(calendars.read_calendar(data, today=local_day(now), start=local_day(now)))
    except calendars.NoCalendar as error:
        raise UnreadableFile(str(error)) from error
