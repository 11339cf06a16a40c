"""Every text of ours is there in every language, with its placeholders."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
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
