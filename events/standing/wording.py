"""Opening hours in words, in the active language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext

from core.clock import NORWAY
from core.formats import clock, day, day_of_the_year, in_words, short_day, weekday
from core.isolation import filled
from events.dates.days_off import days_off
from events.facts import capitalised
from events.standing.hours import SOME_YEAR, WEEKDAYS, Day, Exceptional, Hours, OnDay, Season, Times, hours_on
from events.standing.state import Is, State


def state_in_words(state: State) -> str:
    """ "Open now until 16:00", "Closed. Opens: Thursday 26 November, 10:00" """
    if state.moment is None:
        always = state.what == Is.ALWAYS_OPEN
        return gettext("Open day and night") if always else gettext("Closed until further notice")
    if state.is_open:
        return open_in_words(state.what, state.moment)
    words = {"time": clock(state.moment), "day": day(state.moment)}
    sentences = {
        Is.OPENS_TODAY: gettext("Closed now. Opens today at %(time)s"),
        Is.OPENS_TOMORROW: gettext("Closed now. Opens tomorrow at %(time)s"),
        Is.OPENS_ON: gettext("Closed now. Opens: %(day)s, %(time)s"),
        Is.CLOSED_UNTIL: gettext("Closed now. Opens again: %(day)s, %(time)s"),
    }
    return filled(sentences[state.what], **words)


def open_in_words(what: Is, ends_at: datetime) -> str:
    """ "Open now until 16:00", "Open now until Tue 24 Nov, 16:00", "Open day and night" """
    if what == Is.ALWAYS_OPEN:
        return gettext("Open day and night")
    time_ = clock(ends_at)
    if what == Is.CLOSES_SOON:
        return filled(gettext("Closes soon, at %(time)s"), time=time_)
    if what == Is.OPEN_FOR_DAYS:
        time_ = filled(gettext("%(day)s, %(time)s"), day=short_day(ends_at), time=time_)
    return filled(gettext("Open now until %(time)s"), time=time_)


def times_in_words(times: Iterable[Times]) -> str:
    """ "10:00–14:00 and 17:00–20:00", "Closed" """
    stretches = [_stretch(each) for each in times]
    return in_words(stretches) if stretches else gettext("Closed")


def _stretch(times: Times) -> str:
    if times.opens == times.closes == time.min:
        return gettext("open all day and night")
    return f"{_clock(times.opens)}–{_clock(times.closes)}"


def _clock(moment: time) -> str:
    return clock(datetime.combine(date(SOME_YEAR, 1, 1), moment, NORWAY))


@dataclass(frozen=True)
class Row:
    """One day in a table of hours. `why` says what makes it another day than most; "" else."""

    name: str
    times: str
    is_open: bool
    is_today: bool = False
    why: str = ""
    # Somebody's own words, in Norwegian.
    note: str = ""


def next_days(hours: Hours, today: date) -> list[Row]:
    """The seven days from today on."""
    days = [hours_on(hours, today + timedelta(days=number)) for number in range(7)]
    return [
        Row(
            name=capitalised(day(each.day)),
            times=times_in_words(each.times),
            is_open=bool(each.times),
            is_today=each.day == today,
            why=_why(each),
            note=each.exception.note if each.exception else "",
        )
        for each in days
    ]


def _why(said: OnDay) -> str:
    off = days_off(said.day, said.day).get(said.day)
    if off:
        return off.name
    return gettext("Not as usual") if said.exception else ""


def week_in_rows(week: tuple[Day, ...]) -> list[Row]:
    """A week by the names of its days."""
    return [
        Row(capitalised(weekday(number)), times_in_words(week[number]), bool(week[number]))
        for number in WEEKDAYS
    ]


def season_in_words(season: Season) -> str:
    """ "20 June to 20 August" """
    first, last = (day_of_the_year(date(SOME_YEAR, *end)) for end in (season.first, season.last))
    return filled(gettext("%(first)s to %(last)s"), first=first, last=last)


def days_in_words(exception: Exceptional) -> str:
    """ "Monday 3 March", or the first and the last day."""
    if exception.first == exception.last:
        return day(exception.first)
    return filled(gettext("%(first)s to %(last)s"), first=day(exception.first), last=day(exception.last))
