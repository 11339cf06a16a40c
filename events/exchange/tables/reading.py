"""A table of activities as organisers keep it, row by row: CSV or tab text in any encoding, or a workbook."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.clock import NORWAY, midnight, to_utc
from core.formats import clock, day_with_year
from core.isolation import filled
from core.spreadsheets.reading import Cell, Row, UnreadableFile, read_rows
from events.dates.plan import MIDNIGHT, Plan, Repeats
from events.dates.rule import horizon
from events.exchange.candidates import Candidate, Problem
from events.exchange.tables.columns import Columns, NoHeader, find_header
from events.exchange.tables.days import Days, plan_days, read_rule
from events.exchange.tables.offers import (
    Understood,
    guess_category,
    read_ages,
    read_capacity,
    read_languages,
    read_price,
    read_signup,
    take_proposal,
)
from events.exchange.tables.times import Hours, read_hours, take_hours

# A volunteer centre's whole year has some hundred; whoever has more has several lists.
MOST_ROWS = 1000
LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 5000
YEAR = re.compile(r"(?<!\d)(20[2-9]\d)(?!\d)")
# What is known of an activity beside its words and its days, and is one field here.
SHOWN_OF_RAW = 300

Cells = Mapping[str, str]


@dataclass(frozen=True)
class TableRow:
    """One row: `cells` by what they are about, and `raw` as it stands under the table's own headings."""

    number: int
    cells: Cells
    raw: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table's rows, the headings of columns that nobody has a use for, and the year that it is about."""

    rows: list[TableRow]
    ignored: list[str]
    year: int | None


def read_table(data: bytes, *, name: str = "") -> Table:
    """The rows of the file `data`. Raises `UnreadableFile` when it cannot be used as a whole."""
    numbered = read_rows(data)
    try:
        columns, above = find_header(numbered)
    except NoHeader:
        raise UnreadableFile(
            _(
                "We did not find the row that names the columns. It must say what and when, "
                "for example: Aktivitet; Dato; Tid; Sted."
            )
        ) from None
    rows = list(_rows(columns, numbered))
    if not rows:
        raise UnreadableFile(_("There is a header, but no activities under it."))
    return Table(rows, columns.ignored, _one_year([*above, name]))


def _one_year(texts: list[str]) -> int | None:
    """The year that stands above the table or in its name; with two of them nobody knows."""
    years = {int(found) for text in texts for found in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _rows(columns: Columns, numbered: Iterator[tuple[int, Row]]) -> Iterator[TableRow]:
    found = 0
    for number, row in numbered:
        cells = {index: _text(cell) for index, cell in enumerate(row) if _text(cell)}
        raw = {
            columns.headings[index]: text[:SHOWN_OF_RAW]
            for index, text in cells.items()
            if index in columns.headings
        }
        if not raw or Columns(row).is_header:
            continue
        found += 1
        if found > MOST_ROWS:
            raise UnreadableFile(
                filled(
                    _("The list has more than %(count)s activities. Divide it and upload the parts."),
                    count=MOST_ROWS,
                )
            )
        yield TableRow(number, _by_field(columns, row), raw)


def _by_field(columns: Columns, row: Row) -> dict[str, str]:
    """What each column says; several descriptions one after the other. A date with a time says both."""
    said: dict[str, str] = {}
    for index, field in columns.fields.items():
        cell = row[index] if index < len(row) else None
        text = _text(cell)
        if not text:
            continue
        if isinstance(cell, datetime) and field == "date":
            said.setdefault("start", f"{cell:%H:%M}")
            text = f"{cell:%d.%m.%Y}"
        said[field] = f"{said[field]}\n{text}" if field == "description" and field in said else text
    return said


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else (cell or "").strip()


def read_cells(
    cells: Cells, *, year: int | None, today: date, now: datetime, raw: Mapping[str, str]
) -> Candidate:
    """What is understood of `cells`. `year` is that of days without one."""
    into = Understood()
    title, proposal = take_proposal(" ".join(cells.get("title", "").split()))
    if not title:
        into.ask("title", _("It has no title."))
    elif len(title) > LONGEST_TITLE:
        into.ask("title", filled(_("The title is longer than %(count)s characters."), count=LONGEST_TITLE))
    description = cells.get("description", "")
    _facts(cells, title, description, into)
    when = _when(cells, year=year, today=today, now=now, into=into)
    return Candidate(
        title=title,
        description=_description(cells, description, into)[:LONGEST_DESCRIPTION],
        place=cells.get("place", ""),
        online_url=_address(cells, into),
        cancelled=proposal == "cancelled",
        proposal=proposal,
        rule=", ".join(
            filter(None, (cells.get(name, "") for name in ("date", "end_date", "time", "start", "end")))
        ),
        organiser_name=cells.get("organiser", ""),
        municipality_name=cells.get("municipality", ""),
        facts=into.facts,
        guessed=_guessed(cells, into),
        problems=tuple(into.problems),
        raw=raw,
        **when,
    )


def _facts(cells: Cells, title: str, description: str, into: Understood) -> None:
    read_price(cells.get("price", ""), into)
    read_ages(cells.get("age", ""), into)
    read_languages(cells.get("languages", ""), into)
    read_signup(cells.get("signup", ""), into)
    read_capacity(description, into)
    if category := guess_category(title, cells.get("category", "")):
        into.facts["category"] = category


def _guessed(cells: Cells, into: Understood) -> frozenset[str]:
    """What no word of the row says: the kind by its title, and what an activity mostly is."""
    guessed = {"category"} if "category" in into.facts and not cells.get("category") else set()
    guessed |= {"price_nok"} if not cells.get("price") else set()
    guessed |= {"admission"} if not cells.get("signup") else set()
    return frozenset(guessed)


def _description(cells: Cells, description: str, into: Understood) -> str:
    """Its text, and how one signs up where that is in words."""
    signup = cells.get("signup", "")
    told = any(problem.field == "admission" for problem in into.problems) or cells.get("admission")
    parts = [description]
    if signup and told and signup.casefold() not in description.casefold():
        parts.append(filled(_("Signing up: %(text)s"), text=signup))
    return "\n".join(filter(None, parts))


def _address(cells: Cells, into: Understood) -> str:
    """A link to take part online stands in the column of the place, or in one of its own."""
    text = cells.get("online_url", "")
    return text if text.startswith(("https://", "http://")) and " " not in text else ""


def _when(cells: Cells, *, year: int | None, today: date, now: datetime, into: Understood) -> dict[str, Any]:
    """`plan`, or `starts_at` and `ends_at`, as far as they are understood."""
    hours, day_text = _hours(cells, into)
    days = plan_days(
        read_rule(
            day_text,
            weekday_text=cells.get("weekday", ""),
            until_text=cells.get("end_date", ""),
            year=year,
            today=today,
        )
    )
    for asked in days.asked:
        into.ask(asked.field, asked.reason)
    if hours is None or days.asked:
        return {}
    plan = _plan(days, hours)
    if plan is None:
        return {}
    problem = _wrong_with(plan, now=now)
    if problem:
        into.problems.append(problem)
        return {}
    return _as_candidate(plan)


def _hours(cells: Cells, into: Understood) -> tuple[Hours | None, str]:
    """Start and end, from columns of their own, from one for both, or from among the days."""
    day_text = cells.get("date", "")
    hours = Hours()
    for name in ("time", "start", "end"):
        text = cells.get(name, "")
        try:
            found = read_hours(text)
        except ValueError:
            into.ask("time", filled(_("We did not understand the time “%(text)s”."), text=text[:60]))
            return None, take_hours(day_text)[1]
        if name == "end" and found.start:
            hours = replace(hours, end=found.start)
        elif found != Hours():
            hours = replace(found, end=found.end or hours.end)
    inside, day_text = take_hours(day_text)
    if hours == Hours():
        hours = inside
    if hours.all_day or hours.start and hours.end and hours.start != hours.end:
        return hours, day_text
    if hours.start is None:
        into.ask("time", _("It does not say at what time."))
    elif hours.end is None:
        into.ask("time", _("It says when it starts, but not when it ends."))
    else:
        into.ask("time", _("It ends when it starts. Write a later time."))
    return None, day_text


def _plan(days: Days, hours: Hours) -> Plan | None:
    start = MIDNIGHT if hours.all_day else hours.start
    end = MIDNIGHT if hours.all_day else hours.end
    if start is None or end is None:
        return None
    first = days.dates[0] if days.dates else days.first
    assert first is not None, "asked for where there are days"
    rests = days.repeats in (Repeats.WEEKLY, Repeats.BIWEEKLY)
    return Plan(
        first_date=first,
        start_time=start,
        end_time=end,
        repeats=days.repeats,
        until=days.until,
        all_day=hours.all_day,
        weekdays=days.weekdays,
        positions=days.positions,
        dates=days.dates,
        without=days.without,
        # As for whoever types a new one here and says nothing else.
        rests_at_holidays=rests,
        rests_in_summer=rests,
    ).settled()


def _wrong_with(plan: Plan, *, now: datetime) -> Problem | None:
    if missing := plan.first_missing_time(now=now):
        moment, _which = missing
        message = _(
            "%(time)s on %(day)s does not exist: the clocks are put forward that night. Choose another time."
        )
        return Problem("time", filled(message, time=clock(moment), day=day_with_year(moment.date())))
    starts = plan.starts(now=now)
    if not starts:
        return Problem("date", _("There is no date in this time. Choose other days."))
    if to_utc(starts[-1] + plan.duration, NORWAY) <= now:
        return Problem("date", _("This date has passed."))
    if starts[0] > horizon(now).replace(tzinfo=None):
        return Problem("date", _("This is too far ahead."))
    return None


def _as_candidate(plan: Plan) -> dict[str, Any]:
    if plan.repeats != Repeats.ONCE:
        return {"plan": plan}
    start = datetime.combine(plan.first_date, plan.start_time)
    ends = midnight(plan.first_date + timedelta(days=plan.days)) if plan.all_day else None
    return {
        "starts_at": to_utc(start, NORWAY),
        "ends_at": to_utc(start + plan.duration, NORWAY) if ends is None else ends,
        "all_day": plan.all_day,
    }
