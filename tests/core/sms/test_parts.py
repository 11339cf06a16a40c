"""How many messages a text is: the numbers of 3GPP TS 23.038, one sign before and after each."""

import pytest
from django.utils.translation import override

from core.sms import answers
from core.sms.parts import parts_of
from core.sms.words import language_of, start_language, stop_language


@pytest.mark.parametrize(
    ("text", "number", "left"),
    [
        ("", 1, 160),
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 145),
        ("a" * 306, 2, 0),
        ("a" * 307, 3, 152),
        # A sign of the extension table takes two, and is not torn.
        ("€" * 80, 1, 0),
        ("€" * 81, 2, 153 - 10),
        ("a" * 152 + "€" * 5, 2, 153 - 10),
        ("æøåÆØÅ" * 20, 1, 40),
        ("я" * 70, 1, 0),
        ("я" * 71, 2, 63),
        ("я" * 134, 2, 0),
        ("م" * 135, 3, 66),
        # An emoji takes two units, and is not torn: 33 fit where 33.5 would.
        ("😀" * 35, 1, 0),
        ("😀" * 36, 2, 67 - 6),
    ],
)
def test_parts(text, number, left):
    parts = parts_of(text)
    assert (parts.number, parts.left) == (number, left)


def test_signs_that_make_it_dear_are_named_once():
    parts = parts_of("Sámi beaivi «1» «2»")
    assert (parts.is_gsm, parts.others) == (False, ("á", "«", "»"))
    assert parts_of("Blåbærsyltetøy [1] {2} €").is_gsm


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("STOP", "nb"),
        ("stopp!", "nb"),
        ("  Stopp, ikke send mer til meg ", "nb"),
        ("SLUTT", "nb"),
        ("Slutt å sende", "nb"),
        ("СТОП", "uk"),
        ("توقف", "ar"),
        ("تَوَقَّف.", "ar"),
        ("إيقاف", "ar"),
        ("slutt kl. 20", ""),
        ("ja, slutt 20", ""),
        ("stoppested", ""),
        ("JA", ""),
        ("", ""),
        ("😀", ""),
    ],
)
def test_stop_in_every_language(text, language):
    assert stop_language(text) == language


def test_start_and_the_language_of_an_answer():
    assert [start_language(text) for text in ("Start", "старт!", "ابدأ", "start kl 18")] == [
        "nb",
        "uk",
        "ar",
        "",
    ]
    assert [language_of(text) for text in ("Так", "نعم", "hva", "😀", "")] == ["uk", "ar", "nb", "nb", "nb"]


@pytest.mark.parametrize(("language", "most"), [("en", 1), ("nb", 1), ("nn", 1), ("uk", 2), ("ar", 2)])
def test_our_own_answers_are_short(language, most):
    with override(language):
        texts = [answers._stopped(), answers._started(), answers._example()]
    assert [parts_of(text).number <= most for text in texts] == [True] * 3, texts
