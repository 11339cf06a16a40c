"""How days, times, numbers and telephone numbers are written: one answer each, for pages, mails and files.

Words are in the active language. A moment is shown on the clock in Norway, whatever zone is active. What is
returned is plain text, not HTML.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache, wraps
from typing import overload

import phonenumbers
from babel import Locale, localedata
from babel.dates import format_date, format_skeleton, get_datetime_format, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext

from core.clock import NORWAY
from core.isolation import OwnWords, filled, in_a_sentence, own_words
from core.language_names import name_in
from core.languages import NORWEGIAN

# Shorter than this, what ends after midnight belongs to the evening that it began on.
ONE_EVENING = timedelta(hours=12)
NO_BREAK_SPACE = "\u00a0"
COUNTRY_CODE = "+47"
# Where CLDR writes otherwise than our catalogues. In Ukrainian it has U+02BC for the apostrophe, which search
# and screen readers take for another letter than ’; and joins by "і", which beside "і" cannot be said aloud.
OUR_SIGNS = {"uk": str.maketrans({"\u02bc": "\u2019"})}
UKRAINIAN_YEAR = re.compile(r"(?<=\d)\sр\.")
JOINED_BY = {"uk": "та"}


def locale_name() -> str:
    """Babel's name of the active language, or of the one whose days and numbers it uses."""
    return formats_of(get_language() or settings.LANGUAGE_CODE)


def cldr() -> Locale:
    """What CLDR knows of the active language, or of the one whose days and numbers it uses."""
    return _locale(locale_name())


@lru_cache
def _locale(name: str) -> Locale:
    # A list formats some hundred times.
    return Locale.parse(name)


@lru_cache
def formats_of(code: str) -> str:
    """Babel's name of language `code`. Norwegian where CLDR knows none."""
    name = settings.LANGUAGE_FORMATS.get(code, code.replace("-", "_"))
    return name if localedata.exists(name) else settings.LANGUAGE_CODE


@overload
def local(value: datetime) -> datetime: ...


@overload
def local(value: date) -> date: ...


def local(value: datetime | date) -> datetime | date:
    """A moment on the clock in Norway; a date, or a time without a zone, as it is."""
    return value.astimezone(NORWAY) if isinstance(value, datetime) and value.tzinfo else value


def _in_our_signs(text: str) -> str:
    """What CLDR says, as our catalogues write it. Every word that comes from Babel goes through here."""
    written = text.translate(OUR_SIGNS.get(locale_name(), {}))
    # A day at the end of a sentence would end with two full stops.
    return UKRAINIAN_YEAR.sub(f"{NO_BREAK_SPACE}року", written)


def once_a_day(write: Callable[[date], str]) -> Callable[[datetime | date], OwnWords]:
    """For a function that writes a day: pages name the same ones again and again, each is written once."""

    @lru_cache(maxsize=4096)
    def of_day(_language: str | None, value: date) -> OwnWords:
        return OwnWords(write(value))

    @wraps(write)
    def written(value: datetime | date) -> OwnWords:
        here = local(value)
        if not isinstance(here, date):
            # A template may have nothing to give, which CLDR's functions take for now: not to be kept.
            return OwnWords(write(here))
        return of_day(get_language(), here.date() if isinstance(here, datetime) else here)

    return written


@once_a_day
def day(value: date) -> str:
    """A full day: "mandag 23. november"."""
    return _in_our_signs(format_date(value, _day_pattern(), locale=cldr()))


def _day_pattern() -> str:
    # CLDR keeps this pattern with short names only; the long ones fit the same pattern (UTS 35, 2.6.2.1).
    short = cldr().datetime_skeletons["MMMEd"].pattern
    return re.sub(r"M{3,}", "MMMM", re.sub(r"E+|c+", "EEEE", short))


@once_a_day
def day_with_year(value: date) -> str:
    """ "mandag 23. november 2026": the day as `day` writes it, and the year."""
    pattern = cldr().date_formats["full"].pattern
    # CLDR has a comma after an English weekday where there is a year, and none where there is not.
    if "," not in _day_pattern():
        pattern = pattern.replace("EEEE,", "EEEE")
    return _in_our_signs(format_date(value, pattern, locale=cldr()))


@once_a_day
def short_day(value: date) -> str:
    """ "man. 23. nov." """
    return _in_our_signs(format_skeleton("MMMEd", value, locale=cldr()))


@own_words
def day_of_the_year(value: date) -> str:
    """ "20. juni", of any year."""
    return _in_our_signs(format_skeleton("MMMMd", value, locale=cldr()))


@own_words
def day_number(value: datetime | date) -> str:
    """The day of the month: "23"."""
    return str(local(value).day)


@own_words
def numeric_day(value: datetime | date) -> str:
    """ "23.11.2026": as it is typed here, in every language."""
    return f"{local(value):%d.%m.%Y}"


@own_words
def weekday(number: int) -> str:
    """ "mandag" for 0"""
    # Not "stand-alone": Babel gives nynorsk bokmål's there, once it has read bokmål.
    return _in_our_signs(get_day_names("wide", context="format", locale=cldr())[number])


@once_a_day
def short_month(value: date) -> str:
    """ "nov." """
    names = get_month_names("abbreviated", context="stand-alone", locale=cldr())
    return _in_our_signs(names[value.month])


@once_a_day
def month(value: date) -> str:
    """ "november 2026" """
    return _in_our_signs(format_skeleton("yMMMM", value, locale=cldr()))


def clock(value: datetime) -> OwnWords:
    """The time of day, as it stands on posters and tickets in Norway: 18:00, in every language."""
    here = local(value)
    if not isinstance(here, datetime):
        return format_skeleton("Hm", here, locale=cldr())
    return _clock(get_language(), here.hour, here.minute)


@lru_cache(maxsize=8192)
def _clock(_language: str | None, hour: int, minute: int) -> OwnWords:
    return OwnWords(format_skeleton("Hm", datetime(2000, 1, 1, hour, minute), locale=cldr()))


@own_words
def day_and_time(value: datetime) -> str:
    """ "tirsdag 5. januar 2027, 18:00": with the year, because a term may begin in the next one."""
    return filled(gettext("%(day)s, %(time)s"), day=day_with_year(value), time=clock(value))


@own_words
def moment(value: datetime) -> str:
    """A day and a time, for logs and lists of staff."""
    # CLDR has no pattern for the two together: it says how a date and a time are joined (UTS 35, 2.6.2.2).
    together = str(get_datetime_format("medium", locale=cldr()))
    date_ = format_skeleton("yMMMd", local(value), locale=cldr())
    return _in_our_signs(together.replace("'", "").format(clock(value), date_))


def is_all_day(start: datetime, end: datetime) -> bool:
    """Whether it has days and no times: from midnight to midnight."""
    return end > start and local(start).time() == local(end).time() == time.min


def last_day(start: datetime, end: datetime) -> date:
    """The day on which people say that it ends.

    22:00 to 01:00 belongs to the evening that it began on, and midnight ends the day before it.
    """
    if end - start < ONE_EVENING:
        return local(start).date()
    return (local(end) - timedelta(microseconds=1)).date()


def is_on_one_day(start: datetime, end: datetime) -> bool:
    """Whether people call it one day: the only place that knows."""
    return last_day(start, end) == local(start).date()


@own_words
def beginning(start: datetime, end: datetime) -> str:
    """When it begins: "mandag 23. november, 18:00"; of what lasts all day, only the day."""
    if is_all_day(start, end):
        return day(start)
    return filled(gettext("%(day)s, %(time)s"), day=day(start), time=clock(start))


@own_words
def day_with_beginning(start: datetime, end: datetime) -> str:
    """The same with the year: "tirsdag 5. januar 2027, 18:00"."""
    return day_with_year(start) if is_all_day(start, end) else day_and_time(start)


@own_words
def ending(start: datetime, end: datetime) -> str:
    """When it ends, for a place that has said when it starts: "01:00", or "tir. 24. nov., 16:00".

    Of what lasts all day the last of several days, else nothing.
    """
    if is_all_day(start, end):
        return "" if is_on_one_day(start, end) else short_day(last_day(start, end))
    if is_on_one_day(start, end):
        return clock(end)
    return filled(gettext("%(day)s, %(time)s"), day=short_day(end), time=clock(end))


@own_words
def hours(start: datetime, end: datetime) -> str:
    """ "18:00–20:00", "18:00 – tir. 24. nov., 16:00", "hele dagen", or "til tir. 24. nov." """
    if is_all_day(start, end):
        if is_on_one_day(start, end):
            return gettext("all day")
        return filled(gettext("all day, until %(day)s"), day=short_day(last_day(start, end)))
    dash = "–" if is_on_one_day(start, end) else " – "
    return f"{clock(start)}{dash}{ending(start, end)}"


@own_words
def when(start: datetime, end: datetime) -> str:
    """A day and its hours in a sentence: "mandag 23. november, 18:00 til 20:00"."""
    words = {"day": day(start), "start": clock(start), "end": clock(end), "last_day": day(end)}
    if is_all_day(start, end):
        words["last_day"] = day(last_day(start, end))
        if is_on_one_day(start, end):
            return filled(gettext("%(day)s, all day"), **words)
        return filled(gettext("%(day)s to %(last_day)s"), **words)
    if is_on_one_day(start, end):
        return filled(gettext("%(day)s, %(start)s to %(end)s"), **words)
    return filled(gettext("%(day)s, %(start)s to %(last_day)s, %(end)s"), **words)


def number(value: int | Decimal) -> OwnWords:
    """ "1 234,5" """
    return _number(value, locale_name())


@lru_cache(maxsize=5000)
def _number(value: int | Decimal, locale: str) -> OwnWords:
    return OwnWords(format_decimal(value, locale=cldr()))


@own_words
def kroner(ore: int) -> str:
    """What so many øre are in kroner: "49", "0,50"."""
    value = Decimal(ore) / 100
    if value == value.to_integral_value():
        return number(value)
    return format_decimal(value, format="#,##0.00", locale=cldr())


@own_words
def in_words(names: Iterable[str]) -> str:
    """Names in a row, as the reader's language joins them: "norsk, engelsk og ukrainsk"."""
    row = [str(in_a_sentence(name)) for name in names]
    joined_by = JOINED_BY.get(locale_name())
    if joined_by and len(row) > 1:
        return f"{', '.join(row[:-1])} {joined_by} {row[-1]}"
    return format_list(row, locale=cldr())


def comma() -> str:
    """What stands between two values in a row: ", ", and "، " in Arabic."""
    return pgettext("between two things on a line", ", ")


@own_words
def in_a_row(*values: object) -> str:
    """The values that are there, one after the other: "mandag 23. november, 18:00, Herøy bibliotek"."""
    return comma().join(str(in_a_sentence(value)) for value in values if value)


@own_words
def labelled(label: str, value: object) -> str:
    """A label and its value: "Når: mandag 23. november"."""
    return filled(pgettext("a label and its value", "%(label)s: %(value)s"), label=label, value=value)


@own_words
def language_in_words(code: str) -> str:
    """The name of language `code` in the reader's language. Bokmål and nynorsk are just Norwegian here."""
    return _in_our_signs(name_in(cldr(), "no" if code in NORWEGIAN else code))


@own_words
def written_language_in_words(code: str) -> str:
    """The same where it matters which Norwegian it is: "nynorsk"."""
    return _in_our_signs(name_in(cldr(), code))


def languages_in_words(codes: Iterable[str]) -> OwnWords:
    return _languages_in_words(get_language(), tuple(codes))


@lru_cache(maxsize=4096)
def _languages_in_words(_language: str | None, codes: tuple[str, ...]) -> OwnWords:
    return in_words(language_in_words(code) for code in codes)


def telephone(text: str) -> str:
    """A telephone number as Norwegians write it: "75 05 80 00", and a mobile "900 00 000".

    The spaces do not break: half a number can be neither read out nor pressed. A number from another country
    is grouped as that country does it.
    """
    digits = telephone_digits(text)
    own = digits.removeprefix(COUNTRY_CODE)
    if len(own) == 8 and own.isascii() and own.isdigit():
        groups = [own[:3], own[3:5], own[5:]] if own[0] in "489" else [own[i : i + 2] for i in range(0, 8, 2)]
        return NO_BREAK_SPACE.join(groups)
    return NO_BREAK_SPACE.join(_abroad(digits, text).split())


def _abroad(digits: str, text: str) -> str:
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def telephone_digits(text: str) -> str:
    """A telephone number as a `tel:` link wants it: digits, and a plus before a country's code."""
    digits = "".join(sign for sign in text if sign.isdigit() or sign == "+")
    return "+" + digits[2:] if digits.startswith("00") else digits
