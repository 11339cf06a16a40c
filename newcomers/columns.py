"""What the columns of a list of newcomers are called, and how a cell of each is read."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.formats import formats_of, in_a_row
from core.isolation import filled
from core.languages import language_choices, language_codes
from core.mail.letter import validate_address
from core.names import NATIONAL_NUMBER, clean_name
from core.spreadsheets.formulas import is_formula
from core.spreadsheets.reading import Cell
from core.text import clean_address
from organisations.naming import search_form

# Header names as `search_form` gives them: no accents, no hyphens. Everything else is left out and named.
HEADERS: dict[str, str] = {
    **dict.fromkeys(["navn", "namn", "name", "fullt navn", "fullt namn", "full name"], "name"),
    **dict.fromkeys(["fornavn", "forenavn", "fornamn", "forenamn", "first name", "given name"], "first_name"),
    **dict.fromkeys(["etternavn", "etternamn", "last name", "surname", "family name"], "last_name"),
    **dict.fromkeys(
        ["e post", "epost", "e postadresse", "epostadresse", "email", "e mail", "mail", "email address"]
        + ["e mail address"],
        "email",
    ),
    **dict.fromkeys(
        [
            "sprak",
            "foretrukket sprak",
            "fortrukke sprak",
            "onsket sprak",
            "onskt sprak",
            "sprakkode",
            "language",
        ]
        + ["preferred language"],
        "language",
    ),
    **dict.fromkeys(
        [
            "ankomst",
            "ankomstmaned",
            "maned",
            "manad",
            "ankomstmanad",
            "ankomstdato",
            "flyttet inn",
            "flyttet hit",
            "innflytting",
        ]
        + [
            "innflyttet",
            "innflyttingsdato",
            "flytta inn",
            "flytta hit",
            "tilflyttet",
            "month of arrival",
            "arrival",
            "month",
        ]
        + ["arrival month", "arrived", "arrival date", "date of arrival"],
        "arrived_month",
    ),
}
NAME_LENGTH = 120
EARLIEST_YEAR = 1950


class CellError(Exception):
    """A cell that cannot be used. The message says what is wrong and what to do."""


def _refuse_formula(cell: Cell) -> str:
    if is_formula(cell):
        raise CellError(_("The cell starts like a formula. Type the value as plain text."))
    return " ".join(str(cell or "").split())


def read_name(cell: Cell) -> str:
    try:
        name = clean_name(_refuse_formula(cell))
    except ValidationError as error:
        raise CellError(error.messages[0]) from None
    if len(name) > NAME_LENGTH:
        raise CellError(filled(_("The name is longer than %(count)s letters."), count=NAME_LENGTH))
    return name


def read_email(cell: Cell) -> str:
    email = clean_address(_refuse_formula(cell)).removeprefix("mailto:")
    if not email:
        raise CellError(_("The e-mail address is missing."))
    try:
        validate_address(email)
    except ValidationError:
        # A number that should never have been in the list is not shown again either.
        shown = NATIONAL_NUMBER.sub("…", email[:80])
        raise CellError(filled(_("“%(value)s” is not an e-mail address."), value=shown)) from None
    return email


def read_language(cell: Cell, *, default: str) -> str:
    """A language code of ours from a code, or from the language's name in itself, Norwegian or English."""
    text = _refuse_formula(cell)
    if not text:
        return default
    code = _language_names().get(search_form(text)) or _language_names().get(search_form(text.split("-")[0]))
    if code == "no":
        # "Norwegian", and no word of which: as the municipality writes.
        return default
    if code is None:
        names = in_a_row(*(name for _code, name in language_choices()))
        raise CellError(
            filled(
                _("We do not have the language “%(value)s”. Choose one of: %(names)s."),
                value=text[:40],
                names=names,
            )
        )
    return code


@cache
def _language_names() -> dict[str, str]:
    """Every spelling of every language that we have: {search form: code}."""
    names = {"no": "no", "norsk": "no", "norwegian": "no", "norvezka": "no"}
    names |= {"bokmal": "nb", "norsk bokmal": "nb", "nynorsk": "nn", "norsk nynorsk": "nn"}
    readers = [Locale.parse(formats_of(code)) for code in language_codes()]
    for code, own_name in language_choices():
        names[search_form(own_name)] = names[search_form(code)] = code
        for reader in readers:
            display = reader.languages.get(code)
            if display:
                names[search_form(display)] = code
    return names


def read_month(cell: Cell, *, today: date) -> date | None:
    """The first of the month of arrival. The day, where one is given, is dropped: it is never stored."""
    if isinstance(cell, date):
        year, month = cell.year, cell.month
    else:
        text = _refuse_formula(cell)
        if not text:
            return None
        year, month = _month_in(text) or _no_month(text)
    if not (1 <= month <= 12 and year >= EARLIEST_YEAR):
        _no_month(str(cell))
    if year > today.year + 1:
        raise CellError(
            filled(
                _("“%(value)s” is too far ahead. Write the month when the person moved here, or will."),
                value=str(cell)[:40],
            )
        )
    return date(year, month, 1)


def _no_month(text: str) -> tuple[int, int]:
    raise CellError(
        filled(
            _("“%(value)s” is not a month that we understand. Write it like 2026-10 or 10.2026."),
            value=text[:40],
        )
    )


# Each gives a year and a month; the day is read to check that it is one, and then forgotten.
MONTH_PATTERNS = [
    re.compile(r"(?P<year>\d{4})[-./ ](?P<month>\d{1,2})(?:[-./ ](?P<day>\d{1,2}))?(?:[T ][\d:.]+)?"),
    re.compile(r"(?:(?P<day>\d{1,2})[-./ ] ?)?(?P<month>\d{1,2})[-./ ] ?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})"),
]


def _month_in(text: str) -> tuple[int, int] | None:
    for pattern in MONTH_PATTERNS:
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict()
            year, month, day = int(parts["year"]), int(parts["month"]), int(parts.get("day") or 1)
            return (year, month) if _is_date(year, month, day) else None
    return _named_month_in(text)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _named_month_in(text: str) -> tuple[int, int] | None:
    """ "oktober 2026", "1. okt. 2026", "October 2026", "жовтень 2026"."""
    words = search_form(text).split()
    years = [int(word) for word in words if re.fullmatch(r"\d{4}", word)]
    months = [_month_names()[word] for word in words if word in _month_names()]
    return (years[0], months[0]) if len(years) == len(months) == 1 else None


@cache
def _month_names() -> dict[str, int]:
    return {search_form(name): number for name, number in _all_month_names()}


def _all_month_names() -> Iterator[tuple[str, int]]:
    for code in language_codes():
        months = Locale.parse(formats_of(code)).months
        for usage in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield from ((name, number) for number, name in months[usage][width].items())
