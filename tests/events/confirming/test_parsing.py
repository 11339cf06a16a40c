"""What people write back, and what is understood of it."""

import pytest

from events.confirming.parsing import Said, understood

YES, NO = "yes", "no"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ja", Said(YES)),
        ("JA!!", Said(YES)),
        (" Ja. ", Said(YES)),
        ("jepp", Said(YES)),
        ("Yes", Said(YES)),
        ("Так", Said(YES)),
        ("نعم", Said(YES)),
        ("ja12", Said(YES, 12)),
        ("JA 12", Said(YES, 12)),
        ("ja ١٢", Said(YES, 12)),
        ("Ja vi kommer 14 stk", Said(YES, 14)),
        ("JA 999", Said(YES, 999)),
        ("JA A2 12", Said(YES, 12, "A2")),
        ("ja a2", Said(YES, None, "A2")),
        ("A2 nei", Said(NO, None, "A2")),
        ("ja men vi starter kl 19", Said(YES, has_more=True)),
        ("Ja, 12 kom, men vi starter kl. 19:30", Said(YES, 12, has_more=True)),
        ("ja 10 voksne og 3 barn", Said(YES, has_more=True)),
        ("nei", Said(NO)),
        ("nei dessverre", Said(NO)),
        ("Nope", Said(NO)),
        ("Ні", Said(NO)),
        ("لا", Said(NO)),
        ("avlyst", Said(NO)),
        ("nei, 3 er syke", Said(NO)),
        ("👍", Said(YES, is_weak=True)),
        ("👍🏽", Said(YES, is_weak=True)),
        ("ok", Said(YES, is_weak=True)),
        ("👎", Said(NO, is_weak=True)),
        ("12", Said(None, 12)),
        ("det var 12", Said(None, 12)),
        ("", Said()),
        ("hva er dette?", Said()),
        ("ja nei vet ikke", Said()),
        ("ikke avlyst", Said()),
        ("det blir ikke noe", Said()),
        ("ja, men ikke i kveld", Said(has_more=True)),
        ("kl 19", Said(has_more=True)),
        ("takk", Said()),
    ],
)
def test_what_is_understood(text, said):
    assert understood(text) == said


@pytest.mark.parametrize("text", ["\u202eja", "ja\u200b", "j\u00ada"])
def test_what_nobody_sees_turns_no_answer(text):
    assert understood(text).answer == YES
