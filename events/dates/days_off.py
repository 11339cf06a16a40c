"""Days on which many activities pause: public holidays, and the school holidays of a municipality."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the names that the library has in Norwegian: another language of ours reads its own.
HOLIDAYS: dict[str, Promise] = {
    "Første nyttårsdag": _("New Year's Day"),
    "Skjærtorsdag": _("Maundy Thursday"),
    "Langfredag": _("Good Friday"),
    "Første påskedag": _("Easter Sunday"),
    "Andre påskedag": _("Easter Monday"),
    "Arbeidernes dag": _("1 May, Labour Day"),
    "Grunnlovsdag": _("17 May, Norway's Constitution Day"),
    "Kristi himmelfartsdag": _("Ascension Day"),
    "Første pinsedag": _("Whit Sunday"),
    "Andre pinsedag": _("Whit Monday"),
    "Første juledag": _("Christmas Day"),
    "Andre juledag": _("Boxing Day"),
}
CONSTITUTION_DAY = "Grunnlovsdag"
# No public holidays, and the list has neither, but most people are at home with their own: asked about alike.
EVES: dict[tuple[int, int], Promise] = {
    (12, 24): _("Christmas Eve"),
    (12, 31): _("New Year's Eve"),
}


@dataclass(frozen=True)
class DayOff:
    """Why a day is special. `name` is for the reader; `pauses` is whether most activities do."""

    name: str
    pauses: bool


@dataclass(frozen=True)
class Holiday:
    """A stretch of days off with a name, both ends in it: a school holiday."""

    name: str
    first: date
    last: date


def days_off(first: date, last: date, *, school: Iterable[Holiday] = ()) -> dict[date, DayOff]:
    """The special days from `first` to `last`, named in the active language where it has a name."""
    found: dict[date, DayOff] = {}
    for holiday in school:
        day = max(holiday.first, first)
        while day <= min(holiday.last, last):
            found[day] = DayOff(holiday.name, pauses=True)
            day += timedelta(days=1)
    for year in range(first.year, last.year + 1):
        for (month, number), name in EVES.items():
            eve = date(year, month, number)
            if first <= eve <= last:
                found[eve] = DayOff(str(name), pauses=True)
        for day, names in _public_holidays(year).items():
            if first <= day <= last:
                found[day] = _public(names)
    return found


def is_public_holiday(day: date) -> bool:
    """Whether shops and offices are closed by law. Christmas Eve and New Year's Eve are none."""
    return day in _public_holidays(day.year)


def _public(names: tuple[str, ...]) -> DayOff:
    """17 May is the one that is full of activities; in 2027 it is Whit Monday too."""
    shown = CONSTITUTION_DAY if CONSTITUTION_DAY in names else names[0]
    return DayOff(str(HOLIDAYS.get(shown, shown)), pauses=CONSTITUTION_DAY not in names)


@cache
def _public_holidays(year: int) -> dict[date, tuple[str, ...]]:
    found = holidays.country_holidays("NO", years=year, language="no")
    return {day: tuple(names.split("; ")) for day, names in found.items()}
