"""What the two registers answer, read with care: every value is looked at before it is believed.

Postal lines (often "c/o" and somebody's home) and roles are not read at all (legal.md L23). What leads to a
telephone or a mailbox is a proposal to an editor, and public nowhere before they say so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from core.mail.letter import validate_address
from core.telephone import read_telephone
from core.text import clean_address, clean_line
from organisations.registers.asking import NoAnswerError
from organisations.registers.icnpo import NAMES

LONGEST_NAME = 150
# Words that a name in capitals keeps so, and those that it has in small letters.
CAPITALS = {"IL", "SK", "FK", "BK", "TIL", "BUL", "AS", "SA", "ANS", "DNT", "KFUM", "KFUK", "FAU", "NTNU"}
SMALL = {"og", "i", "på", "for", "av", "ved", "til", "med", "de", "den", "det", "under", "mot", "fra"}
TROUBLES = {
    "konkurs": "bankrupt",
    "underAvvikling": "closing",
    "underTvangsavviklingEllerTvangsopplosning": "closing",
}


@dataclass(frozen=True)
class Entry:
    """What the registers say. `email`, `phone` and `website` are proposals; `icnpo` are known codes alone.

    `troubles`: "bankrupt", "closing". `municipality` is a kommunenummer, `parent` an organisation number.
    """

    orgnr: str
    name: str
    legal_form: str = ""
    legal_form_name: str = ""
    municipality: str = ""
    place: str = ""
    parent: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    icnpo: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> "Entry":
        return cls(**values)


def read_unit(answer: Any, *, orgnr: str = "") -> Entry | None:
    """One unit of Enhetsregisteret; None where it is deleted. Raises `NoAnswerError` for what is none."""
    if not isinstance(answer, dict):
        raise NoAnswerError("nonsense")
    number, name = _text(answer, "organisasjonsnummer"), _text(answer, "navn")
    if not (len(number) == 9 and number.isascii() and number.isdigit()) or (orgnr and number != orgnr):
        raise NoAnswerError("nonsense")
    if answer.get("slettedato") or _text(answer, "respons_klasse").startswith("Slettet"):
        return None
    if not name:
        raise NoAnswerError("nonsense")
    form = _part(answer, "organisasjonsform")
    where = _part(answer, "forretningsadresse") or _part(answer, "postadresse")
    place = _text(where, "kommunenummer")
    return Entry(
        orgnr=number,
        name=readable(name)[:LONGEST_NAME],
        legal_form=_text(form, "kode")[:10],
        legal_form_name=_text(form, "beskrivelse")[:80],
        municipality=place if len(place) == 4 and place.isdecimal() else "",
        place=readable(_text(where, "kommune"))[:100],
        parent=_orgnr(answer.get("overordnetEnhet")),
        website=_website(_text(answer, "hjemmeside")),
        email=_email(_text(answer, "epostadresse")),
        phone=_phone(_text(answer, "telefon")) or _phone(_text(answer, "mobil")),
        troubles=sorted({word for name, word in TROUBLES.items() if answer.get(name) is True}),
    )


def read_categories(answer: Any, *, orgnr: str) -> list[str]:
    """The ICNPO codes of one voluntary organisation, in its own order. Raises `NoAnswerError`."""
    if not isinstance(answer, dict) or _text(answer, "organisasjonsnummer") != orgnr:
        raise NoAnswerError("nonsense")
    kind = _text(answer, "respons_klasse")
    if kind and kind != "FrivilligOrganisasjonInnfoert":
        return []
    rows = answer.get("icnpoKategorier")
    found = [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    found.sort(key=lambda each: order if isinstance(order := each.get("rekkefoelge"), int) else 99)
    codes = [_text(each, "icnpoNummer") for each in found]
    return list(dict.fromkeys(code for code in codes if code in NAMES))


def read_units(answer: Any) -> tuple[list[Entry], str]:
    """A page of a list, and the address of the next one or "". Rows that cannot be read are left out."""
    if not isinstance(answer, dict):
        raise NoAnswerError("nonsense")
    rows = _part(answer, "_embedded").get("enheter")
    following = _text(_part(_part(answer, "_links"), "next"), "href")
    return list(_readable_units(rows if isinstance(rows, list) else [])), following


def _readable_units(rows: list[Any]) -> Iterator[Entry]:
    for row in rows:
        try:
            entry = read_unit(row)
        except NoAnswerError:
            continue
        if entry is not None:
            yield entry


def readable(name: str) -> str:
    """A name as people write it: the register has "HERØY OG DØNNA IL", people have "Herøy og Dønna IL"."""
    if name != name.upper():
        return name
    words = name.split()
    return " ".join(_word(word, is_first=number == 0) for number, word in enumerate(words))


def _word(word: str, *, is_first: bool) -> str:
    if word in CAPITALS:
        return word
    small = word.lower()
    if small in SMALL and not is_first:
        return small
    return "-".join(part[:1].upper() + part[1:] for part in small.split("-"))


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return clean_line(value[:500]).strip() if isinstance(value, str) else ""


def _part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _orgnr(value: Any) -> str:
    """A number, or the row that has it."""
    text = _text(value, "organisasjonsnummer") if isinstance(value, dict) else value
    return text if isinstance(text, str) and len(text) == 9 and text.isdecimal() else ""


def _website(text: str) -> str:
    address = clean_address(text)
    if not address:
        return ""
    address = address if address.lower().startswith(("https://", "http://")) else f"https://{address}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address[:200]


def _email(text: str) -> str:
    address = clean_address(text)
    try:
        validate_address(address)
    except ValidationError:
        return ""
    return address


def _phone(text: str) -> str:
    try:
        return read_telephone(text) if text else ""
    except ValidationError:
        return ""
