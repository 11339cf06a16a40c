"""The dates of a calendar: components that belong together, their zones, and which dates a rule makes.

`icalendar` reads the values and `recurring_ical_events` makes the dates; what they would have to guess is
settled before. Runs without Django.
"""

import signal
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from events.exchange.reading.lines import Part, name_of
from events.exchange.reading.zones import OSLO, Zones, offset

MOST_DATES = 5_000
# Of a rule's own days that are named or struck one by one.
MOST_EXCEPTIONS = 5_000
MOST_A_DAY = 24
FIRST_YEAR, LAST_YEAR = 1970, 2100
SECONDS_FOR_A_SERIES = 5.0
HERE = ZoneInfo(OSLO)
END_OF_TIME = date(LAST_YEAR + 1, 1, 1)
ONE_DAY = timedelta(days=1)
# `icalendar`'s: what one of its values is, its types do not say.
Component = Any
DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")


class SeriesProblem(Exception):
    """`kind` says why this cannot be taken in as it is."""

    def __init__(self, kind: str, part: Part | None = None, **values: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.part = part
        self.values = values


class TooLong(BaseException):
    """One series is more work than anybody's needs. Not an `Exception`: libraries catch those."""


@dataclass
class Found:
    """One date: UTC, or days where it lasts all day, the end outside. `slot` is where its rule has it."""

    start: date
    end: date
    slot: date
    part: Part


@dataclass
class Series:
    """What has one UID: what it repeats (`master`), and dates of it that are otherwise."""

    uid: str
    master: Part | None = None
    components: list[Component] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    rule: str = ""
    repeats: bool = False
    # It says that it has more dates than are read.
    is_cut: bool = False
    problems: list[SeriesProblem] = field(default_factory=list)
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    any_part: Part = field(default_factory=lambda: Part("VEVENT"))

    @property
    def is_empty(self) -> bool:
        """Nothing in it is understood."""
        return not self.components


@contextmanager
def patience(seconds: float = SECONDS_FOR_A_SERIES) -> Iterator[None]:
    """Processor time for one series. Raises `TooLong`."""

    def ring(*arguments: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def series_of(parts: Sequence[Part], zones: Zones, shown: tzinfo | None) -> list[Series]:
    """The components by UID, the newest of each. `shown` is the zone in which the calendar is shown."""
    by_uid: dict[str, list[Part]] = defaultdict(list)
    for number, part in enumerate(parts):
        by_uid[part.first("UID")[:500] or f"\0{number}"].append(part)
    return [
        _series("" if uid.startswith("\0") else uid, group, zones, shown) for uid, group in by_uid.items()
    ]


def _series(uid: str, parts: list[Part], zones: Zones, shown: tzinfo | None) -> Series:
    series = Series(uid, any_part=next((part for part in parts if part.first("SUMMARY")), parts[0]))
    read: list[tuple[Part, Component]] = []
    for part in parts:
        try:
            with patience():
                read.append((part, _component(part, zones, shown, series)))
        except TooLong:
            series.problems.append(SeriesProblem("too_much", part))
        except SeriesProblem as problem:
            problem.part = part
            series.problems.append(problem)
        except Exception:  # noqa: BLE001  a library's own many ways to fail at what strangers wrote
            series.problems.append(SeriesProblem("unreadable", part))
    masters = [pair for pair in read if "RECURRENCE-ID" not in pair[1]]
    if masters:
        newest = max(masters, key=_age)
        _tell_of_doubles(series, newest, masters)
        series.master = series.any_part = newest[0]
        series.repeats = any(name in newest[1] for name in ("RRULE", "RDATE"))
        series.rule = newest[0].first("RRULE")
        read = [pair for pair in read if pair is newest or "RECURRENCE-ID" in pair[1]]
    elif any(problem.part and not problem.part.first("RECURRENCE-ID") for problem in series.problems):
        # Dates that differ from a series which is not understood are none by themselves.
        read = []
    series.repeats = series.repeats or any("RECURRENCE-ID" in component for _part, component in read)
    if len(parts) > MOST_EXCEPTIONS:
        series.problems.append(SeriesProblem("too_much"))
        read = []
    series.parts = [part for part, _component in read]
    series.components = [component for _part, component in read]
    return series


def _age(pair: tuple[Part, Component]) -> tuple[int, str, str]:
    """Newer is higher (RFC 5545, section 3.8.7.4)."""
    part, component = pair
    return int(component.get("SEQUENCE", 0)), part.first("LAST-MODIFIED"), part.first("DTSTAMP")


def _tell_of_doubles(
    series: Series, newest: tuple[Part, Component], masters: list[tuple[Part, Component]]
) -> None:
    for part, component in masters:
        is_as_new = component.get("SEQUENCE", 0) == newest[1].get("SEQUENCE", 0)
        is_other = component["DTSTART"].dt != newest[1]["DTSTART"].dt or part.first("SUMMARY") != newest[
            0
        ].first("SUMMARY")
        if part is not newest[0] and is_as_new and is_other:
            series.problems.append(SeriesProblem("double", part))


def _component(part: Part, zones: Zones, shown: tzinfo | None, series: Series) -> Component:
    """What `icalendar` reads of it, with every time in a zone that is known. Raises `SeriesProblem`."""
    names = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RDATE", "EXDATE", "RRULE", "SEQUENCE", "UID")
    lines = [line for line in part.lines if name_of(line) in names and line.partition(":")[2].strip()]
    lines = _once(lines)
    if sum(line.count(",") + 1 for line in lines if name_of(line) in ("RDATE", "EXDATE")) > MOST_EXCEPTIONS:
        raise SeriesProblem("too_much")
    if part.first("EXRULE"):
        raise SeriesProblem("old_rule")
    component = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    if component.errors or "DTSTART" not in component:
        raise SeriesProblem("no_start" if "DTSTART" not in component else "unreadable")
    for name in DATES:
        if name in component:
            component[name] = _in_zones(component[name], zones, shown, series, part)
    _settle_range(component, series, part)
    _settle_slot(component)
    _settle_end(component)
    _settle_rule(component)
    return component


def _once(lines: list[str]) -> list[str]:
    """The first of what may stand there once."""
    seen: set[str] = set()
    kept = []
    for line in lines:
        name = name_of(line)
        if name in ("RDATE", "EXDATE", "RRULE") or name not in seen:
            kept.append(line)
        seen.add(name)
    return kept


def _in_zones(value: Any, zones: Zones, shown: tzinfo | None, series: Series, part: Part) -> Any:
    if isinstance(value, list):
        return [_in_zones(each, zones, shown, series, part) for each in value]
    name = str(value.params.get("TZID", ""))
    if isinstance(value, vDDDLists):
        moved = [_moved(each.dt, name, zones, shown, series, part) for each in value.dts]
        return vDDDLists(moved)
    new = vDDDTypes(_moved(value.dt, name, zones, shown, series, part))
    if "RANGE" in value.params:
        new.params["RANGE"] = value.params["RANGE"]
    return new


def _moved(value: Any, name: str, zones: Zones, shown: tzinfo | None, series: Series, part: Part) -> Any:
    """One time of the file in its zone: `name` is the zone's there."""
    if isinstance(value, tuple):
        begin, end = value
        begin = _moved(begin, name, zones, shown, series, part)
        is_length = isinstance(end, timedelta)
        return begin, end if is_length else _moved(end, name, zones, shown, series, part)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise SeriesProblem("year")
    if not isinstance(value, datetime):
        return value
    if not name:
        if value.tzinfo is None:
            _note(series, SeriesProblem("floating", part, zone=str(shown or OSLO)))
            return value.replace(tzinfo=shown or HERE)
        return value.astimezone(UTC)
    if (zone := zones.zone(name)) is None:
        raise SeriesProblem("zone", zone=name[:100])
    moved = value.replace(tzinfo=zone)
    if (
        isinstance(zone, timezone)
        and offset(name)
        and moved.utcoffset() != value.replace(tzinfo=HERE).utcoffset()
    ):
        zones.asked.add(name)
        _note(series, SeriesProblem("offset", part, zone=name[:100]))
    return moved


def _note(series: Series, problem: SeriesProblem) -> None:
    if all(each.kind != problem.kind for each in series.problems):
        series.problems.append(problem)


def _settle_range(component: Component, series: Series, part: Part) -> None:
    said = component.get("RECURRENCE-ID")
    if said is not None and "RANGE" in said.params:
        if str(said.params["RANGE"]).upper() != "THISANDFUTURE":
            raise SeriesProblem("range")
        _note(series, SeriesProblem("this_and_future", part))


def _settle_slot(component: Component) -> None:
    """Exchange names the slot of a day by its midnight."""
    said = component.get("RECURRENCE-ID")
    if said is None or isinstance(component["DTSTART"].dt, datetime) or not isinstance(said.dt, datetime):
        return
    if said.dt.time() == time(0):
        day = vDDDTypes(said.dt.date())
        day.params.update({key: value for key, value in said.params.items() if key == "RANGE"})
        component["RECURRENCE-ID"] = day


def _settle_end(component: Component) -> None:
    start = component["DTSTART"].dt
    is_all_day = not isinstance(start, datetime)
    if "DURATION" in component and "DTEND" not in component:
        length = component["DURATION"].dt
        if not isinstance(length, timedelta) or length > timedelta(days=400):
            raise SeriesProblem("unreadable")
        if length < timedelta(0):
            raise SeriesProblem("end_before_start")
        if is_all_day and length % ONE_DAY:
            raise SeriesProblem("unreadable")
    if "DTEND" in component:
        component.pop("DURATION", None)
        end = component["DTEND"].dt
        if isinstance(end, datetime) == is_all_day:
            raise SeriesProblem("unreadable")
        if end < start:
            raise SeriesProblem("end_before_start")
        if end == start and is_all_day:
            # A day that ends when it begins: programs that count the last day mean that day.
            component["DTEND"] = vDDDTypes(end + ONE_DAY)


def _settle_rule(component: Component) -> None:
    rules = component.get("RRULE")
    if rules is None:
        return
    settled = [
        _settled(rule, component["DTSTART"].dt) for rule in (rules if isinstance(rules, list) else [rules])
    ]
    component["RRULE"] = settled if len(settled) > 1 else settled[0]


def _settled(rule: vRecur, start: date) -> vRecur:
    """`rule` with an end that means the same to everybody. Raises `SeriesProblem`."""
    kind = str((rule.get("FREQ") or [""])[0]).upper()
    a_day = len(rule.get("BYHOUR", [1])) * len(rule.get("BYMINUTE", [1])) * len(rule.get("BYSECOND", [1]))
    if kind == "HOURLY" and "BYHOUR" not in rule:
        a_day *= 24
    if kind in ("SECONDLY", "MINUTELY") or a_day > MOST_A_DAY:
        raise SeriesProblem("too_often")
    if kind not in ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY") or any(
        int(each) < 1 for each in rule.get("INTERVAL", [1])
    ):
        raise SeriesProblem("unreadable")
    until = (rule.get("UNTIL") or [None])[0]
    if until is None:
        return rule
    rule = vRecur(rule)
    if not isinstance(start, datetime):
        rule["UNTIL"] = [until.date() if isinstance(until, datetime) else until]
    else:
        if not isinstance(until, datetime):
            # The whole of the last day.
            until = datetime.combine(until, time(23, 59, 59))
        if until.tzinfo is None:
            until = until.replace(tzinfo=start.tzinfo)
        rule["UNTIL"] = [until.astimezone(UTC)]
    return rule


def dates_of(series: Series, start: date | None, until: date | None, horizon: date) -> list[Found]:
    """The dates that touch [`start`, `until`), in order. A rule without an end goes as far as `horizon`."""
    calendar = Calendar()
    by_name = {}
    for number, (part, component) in enumerate(zip(series.parts, series.components, strict=True)):
        component = component.copy()
        component["UID"] = "one"
        # Each date comes back as a copy of what it was made from.
        component["X-PART"] = str(number)
        by_name[str(number)] = part
        if part is series.master:
            _end_rules(series, component, min(until or horizon, horizon))
        calendar.add_component(component)
    begin = datetime.combine(start or date(FIRST_YEAR, 1, 1), time(0), HERE)
    end = datetime.combine(until or END_OF_TIME, time(0), HERE)
    try:
        query = recurring_ical_events.of(calendar)
        made = query.between(begin - 2 * ONE_DAY, end + 2 * ONE_DAY)
        found = [_found(each, by_name[str(each["X-PART"])]) for each in made]
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise SeriesProblem("unreadable") from error
    touching = [each for each in found if _touches(each, begin, end)]
    return sorted(touching, key=lambda each: _utc(each.start))


def _end_rules(series: Series, component: Component, horizon: date) -> None:
    """Every rule has a last day: what never comes true is looked for until then."""
    is_all_day = not isinstance(component["DTSTART"].dt, datetime)
    rules = component.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules is not None else []:
        is_ended = "UNTIL" in rule or "COUNT" in rule
        if "COUNT" in rule:
            series.is_cut = series.is_cut or int(rule["COUNT"][0]) > MOST_DATES
            rule["COUNT"] = [min(int(rule["COUNT"][0]), MOST_DATES)]
        last = _day_before(END_OF_TIME if is_ended else horizon, is_all_day)
        rule["UNTIL"] = [min(rule["UNTIL"][0], last) if "UNTIL" in rule else last]


def _day_before(day: date, is_all_day: bool) -> date:
    if is_all_day:
        return day - ONE_DAY
    return datetime.combine(day, time(0), HERE).astimezone(UTC) - timedelta(seconds=1)


def _found(component: Any, part: Part) -> Found:
    start, end, slot = component["DTSTART"].dt, component["DTEND"].dt, component["RECURRENCE-ID"].dt
    if not isinstance(start, datetime):
        end = end if not isinstance(end, datetime) else end.date()
        return Found(start, max(end, start + ONE_DAY), _day_of(slot), part)
    return Found(_utc(start), _utc(end), _utc(slot), part)


def _day_of(slot: date) -> date:
    return slot.astimezone(HERE).date() if isinstance(slot, datetime) else slot


def _utc(value: date) -> datetime:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=HERE)).astimezone(UTC)
    return datetime.combine(value, time(0), HERE).astimezone(UTC)


def _touches(found: Found, begin: datetime, end: datetime) -> bool:
    start = _utc(found.start)
    return start < end and (start >= begin or _utc(found.end) > begin)
