"""What a text message is taken for. A wrong no sends people home: it is asked again instead."""

import pytest

from events.confirming.choices import Answer
from events.confirming.parsing import understood


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ja", None),
        ("JA!!", None),
        ("Ja vi kommer 14 stk", 14),
        ("JA12", 12),
        ("ja ١٢", 12),
        ("JA 999", 999),
        ("JA\x00 12", 12),
        ("\u202eJA 12", 12),
        ("👍🏽", None),
        ("Ja! Vi blir kanskje 5 min forsinket", None),
        ("ja " + "9" * 10_000, 999999),
        ("ja " * 3_000, None),
    ],
)
def test_yes(text, count):
    said = understood(text)
    assert (said.answer, said.count) == (Answer.YES, count)


@pytest.mark.parametrize(
    "text", ["nei dessverre", "Nei 14", "NO", "No, sorry", "لا", "ні", "Vi må avlyse", "👎"]
)
def test_no(text):
    assert understood(text).answer == Answer.NO


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀",
        "Nja",
        "nei, ikke avlyst",
        "Er det avlyst?",
        "No problem",
        "Eg er på veg no",
        "Nei, det går fint",
        "لا مشكلة",
        "9" * 10_000,
        "x" * 10_000,
    ],
)
def test_neither(text):
    assert understood(text).answer is None
