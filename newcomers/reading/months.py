"""The month of arrival as people write it. The day, where one is given, is read to check that it is one, and
then forgotten: it is never stored."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from babel import Locale

from core.comparing import search_form
from core.formats import formats_of
from core.languages import language_codes
from newcomers.reading.words import split

EARLIEST_YEAR = 1950
# Excel's days since 1899-12-30, as text where a cell was formatted as text: from 2000 on.
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
SERIAL_START, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 36_526, 55_153
AROUND = re.compile(r"^(?:ca\.?|omtrent|rundt|fra|siden|sidan|kom|from|since|about)\s+", re.IGNORECASE)
CLOCK = re.compile(r"[T ](?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
# Each gives a year and a month; a year of two figures is in this century.
PATTERNS = [
    re.compile(r"(?P<year>\d{4})[-./ ]\s?(?P<month>\d{1,2})(?:[-./ ]\s?(?P<day>\d{1,2}))?\.?"),
    re.compile(r"(?:(?P<day>\d{1,2})[-./ ]\s?)?(?P<month>\d{1,2})[-./ ]\s?(?P<year>\d{4})\.?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})"),
    re.compile(r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})[-./ ]\s?(?P<year>\d{2})\.?"),
    re.compile(r"(?P<month>\d{1,2})[-./]\s?(?P<year>\d{2})\.?"),
]
# "26-02-17" is a day in 2017 to one reader and in 2026 to another.
DASHED = re.compile(r"(\d{2})-(\d{1,2})-(\d{2})")


def month_of(text: str, *, today: date) -> tuple[int, int] | None:
    """(year, month) in `text`, or None where there is none, or nobody can be sure which."""
    plain = CLOCK.sub("", AROUND.sub("", " ".join(_our_digits(text).split())))
    serial = SERIAL.fullmatch(plain)
    if serial:
        days = int(serial[1])
        if not FIRST_SERIAL <= days <= LAST_SERIAL:
            return None
        day = SERIAL_START + timedelta(days=days)
        return day.year, day.month
    dashed = DASHED.fullmatch(plain)
    if dashed:
        return _dashed(dashed, today)
    for pattern in PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            parts = match.groupdict()
            year, month = _year(parts["year"], today), int(parts["month"])
            if (
                "day" not in parts
                and len(parts["year"]) == 2
                and year not in range(today.year - 3, today.year + 2)
            ):
                # "10.12" is a day in December rather than October of 2012.
                return None
            return (year, month) if _is_date(year, month, int(parts.get("day") or 1)) else None
    return _named(plain, today)


def _our_digits(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _dashed(match: re.Match[str], today: date) -> tuple[int, int] | None:
    """Day first, unless only the year can stand first; where both can, nobody knows."""
    first, month, last = (int(part) for part in match.groups())
    around = range(today.year - 10, today.year + 2)
    readings = {
        (year, month)
        for year, day in ((2000 + last, first), (2000 + first, last))
        if year in around and _is_date(year, month, day)
    }
    return readings.pop() if len(readings) == 1 else None


def _year(text: str, today: date) -> int:
    """Two figures are a year of this century, up to the next one, or of the last."""
    year = int(text)
    if len(text) > 2:
        return year
    return 2000 + year if 2000 + year <= today.year + 5 else 1900 + year


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _named(text: str, today: date) -> tuple[int, int] | None:
    """ "oktober 2026", "1. okt. 2026", "feb. 26", "October 2026", "жовтень 2026"."""
    words = re.findall(r"[^\W\d_]+|\d+", search_form(text))
    months = {_month_names()[word] for word in words if word in _month_names()}
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or sum(word in _month_names() for word in words) != 1:
        return None
    if any(not word.isdecimal() and word not in _month_names() and word not in YEAR_WORDS for word in words):
        return None
    years = [word for word in numbers if len(word) == 4]
    if not years:
        # "26. feb" is a day, and "feb. 26" a year; with a day before it the last is the year.
        position = next(index for index, word in enumerate(words) if word in _month_names())
        years = [word for word in words[position + 1 :] if len(word) == 2 and word.isdecimal()]
    if len(years) != 1 or len(numbers) > 2:
        return None
    return _year(years[0], today), months.pop()


YEAR_WORDS = frozenset(
    search_form(word) for word in split("år|year|de|of|den|the|рік|року|р|г|عام|سنة|kl|th|st|nd|rd")
)


@cache
def _month_names() -> dict[str, int]:
    return {search_form(name): number for name, number in _all_month_names() if " " not in search_form(name)}


def _all_month_names() -> Iterator[tuple[str, int]]:
    for code in language_codes():
        months = Locale.parse(formats_of(code)).months
        for usage in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield from ((name, number) for number, name in months[usage][width].items())
    # What people shorten otherwise.
    short = split("jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des|sept|oct|dec|may")
    numbers = [*range(1, 13), 9, 10, 12, 5]
    yield from zip(short, numbers, strict=True)
