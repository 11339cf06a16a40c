"""How one cell of a list of people is read, or what is typed into a form: what it says, or what is wrong.

What is refused is never repeated where it may be a national identity number.
"""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.comparing import search_form
from core.isolation import filled
from core.mail.letter import validate_address
from core.mail.typos import meant
from core.names import NATIONAL_NUMBER, clean_name
from core.spreadsheets.encodings import is_broken, looks_misread, other_readings
from core.spreadsheets.formulas import is_formula
from core.spreadsheets.reading import Cell
from core.telephone import is_mobile, read_telephone
from core.text import clean_address, same_address
from core.world_languages import code_of
from newcomers.reading.months import EARLIEST_YEAR, month_of
from newcomers.reading.words import split

NAME_LENGTH = 120
SHOWN = 40
# What people put where there is nothing to say.
NOTHING = frozenset(
    search_form(word)
    for word in split(
        "ingen|ukjent|mangler|vet ikke|veit ikkje|ikke oppgitt|ikkje oppgitt|na|n a|nei|none|"
        "null|nil|unknown|no email|not given|har ikke|finnes ikke|nan|невідомо|немає|لا يوجد|"
        "غير معروف"
    )
)
ADDRESS_IN_BRACKETS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
BETWEEN_ADDRESSES = re.compile(r"\s*(?:[;,\n\r]|:::|\s/\s|\s(?:og|eller|and|or)\s)\s*", re.IGNORECASE)
# Google puts the one that its owner has chosen first.
EXPORTED = ":::"
BETWEEN_NUMBERS = re.compile(r"\s*(?:[;,\n\r]|:::|\s/\s?|/|\s(?:og|eller|and|or)\s)\s*", re.IGNORECASE)
BEFORE_A_NUMBER = re.compile(
    r"^(?:tlf|tel|telefon|mobil|mob|mobile|phone|cell|nr|p|t|m)\.?\s*:?\s*(?=[+\d(])", re.IGNORECASE
)
# What letters of another alphabet become in ours. No name has them.
SIGNS = re.compile("[\u00a1-\u00a9\u00ac-\u00b3\u00b5\u00b6\u00b8\u00b9\u00bc-\u00bf×÷†‡…‰‹›€™№∂∆∏∑√∞∫≈≠≤≥◊]")
ELEVEN_FIGURES = re.compile(r"\d{11}")


class CellError(Exception):
    """A cell that cannot be used. The message says what is wrong and what to do. `proposals` are what may
    have been meant; `reason` is a short word for the kind."""

    def __init__(self, message: str, *, reason: str = "", proposals: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reason, self.proposals = reason, proposals


def text_of(cell: Cell) -> str:
    """The cell on one line; "" where it says that there is nothing. Raises `CellError` for a formula."""
    if isinstance(cell, date):
        return cell.isoformat()
    text = " ".join(str(cell or "").split())
    if not any(char.isalnum() for char in text) and "@" not in text:
        # "-", "–", "?", "…" and an emoji alone.
        return "" if not is_formula(text) or not text.strip("'=+-@ \t") else _refuse_formula(text)
    if search_form(text) in NOTHING or re.fullmatch(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", text):
        return ""
    return text


def _refuse_formula(text: str) -> str:
    if is_formula(text):
        raise CellError(_("The cell starts like a formula. Type the value as plain text."), reason="formula")
    return text


def has_national_number(text: str) -> bool:
    """Whether eleven figures stand in `text` as those of a national identity number do."""
    plain = _figures(text)
    return NATIONAL_NUMBER.search(plain) is not None


def _figures(text: str) -> str:
    usual = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in usual
        if unicodedata.category(char) != "Cf"
    )


def _no_national_number() -> CellError:
    return CellError(
        _("This looks like a national identity number. We never keep those: take it out of the list."),
        reason="national_number",
    )


def shown(text: str) -> str:
    """As much of a cell as an error may repeat: what could be a national identity number is left out."""
    return NATIONAL_NUMBER.sub("…", _figures(text))[:SHOWN]


def read_name(cell: Cell) -> str:
    """A name on one line, or "". Raises `CellError`."""
    text = " ".join(str(cell or "").split())
    # Question marks alone are a name in letters that the file could not hold; one is no answer.
    text = text if text.count("?") > 2 else text_of(cell)
    if is_broken(text):
        raise CellError(
            filled(
                _(
                    "Letters of the name “%(value)s” were lost before the list came here. "
                    "Type the name as the person writes it."
                ),
                value=shown(text),
            ),
            reason="broken",
        )
    text = _refuse_formula(text)
    if any(looks_misread(word) or SIGNS.search(word) for word in text.split()):
        raise CellError(
            filled(
                _("The name “%(value)s” is not readable. Choose what it should be, or type it."),
                value=shown(text),
            ),
            reason="misread",
            proposals=tuple(other_readings(text)),
        )
    try:
        name = clean_name(text)
    except ValidationError as error:
        raise CellError(error.messages[0], reason=error.code or "") from None
    if len(name) > NAME_LENGTH:
        raise CellError(filled(_("The name is longer than %(count)s letters."), count=NAME_LENGTH))
    return name


def read_email(cell: Cell) -> str:
    """The address in the cell. Raises `CellError` where there is none, or more than one."""
    address = read_address(cell)
    if not address:
        raise CellError(_("The e-mail address is missing."), reason="missing")
    return address


def read_address(cell: Cell) -> str:
    """The same, or "" where the cell says nothing."""
    written = str(cell or "").strip() if not isinstance(cell, date) else cell.isoformat()
    if not text_of(written):
        return ""
    _refuse_formula(written)
    brackets = ADDRESS_IN_BRACKETS.findall(written)
    parts = brackets or [part for part in BETWEEN_ADDRESSES.split(written) if part]
    addresses = [_address(part, written) for part in parts]
    found = list({same_address(each): each for each in reversed(addresses)}.values())[::-1]
    if len(found) > 1 and EXPORTED not in written:
        raise CellError(
            _("There are several addresses here. Choose the one that the person reads."),
            reason="several",
            proposals=tuple(found[:3]),
        )
    return found[0]


def _address(part: str, written: str) -> str:
    address = clean_address(part).removeprefix("mailto:")
    try:
        validate_address(address)
    except ValidationError:
        if has_national_number(written):
            raise _no_national_number() from None
        raise CellError(
            filled(_("“%(value)s” is not an e-mail address."), value=shown(" ".join(written.split()))),
            reason="address",
        ) from None
    if has_national_number(address):
        raise _no_national_number()
    return address


def refuse_misspelt(address: str) -> None:
    """Raises `CellError` with a proposal where the mail server is probably another: nothing is corrected."""
    name, _at, server = address.rpartition("@")
    probably = _meant(server)
    if probably:
        probably = f"{name}@{probably}"
        raise CellError(
            filled(_("Did you mean %(address)s?"), address=probably), reason="typo", proposals=(probably,)
        )


@lru_cache(maxsize=5000)
def _meant(server: str) -> str:
    """Most of a list have the same few servers."""
    return meant(f"somebody@{server}").rpartition("@")[2]


def read_phone(cell: Cell) -> str:
    """The number in the cell (E.164), of several the mobile one, or "". Raises `CellError`."""
    text = text_of(str(cell or "") if not isinstance(cell, date) else cell.isoformat())
    if not text:
        return ""
    if has_national_number(text) and not is_telephone(text):
        raise _no_national_number()
    parts = BETWEEN_NUMBERS.split(str(cell).strip())
    found = [_telephone(BEFORE_A_NUMBER.sub("", part.strip().lstrip("'"))) for part in parts]
    numbers = list(dict.fromkeys(filter(None, found)))
    if len(numbers) > 1 and EXPORTED not in text:
        return _one_of(numbers)
    if numbers:
        return numbers[0]
    if is_formula(text) and not text.startswith("+"):
        _refuse_formula(text)
    raise CellError(filled(_("“%(value)s” is not a phone number."), value=shown(text)), reason="phone")


def _one_of(numbers: list[str]) -> str:
    mobiles = list(filter(is_mobile, numbers))
    if len(mobiles) > 1:
        raise CellError(
            _("There are several mobile numbers here. Choose the one that the person uses."),
            reason="several",
            proposals=tuple(mobiles[:3]),
        )
    return (mobiles or numbers)[0]


def _telephone(text: str) -> str:
    """A number as `read_telephone` has it; one that begins with its country's figures has lost its plus."""
    # Excel's own: "91234567.0" and "4.79123E+09" are no numbers that somebody typed.
    plain = re.sub(r"^(\d{8,15})[.,]0$", r"\1", text)
    for written in (plain, f"+{_figures(plain)}" if re.fullmatch(r"\d{10,15}", _digits(plain)) else ""):
        try:
            return read_telephone(written) if written else ""
        except ValidationError:
            continue
    return ""


def _digits(text: str) -> str:
    return re.sub(r"[\s().-]", "", _figures(text))


def is_telephone(text: str) -> bool:
    """Whether so many figures are a number to call: eleven, with nothing before them, are not."""
    return ELEVEN_FIGURES.search(re.sub(r"\d{12,}|\+\d+|\b00\d+", "", _digits(text))) is None


def read_language(cell: Cell, *, default: str) -> str:
    """The language's code (ISO 639-1, else 639-3), or "" where the cell says nothing. `default` is what the
    municipality writes, for "Norwegian" and no word of which. Raises `CellError`."""
    text = _refuse_formula(text_of(cell))
    if not text:
        return ""
    code = code_of(text)
    if code == "no":
        return default if default in ("nb", "nn") else "nb"
    if code is None:
        if has_national_number(text):
            raise _no_national_number()
        raise CellError(
            filled(
                _(
                    "We do not know “%(value)s” as a language. "
                    "Write its name, for example ukrainsk, tigrinja or dari."
                ),
                value=shown(text),
            ),
            reason="language",
        )
    return code


def read_month(cell: Cell, *, today: date) -> date | None:
    """The first of the month of arrival. The day, where one is given, is dropped: it is never stored."""
    if isinstance(cell, date):
        found: tuple[int, int] | None = (cell.year, cell.month)
        text = str(cell.date() if isinstance(cell, datetime) else cell)
    else:
        text = _refuse_formula(text_of(cell))
        if not text:
            return None
        found = month_of(text, today=today)
    if found is None or not (1 <= found[1] <= 12 and found[0] >= EARLIEST_YEAR):
        if has_national_number(text):
            raise _no_national_number()
        raise CellError(
            filled(
                _("“%(value)s” is not a month that we understand. Write it like 2026-10 or 10.2026."),
                value=shown(text),
            ),
            reason="month",
        )
    year, month = found
    if year > today.year + 1:
        raise CellError(
            filled(
                _("“%(value)s” is too far ahead. Write the month when the person moved here, or will."),
                value=shown(text),
            ),
            reason="month",
        )
    return date(year, month, 1)
