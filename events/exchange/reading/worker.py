"""Reads a calendar file of a stranger, in a process of its own (`core.bounded`): no Django, no secret.

What goes in is a line of JSON, a line break and the file; what comes out is JSON. Problems are short words
with values; `events.exchange.reading.calendars` says them to people.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from events.exchange.reading.lines import (
    NoCalendarError,
    Part,
    Taken,
    name_of,
    put_together,
    taken_apart,
    value_of,
)
from events.exchange.reading.series import (
    MOST_DATES,
    Series,
    SeriesProblem,
    TooLong,
    dates_of,
    patience,
    series_of,
)
from events.exchange.reading.texts import announced, cut, one_line, plain
from events.exchange.reading.zones import Zones, named

MOST_DATES_IN_ALL = 50_000
MOST_PROBLEMS = 200
LONGEST_TITLE, LONGEST_PLACE, LONGEST_TEXT = 200, 300, 8000
# What is longer is no name, and nobody has more of them.
LONGEST_ZONE, MOST_ZONES = 200, 10
# What leaves a date that somebody knows, and the file does not say.
UNDATED = ("zone", "end_before_start", "no_start", "year")
# What stands beside what was understood, as it stands in the file.
ORIGINAL = (
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "LOCATION",
    "DESCRIPTION",
    "CATEGORIES",
    "STATUS",
    "URL",
)


@dataclass
class Reading:
    """What was understood so far. `start` and `until` are days in Norway, the second one outside."""

    start: date | None
    until: date | None
    today: date
    dates: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    # Words of what has no date that is understood: a person may write one.
    undated: list[dict[str, Any]] = field(default_factory=list)
    # Names of time zones that a person says more about, or has.
    zones: set[str] = field(default_factory=set)

    @property
    def horizon(self) -> date:
        """Where rules without an end are cut."""
        first = max(self.today, self.start or self.today)
        return self.until or _a_year_after(first)

    def ask(self, kind: str, item: str = "", uid: str = "", recurrence_id: str = "", **values: str) -> None:
        """Keeps what a person is to be asked, once."""
        problem = {
            "kind": kind, "item": item, "uid": uid, "recurrence_id": recurrence_id, "values": values
        }  # fmt: skip
        if problem not in self.problems[-20:] and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def _a_year_after(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def read(data: bytes) -> bytes:
    """For `run_bounded`."""
    head, _break, file = data.partition(b"\n")
    asked = json.loads(head)
    reading = Reading(_day(asked["start"]), _day(asked["until"]), date.fromisoformat(asked["today"]))
    try:
        taken = taken_apart(file)
    except NoCalendarError as error:
        return json.dumps({"refused": error.kind}).encode()
    name = ""
    if taken.encoding:
        reading.ask("damaged_letters" if taken.encoding == "damaged" else "encoding", encoding=taken.encoding)
    if not taken.is_whole:
        reading.ask("half")
    for calendar in taken.calendars:
        name = name or calendar.first("X-WR-CALNAME") or calendar.first("NAME")
        _read_calendar(reading, calendar, asked["zones"])
    reading.dates.sort(key=lambda each: (each["starts_at"], each["uid"], each["recurrence_id"]))
    if len(reading.dates) > MOST_DATES_IN_ALL:
        reading.ask("too_many_dates", most=str(MOST_DATES_IN_ALL))
        del reading.dates[MOST_DATES_IN_ALL:]
    asked_zones = sorted(name for name in reading.zones if 0 < len(name) <= LONGEST_ZONE)[:MOST_ZONES]
    answer = {
        "zones": asked_zones, "again": _again(taken) if asked_zones else "",
        "dates": reading.dates, "problems": reading.problems, "is_whole": taken.is_whole,
        "undated": reading.undated,
        "name": cut(one_line(plain(name)), LONGEST_TITLE)[0],
    }  # fmt: skip
    return json.dumps(answer).encode()


def _again(taken: Taken) -> str:
    """What was read of the file, and nothing else: enough to read it again when the zones are known."""
    return "\r\n".join(line for calendar in taken.calendars for line in put_together(calendar)) + "\r\n"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_calendar(reading: Reading, calendar: Part, answers: Mapping[str, str]) -> None:
    if calendar.first("CALSCALE").upper() not in ("", "GREGORIAN"):
        reading.ask("no_gregorian")
        return
    zones = Zones(calendar, answers)
    shown = calendar.first("X-WR-TIMEZONE")
    is_taken_back = calendar.first("METHOD").upper() == "CANCEL"
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    for series in series_of(events, zones, named(shown) if shown else None):
        if len(reading.dates) > MOST_DATES_IN_ALL:
            break
        for problem in series.problems:
            reading.ask(
                problem.kind, _title_of(problem.part or series.any_part), series.uid, **problem.values
            )
            if problem.part and problem.kind in UNDATED and len(reading.undated) < MOST_PROBLEMS:
                row = _row(series, problem.part, is_taken_back)
                reading.undated.append(row | {"kind": problem.kind, "values": problem.values})
        _read_series(reading, series, is_taken_back)
    reading.zones |= zones.asked


def _read_series(reading: Reading, series: Series, is_taken_back: bool) -> None:
    if series.is_empty:
        return
    title = _title_of(series.any_part)
    try:
        with patience():
            found = dates_of(series, reading.start, reading.until, reading.horizon)
    except TooLong:
        reading.ask("too_much", title, series.uid)
        return
    except SeriesProblem as problem:
        reading.ask(problem.kind, title, series.uid, **problem.values)
        return
    if series.is_cut or len(found) > MOST_DATES:
        reading.ask("too_many_dates", title, series.uid, most=str(MOST_DATES))
    for each in found[:MOST_DATES]:
        row = _row(series, each.part, is_taken_back) | {
            "recurrence_id": _moment(each.slot) if series.repeats else "",
            "starts_at": _moment(each.start),
            "ends_at": _moment(each.end),
            "all_day": not isinstance(each.start, datetime),
        }
        reading.dates.append(row)
    for each in {id(each.part): each for each in found}.values():
        said = _row(series, each.part, is_taken_back)
        is_master = each.part is series.master
        slot = "" if is_master or not series.repeats else _moment(each.slot)
        _ask_of_texts(reading, series, said, slot)


def _ask_of_texts(reading: Reading, series: Series, said: dict[str, Any], slot: str) -> None:
    if said["announced"]:
        reading.ask(f"title_{said['announced']}", said["title"], series.uid, slot)
    if said["is_private"]:
        reading.ask("private", said["title"], series.uid, slot)
    if said["is_cut"]:
        reading.ask("cut", said["title"], series.uid, slot)
    if not said["title"]:
        reading.ask("no_title", "", series.uid, slot)


def _row(series: Series, part: Part, is_taken_back: bool) -> dict[str, Any]:
    """The words of one component, understood once."""
    key = id(part)
    if key not in series.rows:
        title, is_cut = cut(one_line(_words(series, part, "SUMMARY")), LONGEST_TITLE)
        place, is_place_cut = cut(one_line(_words(series, part, "LOCATION")), LONGEST_PLACE)
        text, is_text_cut = cut(_words(series, part, "DESCRIPTION"), LONGEST_TEXT)
        status = part.first("STATUS").upper()
        series.rows[key] = {
            "uid": series.uid,
            "title": title,
            "place": place,
            "description": text,
            "cancelled": is_taken_back or status == "CANCELLED",
            "announced": "" if status == "CANCELLED" else announced(title),
            "is_private": part.first("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
            "is_cut": is_cut or is_place_cut or is_text_cut,
            "has_end": bool(part.first("DTEND") or part.first("DURATION")),
            "url": part.first("URL")[:1000],
            "rule": series.rule,
            "raw": _original(part),
        }
    return series.rows[key]


def _words(series: Series, part: Part, name: str) -> str:
    """What a date does not say of itself it has from its series."""
    if series.master and not any(name_of(line) == name for line in part.lines):
        part = series.master
    return plain(unescaped(part.first(name)))


def _original(part: Part) -> dict[str, str]:
    kept: dict[str, str] = {}
    for line in part.lines:
        if (name := name_of(line)) in ORIGINAL and name not in kept:
            zone = line[len(name) : len(line) - len(value_of(line)) - 1].strip(";")
            value = (
                unescaped(value_of(line))
                if name in ("SUMMARY", "LOCATION", "DESCRIPTION")
                else value_of(line)
            )
            kept[name] = cut(f"{value} ({zone})" if zone and name.startswith("DT") else value, 2000)[0]
    return kept


def unescaped(text: str) -> str:
    """RFC 5545, section 3.3.11."""
    parts = text.replace("\\\\", "\0").replace("\\n", "\n").replace("\\N", "\n")
    return (
        parts.replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\:", ":")
        .replace('\\"', '"')
        .replace("\0", "\\")
    )


def _title_of(part: Part) -> str:
    return one_line(plain(unescaped(part.first("SUMMARY"))))


def _moment(value: date) -> str:
    """ "2026-03-17T17:00:00Z", or a day."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()
