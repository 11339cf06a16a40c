"""A municipality's own list of its organisations, as a CSV file or a workbook: what each row says.

What a cell says that cannot be used is left out and named; a row without a name is not taken. Of a contact
person a telephone and a mailbox are kept, which the municipality publishes, and never the name.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import labelled
from core.isolation import filled
from core.mail.letter import validate_address
from core.names import NATIONAL_NUMBER
from core.spreadsheets.formulas import is_formula
from core.spreadsheets.reading import Cell, Row, UnreadableFile, read_rows
from core.telephone import read_telephone
from core.text import clean_address
from organisations import icnpo
from organisations.models import Organisation
from organisations.naming import search_form
from organisations.registers.icnpo import NAMES
from organisations.registers.numbers import read_orgnr

MOST_ROWS, HEADER_WITHIN_ROWS, SHOWN = 800, 10, 200
LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "orgnr": gettext_lazy("Organisation number"),
    "kind": gettext_lazy("What it is"),
    "icnpo": gettext_lazy("What it does"),
    "village": gettext_lazy("Village or part of town"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Phone number"),
    "website": gettext_lazy("Website"),
}
# As `search_form` gives them. The first column that fits is taken.
HEADERS: dict[str, str] = {
    **dict.fromkeys(["navn", "namn", "name", "organisasjon", "organisation", "lag", "forening"], "name"),
    **dict.fromkeys(["lag forening", "lag og foreninger", "foreining", "navn pa lag"], "name"),
    **dict.fromkeys(["orgnr", "org nr", "organisasjonsnummer", "organisasjonsnr", "org nummer"], "orgnr"),
    **dict.fromkeys(["type", "slag", "kind", "hva slags", "organisasjonstype"], "kind"),
    **dict.fromkeys(["kategori", "kategorier", "icnpo", "kategoriar", "category", "categories"], "icnpo"),
    **dict.fromkeys(["bygd", "grend", "krets", "sted", "stad", "omrade", "bydel", "village"], "village"),
    **dict.fromkeys(["e post", "epost", "e postadresse", "epostadresse", "email", "e mail", "mail"], "email"),
    **dict.fromkeys(["telefon", "tlf", "mobil", "telefonnummer", "phone", "tlf nr"], "phone"),
    **dict.fromkeys(
        ["nettside", "hjemmeside", "heimeside", "nettsted", "nettstad", "web", "website"], "website"
    ),
    **dict.fromkeys(["kontakt", "kontaktperson", "kontaktinfo", "contact", "leder", "leiar"], "contact"),
}
KINDS: dict[str, str] = {
    "frivilligsentral": Organisation.Kind.VOLUNTEER_CENTRE,
    "frivillighetssentral": Organisation.Kind.VOLUNTEER_CENTRE,
    "bibliotek": Organisation.Kind.LIBRARY,
    "folkebibliotek": Organisation.Kind.LIBRARY,
    "kommunal": Organisation.Kind.MUNICIPAL,
    "kommune": Organisation.Kind.MUNICIPAL,
    "annet": Organisation.Kind.OTHER,
    "anna": Organisation.Kind.OTHER,
}
IN_TEXT_EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
IN_TEXT_PHONE = re.compile(r"(?:\+\d{1,3}[ -]?)?\d(?:[ -]?\d){7}")
CODE = re.compile(r"\d{4,5}")
CODES_BY_NAME = {search_form(name): code for code, name in NAMES.items()}


@dataclass
class Listed:
    """One row. `original` is what stood in it, under its own headings; `problems` what was left out."""

    number: int
    name: str = ""
    orgnr: str = ""
    kind: str = Organisation.Kind.ASSOCIATION
    icnpo: list[str] = field(default_factory=list)
    village: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    problems: list[str] = field(default_factory=list)
    original: list[tuple[str, str]] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """What is kept, by the names of `Organisation`'s columns."""
        return {name: value for name, value in asdict(self).items() if name in LABELS}


def read_directory(data: bytes) -> list[Listed]:
    """Every row of the file `data` that says anything. Raises `UnreadableFile`."""
    rows = read_rows(data)
    headings, columns = _header(rows)
    found = []
    for number, row in rows:
        listed = _listed(number, row, headings, columns)
        if listed.original:
            found.append(listed)
        if len(found) > MOST_ROWS:
            raise UnreadableFile(
                filled(
                    _("The list has more than %(count)s rows. Divide it and upload the parts."),
                    count=MOST_ROWS,
                )
            )
    if not found:
        raise UnreadableFile(_("There is a header, but no organisations under it."))
    return found


def _header(rows: Iterator[tuple[int, Row]]) -> tuple[list[str], dict[str, int]]:
    for number, row in rows:
        headings = [str(cell or "").strip()[:60] for cell in row]
        columns: dict[str, int] = {}
        for index, heading in enumerate(headings):
            name = HEADERS.get(search_form(heading))
            if name:
                columns.setdefault(name, index)
        if "name" in columns:
            return headings, columns
        if number >= HEADER_WITHIN_ROWS:
            break
    raise UnreadableFile(
        _(
            "We did not find a column with names. "
            "The first row must name the columns, for example: Navn; Orgnr; Bygd."
        )
    )


def _listed(number: int, row: Row, headings: list[str], columns: dict[str, int]) -> Listed:
    listed = Listed(number)
    for heading, cell in zip(headings, row, strict=False):
        if cell not in (None, ""):
            # A number that should never have been in the list is not shown again either.
            listed.original.append((heading, NATIONAL_NUMBER.sub("…", str(cell))[:SHOWN]))
    for name, index in columns.items():
        cell = row[index] if index < len(row) else None
        if cell in (None, ""):
            continue
        if is_formula(cell):
            listed.problems.append(_said(name, _("The cell starts like a formula.")))
            continue
        READERS[name](listed, " ".join(str(cell).split()))
    if not listed.name:
        listed.problems.append(_said("name", _("Write the name.")))
    return listed


def _said(name: str, words: str) -> str:
    return labelled(str(LABELS.get(name) or _("Contact")), words)


def _name(listed: Listed, text: str) -> None:
    listed.name = text[:150]


def _orgnr(listed: Listed, text: str) -> None:
    try:
        # A workbook makes a number of it: "810034882.0".
        listed.orgnr = read_orgnr(text.removesuffix(".0"))
    except ValueError:
        listed.problems.append(_said("orgnr", _("It is not an organisation number, and is left out.")))


def _kind(listed: Listed, text: str) -> None:
    form = search_form(text)
    own = {search_form(str(label)): value for value, label in Organisation.Kind.choices}
    listed.kind = KINDS.get(form) or own.get(form) or Organisation.Kind.ASSOCIATION


def _icnpo(listed: Listed, text: str) -> None:
    codes = [code for code in CODE.findall(text) if code in NAMES]
    names = [CODES_BY_NAME.get(search_form(part), "") for part in re.split(r"[,;/]", text)]
    listed.icnpo = list(dict.fromkeys([*codes, *filter(None, names)]))
    if not listed.icnpo:
        listed.problems.append(_said("icnpo", _("We do not know this category, and leave it out.")))


def _village(listed: Listed, text: str) -> None:
    listed.village = text[:80]


def _email(listed: Listed, text: str) -> None:
    address = clean_address(text).removeprefix("mailto:")
    try:
        validate_address(address)
    except ValidationError:
        listed.problems.append(_said("email", _("It is not an e-mail address, and is left out.")))
    else:
        listed.email = address


def _phone(listed: Listed, text: str) -> None:
    try:
        listed.phone = read_telephone(text.removesuffix(".0"))
    except ValidationError:
        listed.problems.append(_said("phone", _("It is not a phone number, and is left out.")))


def _website(listed: Listed, text: str) -> None:
    address = clean_address(text)
    address = address if "://" in address else f"https://{address}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        listed.problems.append(_said("website", _("It is not a web address, and is left out.")))
    else:
        listed.website = address[:200]


def _contact(listed: Listed, text: str) -> None:
    """Whom to ask, in one cell: its mailbox and telephone, where they have no column of their own."""
    if not listed.email and (email := IN_TEXT_EMAIL.search(text)):
        _email(listed, email.group())
    if not listed.phone and (phone := IN_TEXT_PHONE.search(text)):
        _phone(listed, phone.group())


READERS = {
    "name": _name,
    "orgnr": _orgnr,
    "kind": _kind,
    "icnpo": _icnpo,
    "village": _village,
    "email": _email,
    "phone": _phone,
    "website": _website,
    "contact": _contact,
}


def as_words(listed: Listed, name: str, cell: Cell = None) -> str:
    """One value of a row, as a person reads it."""
    value = getattr(listed, name)
    if name == "kind":
        return str(Organisation.Kind(value).label)
    return ", ".join(str(icnpo.NAMES[code]) for code in value) if name == "icnpo" else str(value)
