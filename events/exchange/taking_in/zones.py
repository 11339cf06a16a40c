"""Which time zone a calendar means by a name that nobody knows: a person says it once, for all of it.

The answer is kept with the source and holds for everything that is read of it later. What was read of a file
is kept with its upload, packed and without the lines that name people: with an answer it is read again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel.core import get_global
from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import local_day
from core.formats import cldr
from core.isolation import isolated
from events.exchange.candidates import ReadSource
from events.exchange.models import Source, Upload, UploadRow
from events.exchange.reading.calendars import FILE, CalendarRead, as_source, read_calendar
from events.exchange.taking_in.storing import activities, as_json, in_words, unpacked
from organisations.naming import search_form

# What most calendars mean, and what those mean that come from elsewhere.
FIRST = ("Europe/Oslo", "Europe/London", "Europe/Helsinki", "Europe/Kyiv", "Atlantic/Reykjavik", "UTC")
PLACES = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def answers_of(source: Source | None) -> dict[str, str]:
    """What was said of the zones of `source`: names in the file to names that are known."""
    return dict(source.answers.get("time_zone", {})) if source else {}


def unanswered(source: Source, names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in answers_of(source)]


def read_of(source: Source | None, data: bytes, *, now: datetime) -> CalendarRead:
    """What a calendar offers from today on, with what was answered of its zones. Raises `NoCalendar`."""
    day = local_day(now)
    return read_calendar(data, today=day, start=day, zones=answers_of(source))


@transaction.atomic
def keep(*, source: Source, answers: Mapping[str, str]) -> None:
    """Remember what was said. The calendar is read anew, also where it has not changed."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    said = {**answers_of(locked), **answers}
    still_asks = any(name not in said for name in locked.answers.get("zones", []))
    locked.answers = {**locked.answers, "time_zone": said, "asks_zone": still_asks}
    locked.etag = locked.modified = ""
    locked.save(update_fields=["answers", "etag", "modified"])
    source.answers, source.etag, source.modified = locked.answers, "", ""


def read_again(*, upload: Upload, now: datetime) -> None:
    """The rows of `upload` as its calendar says them with the answers of now. Raises `NoCalendar`.

    What was written in a row stays; what was taken in of it is left alone.
    """
    kept = upload.answers.get("again")
    if kept:
        _replace_rows(upload, as_source(read_of(upload.source, unpacked(kept), now=now)))


@transaction.atomic
def _replace_rows(upload: Upload, read: ReadSource) -> None:
    locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if locked.taken_at:
        return
    rows = {_name_of(row.candidates): row for row in locked.rows.order_by("-number")}
    last = max((row.number for row in rows.values()), default=0)
    new = []
    for group in activities(read.candidates):
        candidates = [as_json(each) for each in group]
        row = rows.pop(_name_of(candidates), None)
        if row is None:
            last += 1
            row = UploadRow(upload=locked, number=last)
            new.append(row)
        elif row.outcome is not None:
            continue
        row.candidates, row.raw = candidates, dict(group[0].raw)
        if row.pk:
            row.save(update_fields=["candidates", "raw"])
    UploadRow.objects.bulk_create(new)
    locked.rows.filter(pk__in=[row.pk for row in rows.values() if row.outcome is None]).delete()
    of_the_file = [each for each in locked.problems if each[0] == FILE]
    locked.problems = of_the_file + [each for each in in_words(read.problems) if each not in of_the_file]
    locked.save(update_fields=["problems"])


def _name_of(candidates: list[dict[str, Any]]) -> str:
    """By what a row is known again, whatever its dates: the calendar's own number, or its words."""
    first = candidates[0] if candidates else {}
    return str(first.get("source_uid") or (first.get("title"), first.get("raw", {}).get("DTSTART")))


def choices() -> list[tuple[str, Any]]:
    """For a list to choose from: Norway, some that are often meant, and behind them all that there are."""
    return [*((name, _label(name)) for name in FIRST), (_("All others"), _others())]


def _label(name: str) -> str:
    """ "Norge (Europe/Oslo)"."""
    place = cldr().territories.get(get_global("zone_territories").get(name, ""))
    return f"{place} ({isolated(name)})" if place else name


@lru_cache(maxsize=1)
def _others() -> list[tuple[str, str]]:
    names = (name for name in available_timezones() if name.split("/")[0] in PLACES and name not in FIRST)
    return [(name, name) for name in sorted(names, key=search_form)]
