"""Days that were typed or pasted as people here write them: "19.06.2027, 26. juni og 3. juli".

What is not understood is named and never guessed at; what is, is shown before it is saved.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel.dates import get_day_names, get_month_names
from django.conf import settings
from django.utils.translation import gettext

from core.formats import formats_of, weekday
from core.isolation import filled

ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
NUMBERS = re.compile(
    r"(?P<day>\d{1,2})\s?[./]\s?(?P<month>\d{1,2})(?:\s?[./]\s?(?P<year>\d{4}|\d{2}(?!\d))|[./])?(?!\d)"
)
DAY_AND_WORD = re.compile(r"(?P<day>\d{1,2})\.?\s?(?P<month>[^\W\d_]{3,})\.?(?:,?\s+(?P<year>\d{4})(?!\d))?")
# "5., 12. og 19. juni": the month comes with the last of them.
DAY_ALONE = re.compile(r"(?P<day>\d{1,2})\.?(?!\d)")
# A time is no day: 18.10 is not in October here.
AT_A_TIME = re.compile(
    r"(?:kl|klokka|klokken)\b\.?\s*\d{1,4}(?:[.:]\d{2})?(?:\s*[-–]\s*\d{1,4}(?:[.:]\d{2})?)?", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+\.?")
BETWEEN = re.compile(r"[\s,;:&•·*()–-]+")
# "19.–21. juni" is three days; a dash that begins a line is none.
THROUGH = re.compile(r"[^\S\n]*[–-][^\S\n]*")
MOST_DAYS_THROUGH = 31
JOINING = frozenset({"og", "and", "den", "the", "på", "i", "та", "і", "й", "و"})
# A piece that is not understood is named by so much of it.
LONGEST_NAMED = 40
# Enough to find them in what was pasted.
MOST_NAMED = 5


@dataclass(frozen=True)
class Picked:
    """`days` in order, each once.

    `unclear` are the pieces that say no day; `wrong_weekdays` those whose weekday is not that day's.
    """

    days: tuple[date, ...]
    unclear: tuple[str, ...] = ()
    wrong_weekdays: tuple[tuple[str, date], ...] = ()


def mistakes_in(found: Picked) -> list[str]:
    """What is wrong with the days that somebody typed, in words."""
    mistakes: list[str] = [
        filled(gettext("We did not understand “%(text)s”. Write a day as 26.06.2027."), text=text)
        for text in found.unclear[:MOST_NAMED]
    ]
    mistakes += [
        filled(
            gettext("You wrote “%(text)s”, but that day is a %(weekday)s."),
            text=text,
            weekday=weekday(day.weekday()),
        )
        for text, day in found.wrong_weekdays[:MOST_NAMED]
    ]
    if not mistakes and not found.days:
        mistakes = [gettext("There is no date here. Write a day as 26.06.2027.")]
    return mistakes


def read_days(text: str, *, today: date) -> Picked:
    """The days in `text`. One without a year is the next such day, or in the year that was named last."""
    return _Reader(text, today).read()


class _Reader:
    def __init__(self, text: str, today: date) -> None:
        self.text, self.today = text, today
        self.days: set[date] = set()
        self.unclear: list[str] = []
        self.wrong: list[tuple[str, date]] = []
        self.year: int | None = None
        # What was read and waits: days without a month, and whether a dash leads to them; the weekday before.
        self.waiting: list[tuple[str, bool]] = []
        self.weekday: tuple[str, int] | None = None
        # The day before this place, and whether a dash leads on from it.
        self.last: date | None = None
        self.through = False

    def read(self) -> Picked:
        place = 0
        while place < len(self.text):
            place = self._step(place)
        self.unclear += [piece for piece, _through in self.waiting]
        return Picked(tuple(sorted(self.days)), tuple(self.unclear), tuple(self.wrong))

    def _step(self, place: int) -> int:
        """Take what stands at `place`. Returns where the next piece begins."""
        if found := BETWEEN.match(self.text, place):
            self.through = bool(THROUGH.fullmatch(found.group()))
            return found.end()
        through, self.through = self.through, False
        if found := AT_A_TIME.match(self.text, place):
            self.unclear.append(found.group())
            return found.end()
        for pattern in (ISO, NUMBERS):
            if found := pattern.match(self.text, place):
                if through:
                    self._add_waiting(int(found["month"]), found["year"])
                self._add(found, int(found["month"]), through)
                return found.end()
        found = DAY_AND_WORD.match(self.text, place)
        if found and (number := months().get(found["month"].casefold())):
            self._add_waiting(number, found["year"])
            self._add(found, number, through)
            return found.end()
        if found := DAY_ALONE.match(self.text, place):
            self.waiting.append((found.group(), through))
            return found.end()
        if found := WORD.match(self.text, place):
            return self._word(found)
        end = next((n for n in range(place, len(self.text)) if BETWEEN.match(self.text, n)), len(self.text))
        self.unclear.append(self.text[place:end][:LONGEST_NAMED])
        return end

    def _word(self, found: re.Match[str]) -> int:
        word = found.group().rstrip(".").casefold()
        if word in weekdays():
            self.weekday = (found.group(), weekdays()[word])
        elif word not in JOINING:
            self.unclear.append(found.group()[:LONGEST_NAMED])
        return found.end()

    def _add_waiting(self, month: int, year: str | None) -> None:
        waiting, self.waiting = self.waiting, []
        for day, through in waiting:
            self._take(day, month, year, day, through)

    def _add(self, found: re.Match[str], month: int, through: bool) -> None:
        self._take(found["day"], month, found["year"], found.group(), through)

    def _take(self, day: str, month: int, year: str | None, piece: str, through: bool) -> None:
        weekday, self.weekday = self.weekday, None
        number = int(day.rstrip("."))
        if year:
            self.year = int(year) + (2000 if len(year) == 2 else 0)
            years = [self.year]
        else:
            # 29 February is not in every year.
            years = [*([self.year] if self.year else []), *range(self.today.year, self.today.year + 5)]
        days = [_day(number, month, each) for each in years]
        found = next((each for each in days if each and (year or each >= self.today)), None)
        if found is None:
            self.unclear.append(piece.strip()[:LONGEST_NAMED])
            return
        last, self.last = self.last, found
        if through and last and not self._fill(last, found):
            self.unclear.append(piece.strip()[:LONGEST_NAMED])
            return
        self.days.add(found)
        if weekday and found.weekday() != weekday[1]:
            self.wrong.append((f"{weekday[0]} {piece.strip()}"[:LONGEST_NAMED], found))

    def _fill(self, first: date, last: date) -> bool:
        """Take the days between as well. False: the dash leads back, or too far."""
        if not 0 < (last - first).days <= MOST_DAYS_THROUGH:
            return False
        self.days.update(first + timedelta(days=number) for number in range(1, (last - first).days))
        return True


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def months() -> dict[str, int]:
    """The months' names, whole and short, in every language of the site."""
    return {
        name.rstrip(".").casefold(): number
        for locale in _locales()
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, locale=locale).items()
    }


@cache
def weekdays() -> dict[str, int]:
    """The same of weekdays; 0 is Monday."""
    return {
        name.rstrip(".").casefold(): number
        for locale in _locales()
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_day_names(width, context, locale=locale).items()
    }


def _locales() -> list[str]:
    return [formats_of(code) for code, _name in settings.LANGUAGES]
