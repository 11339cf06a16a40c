"""Every text of ours is there in every language, with its placeholders."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from tests.stack_plugin import ROOT

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


ROOMS = ("site", "organisations", "events", "newcomers", "home", "demo")
# How a text is asked for, and where among what is given it stands.
ASKS = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}
IN_A_TEMPLATE = re.compile(r"\b(n?p?)gettext\((u?'(?:[^'\\\\]|\\\\.)*'|u?\"(?:[^\"\\\\]|\\\\.)*\")")


def texts_in_code() -> Iterator[str]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call):
                    continue
                place = ASKS.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
                if (
                    place is not None
                    and len(node.args) > place
                    and isinstance(node.args[place], ast.Constant)
                ):
                    yield str(node.args[place].value)


def texts_in_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.*"):
        if path.suffix in (".html", ".mjml", ".txt"):
            for kind, text in IN_A_TEMPLATE.findall(templatize(path.read_text(), origin=str(path))):
                if "p" not in kind:
                    yield ast.literal_eval(text)


def test_every_text_that_is_asked_for_is_in_the_catalogues():
    """An entry that was taken out for another page's sake leaves this one in English."""
    there = {entry.msgid for entry in catalogue("nb")}
    asked = {text for text in [*texts_in_code(), *texts_in_templates()] if text.strip()}
    assert asked - there == set()


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
