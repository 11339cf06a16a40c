"""The text of a calendar file, taken apart without understanding it: letters, lines, components.

Runs in a process of its own (`core.bounded`), without Django.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_COMPONENTS = 20_000
# Only these lines are looked at. CONTACT, ORGANIZER and ATTENDEE name people, and are never read.
READ = frozenset(
    {
        "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART",
        "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "STATUS", "CLASS",
        "CATEGORIES", "URL",
    }
)  # fmt: skip
OF_THE_CALENDAR = frozenset({"X-WR-TIMEZONE", "X-WR-CALNAME", "NAME", "METHOD", "CALSCALE"})
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
UTF16_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
NAME = re.compile(r"[A-Za-z0-9-]+")
# An unquoted zone name with a colon in it, as Outlook has written them: TZID=(UTC+01:00) Amsterdam:2026…
LOOSE_ZONE = re.compile(r'^([A-Z-]+(?:;[A-Z-]+=[^;:"]*)*?;TZID=)([^";]*:[^";]*):(?=\d{8})', re.IGNORECASE)


class NoCalendarError(Exception):
    """`kind` says why this cannot be read as a calendar."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass
class Part:
    """A component: its lines by name, unfolded, and what is inside it."""

    name: str
    lines: list[str] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def first(self, name: str) -> str:
        """What stands behind the colon of the first line of this name; empty without one."""
        for line in self.lines:
            if name_of(line) == name:
                return value_of(line).strip()
        return ""


@dataclass
class Taken:
    """`encoding` is empty for UTF-8. `is_whole`: every component that begins also ends."""

    calendars: list[Part]
    encoding: str = ""
    is_whole: bool = True


def taken_apart(data: bytes) -> Taken:
    """The calendars of a file. Raises `NoCalendarError`."""
    text, encoding = _decoded(data)
    if not text[:200].lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise NoCalendarError("no_calendar")
    calendars, is_whole = _components(_lines(text))
    return Taken(calendars, encoding, is_whole)


def _decoded(data: bytes) -> tuple[str, str]:
    for bom, name in BOMS:
        if data.startswith(bom) and name != "utf-8":
            text = data[len(bom) :].decode(name, errors="replace")
            return _without_controls(UTF16_FOLD.sub("", text)), name.upper()[:6]
    if b"\0" in data:
        raise NoCalendarError("no_text")
    # Programs fold between bytes, in the middle of a letter.
    data = FOLD.sub(b"", data.removeprefix(codecs.BOM_UTF8))
    try:
        return _without_controls(data.decode()), ""
    except UnicodeDecodeError:
        pass
    lenient = data.decode(errors="replace")
    broken = lenient.count("\ufffd")
    right = sum(1 for letter in lenient if ord(letter) > 127) - broken
    if right > 3 * broken:
        # UTF-8, but for a letter that was cut.
        return _without_controls(lenient), "damaged"
    try:
        return _without_controls(data.decode("cp1252")), "Windows-1252"
    except UnicodeDecodeError:
        return _without_controls(data.decode("latin-1")), "ISO 8859-1"


def _without_controls(text: str) -> str:
    return CONTROL.sub("", text)


def _lines(text: str) -> Iterator[str]:
    # Not `splitlines`: U+2028 and U+0085 are letters of a text here.
    return (line for line in re.split(r"\r\n|\n|\r", text) if line.strip())


def _components(lines: Iterator[str]) -> tuple[list[Part], bool]:
    calendars: list[Part] = []
    open_parts: list[Part] = []
    events = 0
    for line in lines:
        name = name_of(line)
        if name == "BEGIN":
            part = Part(value_of(line).strip().upper())
            if not open_parts and part.name != "VCALENDAR":
                raise NoCalendarError("damaged")
            (open_parts[-1].parts if open_parts else calendars).append(part)
            open_parts.append(part)
            events += part.name == "VEVENT"
            if events > MOST_COMPONENTS:
                raise NoCalendarError("too_many")
            if len(open_parts) > 8:
                raise NoCalendarError("damaged")
        elif name == "END":
            if not open_parts or open_parts.pop().name != value_of(line).strip().upper():
                raise NoCalendarError("damaged")
        elif open_parts and _is_read(open_parts, name):
            open_parts[-1].lines.append(LOOSE_ZONE.sub(r'\1"\2":', line))
    for outer, inner in zip(open_parts, open_parts[1:], strict=False):
        # Where the file ends in the middle, half a component says half of what it means.
        outer.parts.remove(inner)
    return calendars, not open_parts


def _is_read(open_parts: list[Part], name: str) -> bool:
    part = open_parts[-1].name
    if part == "VCALENDAR":
        return name in OF_THE_CALENDAR
    if part == "VEVENT":
        return name in READ
    return any(each.name == "VTIMEZONE" for each in open_parts)


def put_together(part: Part) -> Iterator[str]:
    """Its lines as a file has them, one each; what was not read is not there."""
    yield f"BEGIN:{part.name}"
    yield from part.lines
    for inner in part.parts:
        yield from put_together(inner)
    yield f"END:{part.name}"


def name_of(line: str) -> str:
    """ "DTSTART" of "DTSTART;TZID=Europe/Oslo:…"."""
    found = NAME.match(line)
    return found[0].upper() if found else ""


def value_of(line: str) -> str:
    """What stands behind the first colon outside quotes."""
    is_quoted = False
    for index, letter in enumerate(line):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == ":" and not is_quoted:
            return line[index + 1 :]
    return ""
