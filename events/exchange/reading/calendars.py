"""What a calendar file offers, for whoever wants to show it or take it in. Nothing is saved.

The file itself is read elsewhere (`events.exchange.reading.worker`), in a process with an end.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.bounded import TooMuchWork, Unreadable, run_bounded
from core.clock import NORWAY
from core.fetching import MOST_BYTES
from core.isolation import filled, isolated
from events.exchange.candidates import Candidate, Problem, Proposal, ReadSource

READER = "events.exchange.reading.worker:read"
SECONDS, MEGABYTES = 20, 600
# How long something is taken to last that says no end, until somebody has looked.
WITHOUT_END = timedelta(hours=2)
REFUSED = {
    "large": gettext_noop("The file is too large. A calendar may have 5 MB."),
    "no_calendar": gettext_noop("This is not a calendar file. Such a file begins with BEGIN:VCALENDAR."),
    "no_text": gettext_noop("This is not a calendar file: it holds what is no text."),
    "damaged": gettext_noop("The calendar file is damaged, and cannot be read."),
    "too_many": gettext_noop("The calendar has too many dates. It may have 20,000."),
    "too_much": gettext_noop("The calendar is too much work to read. Try one with fewer dates."),
}
REASONS = {
    "zone": gettext_noop("The time zone “%(zone)s” is not known. Which one is it?"),
    "offset": gettext_noop(
        "The time zone is only “%(zone)s”. Times in summer may be an hour wrong: look at them."
    ),
    "floating": gettext_noop("The times have no time zone. They were read as times in %(zone)s."),
    "end_before_start": gettext_noop("It ends before it begins. When does it end?"),
    "no_end": gettext_noop("It has no end. We have put two hours: look at the time."),
    "no_start": gettext_noop("It has no beginning."),
    "no_title": gettext_noop("It has no title."),
    "year": gettext_noop("The year cannot be right."),
    "unreadable": gettext_noop("It cannot be read."),
    "too_often": gettext_noop("It repeats too often to be an activity."),
    "too_much": gettext_noop("It has too many dates to be read."),
    "too_many_dates": gettext_noop("It has too many dates. The first %(most)s were read."),
    "old_rule": gettext_noop("It leaves out days in a way that is not read any longer (EXRULE)."),
    "range": gettext_noop("It changes several dates at once in a way that is not read."),
    "this_and_future": gettext_noop("One change is for all later dates. Look at them."),
    "double": gettext_noop("Two activities have the same number in the calendar. One of them was read."),
    "private": gettext_noop("The calendar says that this is private. May everybody see it?"),
    "cut": gettext_noop("The text is too long, and was cut."),
    "title_cancelled": gettext_noop("The title says that it is cancelled. Is it?"),
    "title_postponed": gettext_noop("The title says that it is postponed. To when?"),
    "title_moved": gettext_noop("The title says that it is moved. Look at the time and the place."),
    "title_full": gettext_noop("The title says that it is full."),
    "encoding": gettext_noop("The file is not in UTF-8. It was read as %(encoding)s: look at the letters."),
    "damaged_letters": gettext_noop("Some letters in the file are damaged."),
    "half": gettext_noop("The file ends in the middle. Something may be missing."),
    "no_gregorian": gettext_noop("The calendar counts its days in another way than ours."),
}
# What a problem of the whole file is about.
FILE = "file"
# Which field of a candidate is asked about; what is none of them concerns the whole.
FIELDS = {
    "offset": "starts_at", "floating": "starts_at", "no_title": "title", "cut": "description",
    "title_cancelled": "cancelled", "title_postponed": "starts_at", "title_moved": "starts_at",
    "title_full": "places", "this_and_future": "starts_at", "private": "privacy", "double": "source_uid",
}  # fmt: skip
PROPOSALS: dict[str, Proposal] = {"cancelled": "cancelled", "postponed": "postponed", "moved": "moved"}


class NoCalendar(Exception):
    """It cannot be read as a calendar. `kind` is one of `REFUSED`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    def __str__(self) -> str:
        return _(REFUSED[self.kind])


@dataclass(frozen=True)
class Asked:
    """What a person is to be asked. `item` is the title it is about; empty for the whole file."""

    kind: str
    item: str
    uid: str
    recurrence_id: str
    values: Mapping[str, str]

    @property
    def reason(self) -> str:
        """A sentence in the reader's language."""
        words = _(REASONS[self.kind])
        return filled(words, **self.values) if self.values else words

    @property
    def of_item(self) -> str:
        """The same, with what it is about."""
        return f"{isolated(self.item)}: {self.reason}" if self.item else self.reason


@dataclass(frozen=True)
class CalendarRead:
    """All that a calendar offers. `dates` are the worker's rows; times are ISO 8601 in UTC, days are days."""

    name: str
    dates: Sequence[Mapping[str, Any]]
    asked: Sequence[Asked]
    # Half a file says nothing of what is not in it.
    is_whole: bool
    # Rows without a date that is understood.
    undated: Sequence[Mapping[str, Any]] = ()
    # Names of time zones that a person says more about, or has said: and what is read again with the answer.
    zones: Sequence[str] = ()
    again: str = ""


def read_calendar(
    data: bytes,
    *,
    today: date,
    start: date | None = None,
    until: date | None = None,
    zones: Mapping[str, str] | None = None,
) -> CalendarRead:
    """What `data` offers from `start` up to, and without, `until`: days in Norway.

    A rule without an end goes as far as `until`, or else for twelve months from `start` or today, the later
    of both. `zones` are a person's answers: names in the file to names that are known. Raises `NoCalendar`.
    """
    if len(data) > MOST_BYTES:
        raise NoCalendar("large")
    head = {
        "start": start and start.isoformat(),
        "until": until and until.isoformat(),
        "today": today.isoformat(),
        "zones": dict(zones or {}),
    }
    try:
        answer = run_bounded(
            READER, json.dumps(head).encode() + b"\n" + data, seconds=SECONDS, megabytes=MEGABYTES
        )
    except TooMuchWork:
        raise NoCalendar("too_much") from None
    except Unreadable:
        raise NoCalendar("damaged") from None
    told = json.loads(answer)
    if "refused" in told:
        raise NoCalendar(told["refused"])
    asked = [Asked(**each) for each in told["problems"]]
    return CalendarRead(
        told["name"], told["dates"], asked, told["is_whole"], told["undated"], told["zones"], told["again"]
    )


def as_source(read: CalendarRead) -> ReadSource:
    """The same as candidates: one for each date, those of a series with one `source_uid`."""
    of_uid: dict[str, list[Asked]] = defaultdict(list)
    offered = {row["uid"] for row in read.dates}
    undated = {(row["kind"], row["uid"], row["title"]) for row in read.undated}
    others = []
    for each in read.asked:
        if each.uid and each.uid in offered and each.kind in FIELDS:
            of_uid[each.uid].append(each)
        elif (each.kind, each.uid, each.item) not in undated:
            others.append(Problem("" if each.uid or each.item else FILE, each.of_item))
    return ReadSource(
        candidates=[
            *(_candidate(row, of_uid[row["uid"]]) for row in read.dates),
            *(_undated(row, is_alone=row["uid"] not in offered) for row in read.undated),
        ],
        problems=others,
        zones=read.zones,
        again=read.again,
        is_whole=read.is_whole,
    )


def _undated(row: Mapping[str, Any], *, is_alone: bool) -> Candidate:
    """For somebody to write a day and a time to."""
    words = _(REASONS[row["kind"]])
    reason = filled(words, **row["values"]) if row["values"] else words
    return Candidate(
        title=row["title"],
        source_uid=row["uid"] if is_alone else "",
        description=row["description"],
        place=row["place"],
        cancelled=row["cancelled"],
        rule=f"RRULE:{row['rule']}" if row["rule"] else "",
        problems=[Problem("date", reason)],
        raw=row["raw"],
    )


def _candidate(row: Mapping[str, Any], asked: Sequence[Asked]) -> Candidate:
    problems = [
        Problem(FIELDS[each.kind], each.reason)
        for each in asked
        if not each.recurrence_id or each.recurrence_id == row["recurrence_id"]
    ]
    starts_at, ends_at = _moment(row["starts_at"]), _moment(row["ends_at"])
    if ends_at <= starts_at:
        ends_at = starts_at + WITHOUT_END
        problems.append(Problem("ends_at", _(REASONS["no_end"])))
    return Candidate(
        title=row["title"],
        source_uid=row["uid"],
        recurrence_id=row["recurrence_id"].replace("-", "").replace(":", ""),
        description=row["description"],
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=row["all_day"],
        place=row["place"],
        cancelled=row["cancelled"],
        proposal=PROPOSALS.get(row["announced"], ""),
        rule=f"RRULE:{row['rule']}" if row["rule"] else "",
        problems=problems,
        raw=row["raw"],
    )


def _moment(text: str) -> datetime:
    """UTC. A day begins at midnight in Norway."""
    if "T" in text:
        return datetime.fromisoformat(text)
    return datetime.combine(date.fromisoformat(text), time(0), NORWAY).astimezone(UTC)
