"""Which reader reads what was brought: a calendar, a table, or a page that says what takes place."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.spreadsheets.reading import UnreadableFile
from events.exchange.candidates import ReadSource
from events.exchange.models import Source
from events.exchange.pages import read_page_events
from events.exchange.reading.calendars import NoCalendar, as_source
from events.exchange.tables.reading import Table, read_table
from events.exchange.taking_in import zones

CALENDAR = b"BEGIN:VCALENDAR"
# A byte order mark, blank lines and a comment may stand before it.
LOOKED_AT = 2000


def is_calendar(data: bytes) -> bool:
    return CALENDAR in data[:LOOKED_AT].replace(b"\x00", b"").upper()


def read_file(data: bytes, *, name: str, source: Source | None, now: datetime) -> Table | ReadSource:
    """What a file says. `source` is what is known of it since the last time. Raises `UnreadableFile`."""
    if is_calendar(data):
        return read_calendar(data, source=source, now=now)
    return read_table(data, name=name)


def read_page(data: bytes, *, address: str, now: datetime) -> ReadSource:
    """What stands at an address. Raises `UnreadableFile`."""
    if is_calendar(data):
        return read_calendar(data, source=None, now=now)
    read = read_page_events(data, address=address)
    if not read.candidates:
        raise UnreadableFile(
            _(
                "We did not find any activity on this page that a program can read. "
                "Ask whoever made it for a calendar address (.ics), or upload a table."
            )
        )
    return read


def read_calendar(data: bytes, *, source: Source | None, now: datetime) -> ReadSource:
    """The dates of a calendar from today on. Raises `UnreadableFile`."""
    try:
        return as_source(zones.read_of(source, data, now=now))
    except NoCalendar as error:
        raise UnreadableFile(str(error)) from error
