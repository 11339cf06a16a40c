"""One word for each thing: what people read keeps to `docs/terms/`, in every language."""

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
from django.conf import settings

from demo.people import LOG_INS
from tests.stack_plugin import ROOT

TERMS = ROOT / "docs" / "terms"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
DEMONSTRATION = (
    "demo.welcome",
    "demo.everywhere",
    "demo.places.bodo",
    "demo.places.hamaroy",
    "demo.places.heroy",
    "demo.places.heroy_page",
    "demo.places.rana",
    "demo.places.sortland",
    "demo.places.vagan",
)
# What is no word: placeholders, tags, addresses, and the marks of Arabic that are written or left out.
NO_WORDS = re.compile(r"%\(\w+\)[sd]|<[^>]*>|https?://\S+|\S+@\S+")
VOWEL_SIGNS = re.compile("[\u064b-\u0652\u2066-\u2069\u200e\u200f]")


class Term(NamedTuple):
    thing: str
    words: list[str]
    avoided: list[str]


class Exempt(NamedTuple):
    """`word` may stand where `text` is a part of what is read."""

    word: str
    text: str
    because: str


class Text(NamedTuple):
    """`source` names it (the English source in a catalogue, or itself); `words` is what is read."""

    source: str
    words: str


def rows_of(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split("[,،]", cell) if part.strip()]


def terms_of(language: str) -> tuple[list[Term], list[Exempt]]:
    words, exceptions = (TERMS / f"{language}.md").read_text().split("## Where a word may stand")
    return (
        [Term(row[0], parts(row[1]), parts(row[2])) for row in rows_of(words)],
        [Exempt(*row) for row in rows_of(exceptions)],
    )


@cache
def pattern(word: str) -> re.Pattern[str]:
    """`word` as whole words; `*` is any beginning or ending."""
    bare = VOWEL_SIGNS.sub("", word)
    anywhere = re.escape(bare).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w){anywhere}(?!\w)", re.IGNORECASE)


def found_in(text: str, terms: list[Term]) -> list[tuple[str, str]]:
    """(thing, word not to use) for those that stand in `text`, other than as a part of a word of `terms`."""
    bare = VOWEL_SIGNS.sub("", NO_WORDS.sub(" ", text))
    hits = [
        (term.thing, avoided, found.span())
        for term in terms
        for avoided in term.avoided
        for found in pattern(avoided).finditer(bare)
    ]
    if not hits:
        return []
    fine = [found.span() for term in terms for word in term.words for found in pattern(word).finditer(bare)]
    return [(thing, avoided) for thing, avoided, span in hits if not any(_is_part(span, of) for of in fine)]


def _is_part(span: tuple[int, int], of: tuple[int, int]) -> bool:
    return of[0] <= span[0] and span[1] <= of[1] and of != span


def catalogue_texts(language: str) -> Iterator[Text]:
    """What the product says in `language`; the English source is the same in every catalogue."""
    name = "nb" if language == "en" else language
    for entry in polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / name / "LC_MESSAGES" / "django.po")):
        if language == "en":
            said = [entry.msgid, entry.msgid_plural]
        else:
            said = [entry.msgstr, *entry.msgstr_plural.values()]
        yield from (Text(entry.msgid, words) for words in said if words and not entry.obsolete)


def demonstration_texts(language: str) -> Iterator[Text]:
    """What the demonstration's municipalities, activities and welcome package say in `language`."""
    for name in DEMONSTRATION:
        for value in vars(import_module(name)).values():
            yield from (Text(words, words) for words in said_in(language, value))
    if language == "en":
        yield from (Text(said, said) for log_in in LOG_INS for said in (log_in.role, log_in.to_try))


def said_in(language: str, value: object, *, in_it: bool = False) -> Iterator[str]:
    """The texts in `value` that stand under the key `language`, however deep."""
    if isinstance(value, str) and in_it:
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == language or key not in LANGUAGES:
                yield from said_in(language, inner, in_it=in_it or key == language)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from said_in(language, inner, in_it=in_it)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from said_in(language, getattr(value, field.name), in_it=in_it)


def texts_of(language: str) -> list[Text]:
    return [*catalogue_texts(language), *dict.fromkeys(demonstration_texts(language))]


def wrong_words(language: str) -> list[tuple[str, str, Text]]:
    """(thing, word not to use, the text): before exceptions."""
    terms, _exceptions = terms_of(language)
    return [
        (thing, avoided, text)
        for text in texts_of(language)
        for thing, avoided in found_in(text.words, terms)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_use_the_one_word_for_each_thing(language):
    _terms, exceptions = terms_of(language)
    wrong = [
        (thing, word, text.words)
        for thing, word, text in wrong_words(language)
        if not any(word == may.word and may.text in text.source for may in exceptions)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_exceptions_are_needed_and_have_a_reason(language):
    _terms, exceptions = terms_of(language)
    wrong = wrong_words(language)
    idle = [
        may
        for may in exceptions
        if not may.because or not any(word == may.word and may.text in text.source for _, word, text in wrong)
    ]
    assert idle == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_name_the_same_things_each_with_a_word(language):
    terms, _exceptions = terms_of(language)
    assert [term.thing for term in terms] == [term.thing for term in terms_of("en")[0]]
    assert [term.thing for term in terms if not term.words] == []


def test_demonstration_is_read_whole():
    assert {path.stem for path in Path(import_module("demo.places").__file__ or "").parent.glob("*.py")} - {
        "__init__"
    } == {name.rpartition(".")[2] for name in DEMONSTRATION if ".places." in name}
    assert all(list(demonstration_texts(language)) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "avoided", "found"),
    [
        ("No mail? Look here.", "mail", True),
        ("The mail server does not answer.", "mail", False),
        ("We send you an e-mail to kari@mail.example.", "mail", False),
        ("Mails, and the mail server.", "mail*", True),
        ("%(mail)s", "mail", False),
        ("blackmailed", "mail*", False),
        ("الكُود", "*كود", True),
    ],
)
def test_words_are_found_whole_and_not_inside_an_allowed_one(text, avoided, found):
    terms = [Term("e-mail", ["e-mail", "mail server"], [avoided])]
    assert found_in(text, terms) == ([("e-mail", avoided)] if found else [])
