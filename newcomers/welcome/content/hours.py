"""Opening hours as a package says them: a line for days that are alike, and what is otherwise soon."""

from datetime import datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext

from core.clock import local_day
from core.formats import labelled
from core.isolation import filled
from events.standing.hours import Hours, Week, hours_on
from events.standing.wording import Row, days_in_words, times_in_words, week_in_rows

# As far ahead as exceptions are named: a package is read for some weeks.
AHEAD = timedelta(days=30)


def hours_in_lines(hours: Hours, now: datetime) -> list[str]:
    """ "Monday to Thursday: 10:00–16:00", in the active language; the week of the season that it is."""
    today = local_day(now)
    season = hours_on(hours, today).season
    week = season.week if season else hours.week
    lines = [_line(rows) for rows in _alike(week)]
    for exception in hours.to_come(today):
        if exception.first <= today + AHEAD:
            lines.append(labelled(days_in_words(exception), times_in_words(exception.times)))
    return lines


def _alike(week: Week) -> list[list[Row]]:
    rows = week_in_rows(week)
    return [list(group) for times, group in groupby(rows, key=lambda row: row.times) if times]


def _line(rows: list[Row]) -> str:
    first, last = rows[0], rows[-1]
    if len(rows) == 1:
        return labelled(first.name, first.times)
    days = filled(gettext("%(first)s to %(last)s"), first=first.name, last=last.name)
    return labelled(days, first.times)
