import pytest

from core.languages import direction, fallback_chain, language_choices, pick, pick_language


def test_language_choices_name_each_language_in_itself():
    assert dict(language_choices())["uk"] == "Українська"


@pytest.mark.parametrize(("code", "expected"), [("ar", "rtl"), ("nb", "ltr")])
def test_direction_follows_the_script(code, expected):
    assert direction(code) == expected


def test_fallback_chain_begins_with_the_reader():
    assert fallback_chain("uk") == ["uk", "en", "nb", "nn"]


def test_pick_language_follows_the_chain():
    assert pick_language(["nb", "en"], "uk") == "en"


def test_pick_language_takes_what_there_is():
    assert pick_language(["ar"], "uk") == "ar"


def test_pick_of_nothing_is_none():
    assert pick({}, "nb") is None
