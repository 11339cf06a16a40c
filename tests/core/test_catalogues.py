"""Every text of ours is there in every language, with its placeholders."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ADDRESS = re.compile(r"https?://\S+")
# No promise: an example of how something is typed, and "digits" written out.
NUMBERS_DIFFER = ("is not a month that we understand", "Use only the letters a to z")
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]


def catalogue(language: str) -> polib.POFile:
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path), check_for_duplicates=True)


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_leaves_nothing_untranslated(language):
    left = [entry.msgid for entry in catalogue(language) if not entry.translated() and not entry.obsolete]
    assert left == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_keeps_every_placeholder(language):
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        if not entry.msgid_plural
        and sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert wrong == []


def test_catalogues_hold_the_same_texts():
    texts = {language: {entry.msgid for entry in catalogue(language)} for language in TRANSLATED}
    assert all(found == texts["nb"] for found in texts.values())


def numbers_in(text: str) -> list[str]:
    """The numbers that a text promises, sorted; not those in addresses, and in whichever digits."""
    bare = ADDRESS.sub(" ", PLACEHOLDER.sub(" ", text))
    return sorted(str(int(found)) for found in re.findall(r"\d+", bare))


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_promises_the_same_numbers(language):
    """An age, a price or a number of days that one language has and another has not."""
    said = [
        (entry.msgid, words)
        for entry in catalogue(language)
        for words in (entry.msgstr, *entry.msgstr_plural.values())
        if words and numbers_in(entry.msgid) != numbers_in(words)
    ]
    assert [each for each in said if not any(text in each[0] for text in NUMBERS_DIFFER)] == []
