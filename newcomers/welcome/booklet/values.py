"""What the booklet's templates are given: made of a package's resolved content, and of nothing else of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.formats import day_with_year
from core.languages import NORWEGIAN
from events.printing import drawings
from newcomers.welcome.booklet.given import Booklet, Person, Place
from newcomers.welcome.booklet.parts import parts_of
from newcomers.welcome.booklet.pieces import Values, code_value, names_of, picture_value, text_value
from newcomers.welcome.booklet.tongues import Text, leading, nothing, text, tongue
from newcomers.welcome.booklet.words import label, spoken
from newcomers.welcome.content.rendering import has_machine_words
from newcomers.welcome.content.resolving import own_texts

ACCENT = "#005a70"
ICONS = ("phone", "mail", "talk", "pin", "clock", "globe")
# What is dialled in Norway, in the order in which it stands on fridges.
EMERGENCIES = (("110", "fire"), ("112", "police"), ("113", "ambulance"), ("116 117", "doctor"))
# What stands on the cover of every booklet, and how nynorsk writes it.
WELCOME = {"nn": "Velkomen hit"}
NORWEGIAN_WELCOME = "Velkommen hit"


def booklet_values(booklet: Booklet, *, notes: int = 0) -> Values:
    """For `booklet.typ`; `notes` is how many pages with lines stand before the last."""
    language, place = booklet.language, booklet.place
    return _common(booklet) | {
        "welcome_own": nothing() if language in NORWEGIAN else label("welcome", language),
        "subject": text_value(booklet.content.get("subject")),
        "crest": picture_value(place.crest, place.name),
        "cover": drawings.whole("hero"),
        "page": code_value(place.page),
        "labels": {name: label(name, language) for name in ("contents", "web_form", "notes")},
        "other_languages": _fallen_back(booklet),
        "machine": label("machine", language) if has_machine_words(booklet.content) else nothing(),
        "parts": parts_of(booklet),
        "notes": notes,
        "person": person_value(booklet.person, booklet),
    }


def last_page_values(booklet: Booklet, people: Iterable[Person]) -> Values:
    """For `booklet_back.typ`: the last page of each of `people`, all in the booklet's language."""
    return _common(booklet) | {"people": [person_value(person, booklet) for person in people]}


def person_value(person: Person | None, booklet: Booklet) -> Values:
    language = booklet.language
    if person is None:
        words = {"heading": "on_the_web", "words": "on_the_web_words"}
        kept, name, url = nothing(), "", booklet.place.page
    else:
        words = {"heading": "own_page", "words": "own_page_words"}
        kept, name, url = label("yours_alone", language), person.name, person.url
    told = _told(person, booklet) if person and person.until else nothing()
    said = {key: label(value, language) for key, value in words.items()}
    return said | {"kept": kept, "told": told, "name": name} | code_value(url)


def _told(person: Person, booklet: Booklet) -> Text:
    """Who holds what, why, until when (GDPR article 14): it may be the first that a person hears."""
    with spoken(booklet.language):
        day = day_with_year(person.until or booklet.now)
    return label("told", booklet.language, place=booklet.place.name, day=day)


def paper_values(place: Place, languages: Sequence[str]) -> Values:
    """For what is printed of the municipality itself: posters, cards, labels."""
    greeted = [code for code in languages if code not in NORWEGIAN]
    sides = [
        {"welcome": label("welcome", code), "words": label("on_the_web_words", code)} for code in greeted
    ]
    own = {"welcome": _welcome(place), "words": label("on_the_web_words", place.language)}
    return {
        "title": "",
        "municipality": place.name,
        "icons": {},
        "welcome": own["welcome"],
        "sides": [own, *sides],
        "cover": drawings.whole("hero"),
        "page": code_value(place.page),
        **tongue(place.language),
    }


def _common(booklet: Booklet) -> Values:
    language = booklet.language
    subject = text_value(booklet.content.get("subject"))["text"]
    with spoken(language):
        printed = day_with_year(booklet.now)
    return {
        "title": subject,
        "municipality": booklet.place.name,
        "welcome": _welcome(booklet.place),
        "leading": leading(language),
        "icons": {name: drawings.icon(name, ACCENT) for name in ICONS},
        "logo": drawings.logo(),
        "emergency": {
            "heading": label("emergency", language),
            "advice": label("advice", language),
            "numbers": [{"number": number, "about": label(about, language)} for number, about in EMERGENCIES],
        },
        "made": label("made", language, day=printed),
        **tongue(language),
    }


def _welcome(place: Place) -> Text:
    return text(WELCOME.get(place.language, NORWEGIAN_WELCOME), place.language)


def _fallen_back(booklet: Booklet) -> Text:
    """That some of it is in other languages than the booklet, and in which: or nothing."""
    language = booklet.language
    said = {text["language"] for text in own_texts(booklet.content) if _is_said(text)}
    others = sorted(said - {language})
    if not others or (language in NORWEGIAN and set(others) <= set(NORWEGIAN)):
        return nothing()
    return label("fallen_back", language, languages=names_of(others, language))


def _is_said(text: Mapping[str, Any]) -> bool:
    return bool(str(text.get("text") or text.get("html") or "").strip())
