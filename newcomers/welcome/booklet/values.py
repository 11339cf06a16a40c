"""What the booklet's templates are given: made of a package's resolved content, and of nothing else of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings

from core.formats import (
    beginning,
    clock,
    day,
    day_with_year,
    in_words,
    is_all_day,
    telephone,
    telephone_digits,
)
from core.languages import NORWEGIAN, language_codes
from core.world_languages import language_name_in
from events.printing import drawings
from newcomers.welcome.booklet.pictures import Picture
from newcomers.welcome.booklet.rich import nodes_of
from newcomers.welcome.booklet.tongues import Text, is_from_the_right, leading, nothing, text, tongue
from newcomers.welcome.booklet.words import known_as, label, spoken
from newcomers.welcome.content.rendering import has_machine_words, texts_in, with_whole_addresses

Values = dict[str, Any]
ACCENT = "#005a70"
ICONS = ("phone", "mail", "talk", "pin", "clock", "globe")
# What is dialled in Norway, in the order in which it stands on fridges.
EMERGENCIES = (("110", "fire"), ("112", "police"), ("113", "ambulance"), ("116 117", "doctor"))
# What stands on the cover of every booklet, and how nynorsk writes it.
WELCOME = {"nn": "Velkomen hit"}
NORWEGIAN_WELCOME = "Velkommen hit"
# Each begins on a page of its own.
ON_ITS_OWN = {"letter"}


class Planned(Protocol):
    """One activity to come, as `newcomers.welcome.next_events` has it. Times are UTC."""

    @property
    def title(self) -> str: ...
    @property
    def title_language(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True)
class Place:
    """The municipality that welcomes: its name, the address of its page, and its crest if there is one."""

    name: str
    page: str
    language: str = "nb"
    crest: Picture | None = None


@dataclass(frozen=True)
class Person:
    """For whom a booklet is: their name, which may be empty, and a link that this print alone has.

    `until` is when the municipality deletes what it holds about them.
    """

    name: str
    url: str
    until: datetime | None = None


@dataclass(frozen=True)
class Booklet:
    """Everything that one booklet is made of.

    `content` is a package's resolved content in one language; `pictures` are those that it names, by ids;
    `planned` are the next activities as of `now`. Without `person` the last page leads to the municipality's.
    """

    content: Mapping[str, Any]
    place: Place
    now: datetime
    pictures: Mapping[int, Picture] = field(default_factory=dict)
    planned: Sequence[Planned] = ()
    person: Person | None = None

    @property
    def language(self) -> str:
        return str(self.content["language"])


def booklet_values(booklet: Booklet, *, notes: int = 0) -> Values:
    """For `booklet.typ`; `notes` is how many pages with lines stand before the last."""
    language, place = booklet.language, booklet.place
    parts = _Parts(booklet).made()
    return _common(booklet) | {
        "welcome_own": nothing() if language in NORWEGIAN else label("welcome", language),
        "subject": _text(booklet.content.get("subject")),
        "crest": _picture_value(place.crest, place.name),
        "cover": drawings.whole("hero"),
        "page": _code(place.page),
        "labels": {name: label(name, language) for name in ("contents", "web_form", "notes")},
        "other_languages": _fallen_back(booklet),
        "machine": label("machine", language) if has_machine_words(booklet.content) else nothing(),
        "parts": parts,
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
    return said | {"kept": kept, "told": told, "name": name} | _code(url)


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
        "page": _code(place.page),
        **tongue(place.language),
    }


def contact_value(contact: Mapping[str, Any]) -> Values:
    """Whom to ask, on a card."""
    return {
        "name": contact["name"],
        "helps_with": _text(contact.get("helps_with")),
        "email": contact.get("email", ""),
        **_telephone(contact.get("phone", "")),
    }


def is_empty(content: Mapping[str, Any]) -> bool:
    """Whether there is nothing to print: a booklet of a cover and a last page is no welcome."""
    now = datetime.min
    return not _Parts(Booklet(content, Place("", ""), now)).made()


def _common(booklet: Booklet) -> Values:
    language = booklet.language
    subject = _text(booklet.content.get("subject"))["text"]
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
    said = {text["language"] for text in texts_in(booklet.content["parts"]) if _is_said(text)}
    others = sorted(said - {language})
    if not others or (language in NORWEGIAN and set(others) <= set(NORWEGIAN)):
        return nothing()
    return label("fallen_back", language, languages=_named(others, language))


def _is_said(text: Mapping[str, Any]) -> bool:
    return bool(str(text.get("text") or text.get("html") or "").strip())


def _named(codes: Iterable[str], language: str) -> str:
    """Languages in words of `language`: whoever speaks either Norwegian speaks Norwegian."""
    spoken_ones = dict.fromkeys("no" if code in NORWEGIAN else code for code in codes)
    with spoken(language):
        return in_words(language_name_in(code, known_as(language)) for code in spoken_ones)


def _when(planned: Planned, language: str) -> str:
    """When it begins. Only the site's languages have a sentence for it."""
    if language in language_codes() or is_all_day(planned.starts_at, planned.ends_at):
        return beginning(planned.starts_at, planned.ends_at)
    together = f"{day(planned.starts_at)}, {clock(planned.starts_at)}"
    return together.replace(", ", "، ") if is_from_the_right(language) else together


def _text(value: Mapping[str, str] | None) -> Text:
    """A text of resolved content as the template takes it."""
    if not value or not value["text"].strip():
        return nothing()
    return text(value["text"].strip(), value["language"])


def _rich(value: Mapping[str, str] | None) -> Values:
    nodes = nodes_of(with_whole_addresses(value["html"])) if value else []
    return {"nodes": nodes, **tongue(value["language"] if value else "nb")}


def _shown(url: str) -> str:
    """An address as it is read and typed: without what every browser adds."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").removesuffix("/")


def _code(url: str) -> Values:
    return {"url": url, "address": _shown(url), "qr": drawings.qr_code(url)}


def _link(url: str) -> Values:
    """What a PDF lets a reader follow, this site's own paths whole; any other is nothing."""
    whole = f"{settings.BASE_URL.rstrip('/')}{url}" if url.startswith("/") else url
    followed = whole if whole.startswith(("https://", "http://")) else ""
    return {"url": followed, "shown": _shown(followed)}


def _telephone(number: str) -> Values:
    if not number:
        return {"phone": "", "tel": ""}
    return {"phone": telephone(number), "tel": f"tel:{telephone_digits(number)}"}


def _picture_value(picture: Picture | None, alt: str) -> Values | None:
    if picture is None:
        return None
    return {"svg": picture.svg, "width": picture.width, "height": picture.height, "alt": alt}


class _Parts:
    """The parts of a booklet, those that say something: what is empty is left out, heading and all."""

    def __init__(self, booklet: Booklet) -> None:
        self._booklet = booklet
        self._language = booklet.language

    def made(self) -> list[Values]:
        parts: list[Values] = []
        for part in self._booklet.content["parts"]:
            make = getattr(self, f"_{part['type']}", None)
            made = make(part) if make else None
            if made is None:
                continue
            before = parts[-1] if parts else None
            kept = {"words": "words", "codes": "codes"}.get(made["type"])
            if kept and before and before["type"] == made["type"]:
                # Several in a row stand under one heading.
                before[kept] += made[kept]
                continue
            parts.append(made | {"starts_page": not parts or made["type"] in ON_ITS_OWN})
        return parts

    def _heading(self, part: Mapping[str, Any], name: str) -> Text:
        given = _text(part.get("heading"))
        return given if given["text"] else label(name, self._language)

    def _picture(self, part: Mapping[str, Any]) -> Values | None:
        chosen = part.get("picture")
        return _picture_value(self._booklet.pictures.get(chosen["id"]), chosen["alt"]) if chosen else None

    def _letter(self, part: Mapping[str, Any]) -> Values | None:
        words = _rich(part["text"])
        if not words["nodes"]:
            return None
        return {
            "type": "letter",
            "heading": label("letter", self._language),
            "text": words,
            "signature": part.get("signature", ""),
            "role": _text(part.get("role")),
            "picture": self._picture(part),
        }

    def _contacts(self, part: Mapping[str, Any]) -> Values | None:
        contacts = [
            contact_value(each)
            | {"speaks": self._speaks(each.get("languages", [])), "picture": self._picture(each)}
            for each in part["contacts"]
            if each["name"].strip()
        ]
        heading = _text(part.get("heading"))
        return {"type": "contacts", "heading": heading, "contacts": contacts} if contacts else None

    def _speaks(self, codes: Sequence[str]) -> Text:
        return text(_named(codes, self._language), self._language) if codes else nothing()

    def _checklist(self, part: Mapping[str, Any]) -> Values | None:
        items = []
        for each in part["items"]:
            link = _link(each.get("link", ""))
            said = _text(each["text"])
            if said["text"]:
                items.append({"text": said, "link": link["url"], "shown": link["shown"]})
        return {"type": "checklist", "heading": _text(part.get("heading")), "items": items} if items else None

    def _places(self, part: Mapping[str, Any]) -> Values | None:
        places = [
            {
                "name": each["name"],
                "address": each.get("address", ""),
                "hours": [hours for line in each.get("hours", []) if (hours := _text(line))["text"]],
                **_link(each.get("url", "")),
            }
            for each in part["places"]
            if each["name"].strip()
        ]
        return {"type": "places", "heading": _text(part.get("heading")), "places": places} if places else None

    def _offers(self, part: Mapping[str, Any]) -> Values | None:
        offers = [
            {
                "name": name,
                "about": _text(each.get("about")),
                **_link(each.get("url", "")),
                **_telephone(each.get("phone", "")),
            }
            for each in part["offers"]
            if (name := _text(each["name"]))["text"]
        ]
        return {"type": "offers", "heading": _text(part.get("heading")), "offers": offers} if offers else None

    def _section(self, part: Mapping[str, Any]) -> Values | None:
        words = _rich(part["text"])
        return (
            {"type": "section", "heading": _text(part.get("heading")), "text": words}
            if words["nodes"]
            else None
        )

    def _explainer(self, part: Mapping[str, Any]) -> Values | None:
        explained = _rich(part["explanation"])
        if not explained["nodes"]:
            return None
        word = {"word": part["word"], "explanation": explained}
        return {"type": "words", "heading": label("words", self._language), "words": [word]}

    def _qr(self, part: Mapping[str, Any]) -> Values | None:
        link = _link(part["url"])
        if not link["url"]:
            return None
        code = {"label": _text(part["label"]), "qr": drawings.qr_code(link["url"]), **link}
        return {"type": "codes", "heading": label("codes", self._language), "codes": [code]}

    def _next_events(self, part: Mapping[str, Any]) -> Values:
        with spoken(self._language):
            today = day_with_year(self._booklet.now)
            events = [
                {
                    "title": text(each.title, each.title_language),
                    "when": text(_when(each, self._language), self._language),
                    "place": each.place,
                }
                for each in self._booklet.planned[: part["count"]]
            ]
        return {
            "type": "next_events",
            "heading": _text(part.get("heading")),
            "as_of": label("as_of", self._language, day=today),
            "nothing": label("nothing", self._language),
            "events": events,
        }

    def _question(self, part: Mapping[str, Any]) -> Values:
        return {
            "type": "question",
            "heading": label(part["kind"], self._language),
            "words": label("answer", self._language),
        }
