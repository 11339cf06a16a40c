"""The booklet's own words: headings, and what is said around a municipality's texts.

In the site's languages they stand in the catalogues. A booklet comes in more languages than that: what those
have is in `words/<code>.json`, the English to theirs. `unread` says which of these nobody who speaks the
language has read.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.utils.translation import gettext, gettext_noop, override

from core.isolation import FIRST_STRONG_ISOLATE, POP_ISOLATE, OwnWords, filled
from core.languages import language_codes
from newcomers.welcome.booklet.tongues import Text, is_from_the_right, text
from newcomers.welcome.content.languages import around

FOLDER = Path(__file__).with_name("words")

SAID = {
    "welcome": gettext_noop("Welcome here"),
    "contents": gettext_noop("In this booklet"),
    "web_form": gettext_noop(
        "This booklet is also a web page. There the links can be pressed, and a screen reader can read "
        "everything aloud. Scan the code with your phone."
    ),
    "fallen_back": gettext_noop("Some of this is in %(languages)s, because it is not translated yet."),
    "machine": gettext_noop("A machine has translated some of this, and nobody has read that yet."),
    "changed": gettext_noop("Changed since it was translated"),
    "letter": gettext_noop("A letter to you"),
    "words": gettext_noop("Norwegian words"),
    "codes": gettext_noop("Codes to scan"),
    "as_of": gettext_noop(
        "This was planned on %(day)s. Scan the code on the last page to see what is planned now."
    ),
    "nothing": gettext_noop("Nothing is announced for the next two weeks."),
    "found": gettext_noop("Have you found something to take part in?"),
    "company": gettext_noop("Would you like to have somebody to go with?"),
    "still_here": gettext_noop("Do you still live here?"),
    "answer": gettext_noop("Scan the code on the last page, and answer with one tap."),
    "notes": gettext_noop("My notes"),
    "emergency": gettext_noop("In an emergency"),
    "fire": gettext_noop("Fire"),
    "police": gettext_noop("Police"),
    "ambulance": gettext_noop("Ambulance"),
    "doctor": gettext_noop("Doctor, when it cannot wait until tomorrow"),
    "advice": gettext_noop("It costs nothing to call. Say where you are, and what has happened."),
    "own_page": gettext_noop("Your own page"),
    "own_page_words": gettext_noop(
        "Scan the code with your phone. There you read this in other languages, say what interests you, "
        "and can stop hearing from us."
    ),
    "yours_alone": gettext_noop("The code is yours alone: do not give it away."),
    "told": gettext_noop(
        "%(place)s has noted your name, your language and how to reach you, to welcome you here, and deletes "
        "it by %(day)s. On your page you see all of it, and can correct and delete it."
    ),
    "on_the_web": gettext_noop("On the web"),
    "on_the_web_words": gettext_noop("Scan the code to see what is on, and to read in other languages."),
    "made": gettext_noop("Printed %(day)s"),
}


@cache
def _own_words(code: str) -> dict[str, str]:
    path = FOLDER / f"{code}.json"
    return json.loads(path.read_text(encoding="utf-8"))["words"] if path.is_file() else {}


def languages_with_words() -> list[str]:
    """Every language in which the booklet's own words are: the site's, and those of `words/`."""
    return [*language_codes(), *sorted(path.stem for path in FOLDER.glob("*.json"))]


def unread(code: str) -> bool:
    """Whether nobody who speaks `code` has read the booklet's own words in it."""
    path = FOLDER / f"{code}.json"
    return path.is_file() and not json.loads(path.read_text(encoding="utf-8"))["read_by"]


def language_of_words(code: str) -> str:
    """The language of the booklet's own words in a booklet in `code`."""
    return code if code in languages_with_words() else around(code)


@contextmanager
def spoken(code: str) -> Iterator[str]:
    """Days, names and Django's own words in language `code`, or in what is nearest to it there."""
    with override(known_as(code)):
        yield code


def known_as(code: str) -> str:
    """The code by which Django and CLDR know a language: Dari is Persian of Afghanistan there."""
    return {"prs": "fa-af"}.get(code, code)


def label(name: str, code: str, **values: object) -> Text:
    """The words `name` in language `code`, or in the site's nearest; `values` are put into it."""
    language = language_of_words(code)
    english = SAID[name]
    with spoken(language):
        words = _own_words(language).get(english) or gettext(english)
        if is_from_the_right(language):
            # Django knows of few languages that they run from the right.
            values = {key: _isolated(value) for key, value in values.items()}
        return text(filled(words, **values) if values else words, language)


def _isolated(value: object) -> object:
    """A name in its own direction. Days and lists are in the language already."""
    own = isinstance(value, OwnWords)
    return value if own else OwnWords(f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}")
