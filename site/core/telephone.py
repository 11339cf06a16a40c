"""Telephone numbers: one number is one text, however it was typed (E.164)."""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import clean_line

# A number without a country's code is read as one from here.
REGION, COUNTRY_CODE = "NO", 47
# Service numbers of five digits, and Europe's of six: E.164 has no form for them.
SHORT = re.compile(r"\d{5}|116\d{3}")
# In some countries a number does not say whether it is at home or in a pocket.
MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
# As `read_telephone` writes a number.
STORED = re.compile(r"\+\d{6,15}")


def read_telephone(text: str) -> str:
    """The number in `text` as "+4790123456". Raises `ValidationError` for what is none.

    A Norwegian short number stays as it is: it has no international form.
    """
    typed = _plain(text).strip().removeprefix("tel:")
    if any(char.isalpha() for char in typed):
        raise _no_number()
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        raise _no_number() from None
    digits = phonenumbers.national_significant_number(number)
    if number.country_code == COUNTRY_CODE and "+" not in typed and SHORT.fullmatch(digits):
        return digits
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise _no_number()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_mobile(text: str) -> str:
    """The number in `text` as `read_telephone` has it, if a text message can reach it, from any country.

    Raises `ValidationError` for what is none, and for a landline, a short number or a service.
    """
    number = read_telephone(text)
    if not is_mobile(number):
        raise ValidationError(
            _("This is not a mobile number. Type one that gets text messages, for example +47 412 34 567."),
            code="not_mobile",
        )
    return number


def is_mobile(number: str) -> bool:
    """Whether `number`, as `read_telephone` wrote it, is one that a text message can reach."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) in MOBILE


def same_telephone(text: str) -> str:
    """`text` as numbers are compared; what cannot be read as one is only cleaned."""
    try:
        return read_telephone(text)
    except ValidationError:
        return " ".join(clean_line(text).split())


def _plain(text: str) -> str:
    """Figures of any script as ours, and no sign that is not seen: what a page or a document copies along."""
    seen = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in seen)


def _no_number() -> ValidationError:
    return ValidationError(
        _("Type the whole phone number, for example +47 12 34 56 78."), code="invalid_telephone"
    )
