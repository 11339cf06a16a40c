import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf.locale import LANG_INFO
from django.utils.translation import override

from config.languages import LANGUAGES, Language, introduce
from core import formats
from core.languages import direction, fallback_chain, is_foreign, language_choices, pick, pick_language
from events.choices import spoken_languages
from home.opening import open_municipality, open_site
from tests.stack_plugin import ROOT


def test_language_choices_name_each_language_in_itself():
    assert dict(language_choices())["uk"] == "Українська"


@pytest.mark.parametrize(("code", "expected"), [("ar", "rtl"), ("nb", "ltr")])
def test_direction_follows_the_script(code, expected):
    assert direction(code) == expected


@pytest.mark.parametrize(
    ("reader", "code", "expected"),
    [("nn", "nb", False), ("nb", "nn", False), ("nb", "nb", False), ("nn", "en", True), ("en", "nn", True)],
)
def test_bokmal_and_nynorsk_are_not_foreign_to_each_other(reader, code, expected):
    with override(reader):
        assert is_foreign(code) == expected


def test_fallback_chain_begins_with_the_reader():
    assert fallback_chain("uk") == ["uk", "en", "nb", "nn"]


def test_pick_language_follows_the_chain():
    assert pick_language(["nb", "en"], "uk") == "en"


def test_pick_language_takes_what_there_is():
    assert pick_language(["ar"], "uk") == "ar"


def test_pick_of_nothing_is_none():
    assert pick({}, "nb") is None


# Django knows only Polish. CLDR has Dari under another code, and no names of months in Lule Sámi.
NEW = (
    Language("pl", "Polish"),
    Language("ti", "Tigrinya", own_name="ትግርኛ"),
    Language("smj", "Lule Sámi", own_name="julevsámegiella", falls_back=("nb", "nn", "en"), formats="nb"),
    Language("prs", "Dari", own_name="دری", is_rtl=True, formats="fa_AF"),
)


@pytest.fixture
def more_languages(settings):
    """The site with four more entries in its table, and no catalogues for them yet."""
    known = {code: dict(info) for code, info in LANG_INFO.items()}
    introduce(NEW)
    added = [(language.code, language.name) for language in NEW]
    settings.LANGUAGES = [*settings.LANGUAGES, *added]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    settings.LANGUAGE_FALLBACKS = settings.LANGUAGE_FALLBACKS | {
        language.code: list(language.falls_back) for language in NEW
    }
    settings.LANGUAGE_FORMATS = settings.LANGUAGE_FORMATS | {
        language.code: language.formats_after for language in NEW
    }
    yield [language.code for language in NEW]
    LANG_INFO.clear()
    LANG_INFO.update(known)


@pytest.mark.django_db
def test_a_site_opens_in_every_language_that_has_an_entry(more_languages, heroy):
    """Adding Polish was a KeyError."""
    homes = open_site()
    assert list(homes) == ["nb", "nn", "en", "uk", "ar", *more_languages]
    open_municipality(municipality=heroy, admin_email="ny@heroy.example")
    assert {page.locale.language_code for page in heroy.pages.all()} == set(homes)
    # What has no catalogue yet begins with Norwegian words.
    assert homes["pl"].specific.heading == "Hvor bor du?"


@pytest.mark.parametrize("code", [language.code for language in NEW])
def test_days_numbers_and_names_are_written_in_a_new_language(more_languages, code):
    now = datetime(2026, 11, 23, 21, tzinfo=UTC)
    with override(code):
        for write in (formats.day, formats.day_with_year, formats.short_day, formats.month, formats.moment):
            assert write(now)
        assert formats.clock(now) == "22:00"
        assert formats.number(12)
        assert all(formats.language_in_words(spoken) for spoken in spoken_languages())


def test_a_new_language_has_its_name_its_direction_and_its_chain(more_languages):
    assert [(name, direction(code)) for code, name in language_choices()[-4:]] == [
        ("Polski", "ltr"),
        ("ትግርኛ", "ltr"),
        ("Julevsámegiella", "ltr"),
        ("دری", "rtl"),
    ]
    assert fallback_chain("smj") == ["smj", "nb", "nn", "en"]
    assert set(more_languages) <= set(spoken_languages())


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_entry_writes_its_months_in_words(language):
    """Where CLDR has a locale without words, Babel writes "M11", and then in other languages too."""
    with override(language.code):
        assert not re.search(r"M\d", formats.month(datetime(2026, 11, 23, tzinfo=UTC)))


def test_texts_are_collected_for_every_language_but_english():
    command = [sys.executable, "-m", "config.languages"]
    roots = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")])}
    env = os.environ | roots
    printed = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout
    assert printed.split() == ["--locale", "nb", "--locale", "nn", "--locale", "uk", "--locale", "ar"]
