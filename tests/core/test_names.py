"""What is typed into a name is a name until it looks like something else; one rule wherever it is asked."""

import pytest
from django.core.exceptions import ValidationError

from core.names import clean_name
from events.signups.forms import PhonedForm, SignUpForm
from newcomers.reading.cells import CellError, read_name

NAMES = [
    "A.Hansen",
    "St.Clair Kari",
    "Dr.Nguyen",
    "A.Li",
    "J.R. Hansen",
    "J.R.R.Tolkien",
    "Anne-Marie O’Brien jr.",
    "Олена Ш.",
    "О.Шевченко",
    "عبد الله",
    "Dr. Ali",
    "Kari.Nordmann",
    "Olav 5.",
    "Nguyễn Thị Hoa",
]
LURES = {
    "Win at evil.example": "link",
    "see https://x.no/": "link",
    "www.evil": "link",
    "Olena <a@b.no>": "link",
    "evil.com": "link",
    "Kari evil．com": "link",
    "EVIL.NO": "link",
    "bank.logg-inn.no": "link",
    "банк.рф": "link",
    "Ring 900 00 000 og bekreft BankID i dag": "number",
    "Ring ٩٠٠ ٠٠ ٠٠٠": "number",
    "+47 90000": "number",
    "Kari 01010112345": "national_number",
    "010101 12345": "national_number",
}


def roads(name: str) -> dict[str, bool]:
    """Whether each place that asks for a name takes `name`."""
    try:
        read_name(name)
        in_a_list = True
    except CellError:
        in_a_list = False
    return {
        "list": in_a_list,
        "sign-up": "name" not in SignUpForm({"name": name}).errors,
        "phoned": "name" not in PhonedForm({"name": name}).errors,
    }


@pytest.mark.parametrize("name", NAMES)
def test_names_are_names(name):
    assert clean_name(name) == name
    assert set(roads(name).values()) == {True}


@pytest.mark.parametrize(("text", "code"), LURES.items())
def test_what_could_lure_is_no_name_anywhere(text, code):
    with pytest.raises(ValidationError) as refused:
        clean_name(text)
    assert refused.value.code == code
    assert set(roads(text).values()) == {False}


def test_name_stands_on_one_line():
    assert clean_name("Olena\r\nBcc: all \u2028 Eksempel") == "Olena Bcc: all Eksempel"
