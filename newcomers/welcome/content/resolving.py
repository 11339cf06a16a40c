"""Resolved content: what a step says to readers of one language, as plain JSON, and nothing else is needed.

    {"language": "ar",                      # what was asked for
     "subject": T,
     "parts": [
      {"type": "letter", "text": H, "signature": "Kari Eksempel", "role": T, "picture": PICTURE | null},
      {"type": "contacts", "heading": T, "contacts": [{"name": "", "helps_with": T, "phone": "+47…",
        "email": "", "languages": ["nb", "ar"], "picture": PICTURE | null}]},
      {"type": "checklist", "heading": T, "items": [{"text": T, "link": ""}]},
      {"type": "places", "heading": T, "places": [{"name": "", "address": "", "hours": [T], "url": ""}]},
      {"type": "offers", "heading": T, "offers": [{"name": T, "about": T, "url": "", "phone": ""}]},
      {"type": "explainer", "word": "dugnad", "explanation": H},
      {"type": "section", "heading": T, "text": H},      # from the county
      {"type": "qr", "label": T, "url": ""},
      {"type": "next_events", "heading": T, "count": 3},
      {"type": "question", "kind": "found" | "company" | "still_here"},
      {"type": "changed", "texts": [T | H]}]}      # last, where something is outdated: as it is now

    T = {"text": "…", "language": "nb"}     # the language that this text really is in
    H = {"html": "<p>…</p>", "language": "nb"}
    PICTURE = {"id": 12, "alt": "…"}        # of `core.Picture`

A text that nobody but a machine has read carries `"machine": true` too; one whose original was changed after
somebody had translated it, `"now"`: the original, T or H. It is shown, for it can be read, and what is right
stands in the last part. Addresses in HTML are as Wagtail
writes them: those of this site begin with a slash. `url` of a place does so too, or is "".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import override
from wagtail.rich_text import expand_db_html

from core.models import Picture
from events.standing.models import StandingPlace
from newcomers.welcome.content.hours import hours_in_lines
from newcomers.welcome.content.languages import around, chain
from newcomers.welcome.content.richtext import cleaned
from newcomers.welcome.content.segments import LINE, RICH, Segment, rows_of
from newcomers.welcome.content.texts import Texts, Worth, texts_of
from newcomers.welcome.content.working import Written
from newcomers.welcome.models import Contact, PackageStep, SharedSection
from organisations.models import Venue

Content = dict[str, Any]
Part = dict[str, Any]


@dataclass
class Things:
    """The rows that a body refers to, read at once: {pk: row}. What is gone is missing here."""

    contacts: dict[int, Contact] = field(default_factory=dict)
    pictures: dict[int, Picture] = field(default_factory=dict)
    venues: dict[int, Venue] = field(default_factory=dict)
    standing: dict[int, StandingPlace] = field(default_factory=dict)
    sections: dict[int, SharedSection] = field(default_factory=dict)
    section_texts: dict[int, Texts] = field(default_factory=dict)


@dataclass
class Resolver:
    """Makes the content of one step for any number of languages, from what was read once."""

    subject: str
    body: list[dict[str, Any]]
    source: str
    texts: Texts
    things: Things
    now: datetime

    def content(self, language: str) -> Content:
        subject = self.line("subject", self.subject, language, part="subject")
        parts = [made for part in self._parts(language) if (made := part) is not None]
        return {"language": language, "subject": subject, "parts": [*parts, *_changed([subject, parts])]}

    def _parts(self, language: str) -> Iterable[Part | None]:
        for number, part in enumerate(self.body):
            make = MAKERS.get(part["type"])
            value = part.get("value")
            if make and isinstance(value, Mapping):
                prefix = str(part.get("id") or number)
                yield make(_Reading(self, value, prefix, part["type"], language))

    def line(self, path: str, text: str, language: str, *, part: str) -> dict[str, Any]:
        return self.said(Segment(path, text, LINE, part, ""), language, self.source, self.texts)

    @staticmethod
    def said(segment: Segment, language: str, source: str, texts: Texts) -> dict[str, Any]:
        """The text along the chain, and the language that it really is in."""
        for code in chain(language, source):
            if code == source:
                return _as_json(segment.kind, segment.text, code)
            found = texts.of(segment, code)
            if found.worth != Worth.MISSING:
                made = _as_json(segment.kind, found.text, code)
                if found.worth == Worth.OUTDATED:
                    made["now"] = _as_json(segment.kind, segment.text, source)
                return {**made, "machine": True} if found.worth == Worth.MACHINE else made
        return _as_json(segment.kind, segment.text, source)


def texts_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every T and H in resolved content."""
    if isinstance(value, Mapping):
        if "language" in value and ("text" in value or "html" in value):
            yield value
        else:
            for each in value.values():
                yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def own_texts(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The texts of the parts themselves, without what "changed" says of them once more."""
    return texts_in([part for part in content["parts"] if part.get("type") != "changed"])


def _changed(said: list[Any]) -> list[Part]:
    """What outdated texts say now, each once."""
    now = [text["now"] for text in texts_in(said) if "now" in text]
    once = [text for number, text in enumerate(now) if text not in now[:number]]
    return [{"type": "changed", "texts": once}] if once else []


def _as_json(kind: str, text: str, language: str) -> dict[str, Any]:
    if kind == RICH:
        return {"html": expand_db_html(cleaned(text)), "language": language}
    return {"text": text, "language": language}


@dataclass(frozen=True)
class _Reading:
    """One part as it is stored, being read for readers of `language`."""

    resolver: Resolver
    value: Mapping[str, Any]
    prefix: str
    part: str
    language: str

    def text(self, name: str, kind: str = LINE) -> dict[str, Any]:
        segment = Segment(f"{self.prefix}.{name}", str(self.value.get(name) or ""), kind, self.part, name)
        return Resolver.said(segment, self.language, self.resolver.source, self.resolver.texts)

    def plain(self, name: str) -> str:
        return str(self.value.get(name) or "")

    def rows(self, name: str) -> list["_Reading"]:
        return [
            _Reading(self.resolver, value, f"{self.prefix}.{name}.{row}", self.part, self.language)
            for row, value in rows_of(self.value.get(name))
            if isinstance(value, Mapping)
        ]

    def picture(self, alt: str) -> dict[str, Any] | None:
        picture = self.resolver.things.pictures.get(self.value.get("picture") or 0)
        return None if picture is None else {"id": picture.pk, "alt": picture.description or alt}


def _letter(reading: _Reading) -> Part:
    signature = reading.plain("signature")
    return {
        "type": "letter",
        "text": reading.text("text", RICH),
        "signature": signature,
        "role": reading.text("role"),
        "picture": reading.picture(signature),
    }


def _contacts(reading: _Reading) -> Part | None:
    known = reading.resolver.things.contacts
    shown = [
        {**known[row.value["contact"]].as_shown(), "helps_with": row.text("helps_with")}
        for row in reading.rows("contacts")
        if row.value.get("contact") in known
    ]
    return {"type": "contacts", "heading": reading.text("heading"), "contacts": shown} if shown else None


def _checklist(reading: _Reading) -> Part:
    items = [{"text": row.text("text"), "link": row.plain("link")} for row in reading.rows("items")]
    return {"type": "checklist", "heading": reading.text("heading"), "items": items}


def _places(reading: _Reading) -> Part | None:
    tried = [_place(row) for row in reading.rows("places")]
    places = [place for place in tried if place is not None]
    return {"type": "places", "heading": reading.text("heading"), "places": places} if places else None


def _place(row: _Reading) -> dict[str, Any] | None:
    things = row.resolver.things
    standing = things.standing.get(row.value.get("standing_place") or 0)
    venue = standing.venue if standing else things.venues.get(row.value.get("venue") or 0)
    if venue is None:
        return None
    language = around(row.language)
    with override(language):
        lines = hours_in_lines(standing.opening_hours, row.resolver.now) if standing else []
        url = reverse("venue_page", args=[venue.municipality.slug, venue.pk])
    address = ", ".join(each for each in (venue.address, f"{venue.postcode} {venue.place}".strip()) if each)
    return {
        "name": standing.title if standing else venue.name,
        "address": address,
        "hours": [{"text": line, "language": language} for line in lines],
        "url": url,
    }


def _offers(reading: _Reading) -> Part:
    offers = [
        {
            "name": row.text("name"),
            "about": row.text("about"),
            "url": row.plain("url"),
            "phone": row.plain("phone"),
        }
        for row in reading.rows("offers")
    ]
    return {"type": "offers", "heading": reading.text("heading"), "offers": offers}


def _explainer(reading: _Reading) -> Part:
    return {
        "type": "explainer",
        "word": reading.plain("word"),
        "explanation": reading.text("explanation", RICH),
    }


def _qr(reading: _Reading) -> Part:
    return {"type": "qr", "label": reading.text("label"), "url": reading.plain("url")}


def _next_events(reading: _Reading) -> Part:
    count = int(reading.value.get("count") or 3)
    return {"type": "next_events", "heading": reading.text("heading"), "count": count}


def _question(reading: _Reading) -> Part:
    return {"type": "question", "kind": reading.plain("kind")}


def _shared(reading: _Reading) -> Part | None:
    """The county's words and its translations; none where the county has taken the section out of use."""
    things = reading.resolver.things
    section = things.sections.get(reading.value.get("section") or 0)
    if section is None or not section.is_on:
        return None
    said = partial(
        Resolver.said,
        language=reading.language,
        source=section.language,
        texts=things.section_texts[section.pk],
    )
    return {
        "type": "section",
        "heading": said(Segment("heading", section.heading, LINE, "shared", "heading")),
        "text": said(Segment("text", section.text, RICH, "shared", "text")),
    }


MAKERS: Mapping[str, Callable[[_Reading], Part | None]] = {
    "letter": _letter,
    "contacts": _contacts,
    "checklist": _checklist,
    "places": _places,
    "offers": _offers,
    "explainer": _explainer,
    "qr": _qr,
    "next_events": _next_events,
    "question": _question,
    "shared": _shared,
}


def resolver_of(step: PackageStep, words: Written, *, now: datetime) -> Resolver:
    """For the words of `step` as one of `content.working` has them. A handful of queries."""
    return Resolver(
        subject=words.subject,
        body=words.body,
        source=step.package.language,
        texts=texts_of([step])[PackageStep, step.pk],
        things=things_in(words.body),
        now=now,
    )


def resolve(step: PackageStep, words: Written, language: str, *, now: datetime) -> Content:
    """What they say to readers of `language`."""
    return resolver_of(step, words, now=now).content(language)


def things_in(body: Iterable[Mapping[str, Any]]) -> Things:
    """What the parts refer to, in one query a kind, and none for a kind that nothing refers to."""
    keys: dict[str, set[int]] = {}
    for name, key in _references(body):
        keys.setdefault(name, set()).add(key)
    contacts = Contact.objects.in_bulk(keys.get("contact", ()))
    sections = SharedSection.objects.in_bulk(keys.get("section", ()))
    texts = texts_of(sections.values()) if sections else {}
    venues = Venue.objects.select_related("municipality")
    standing = StandingPlace.objects.public().select_related("venue__municipality", "municipality")
    return Things(
        contacts=contacts,
        pictures=Picture.objects.in_bulk(keys.get("picture", ())),
        venues=venues.in_bulk(keys.get("venue", ())),
        standing=standing.in_bulk(keys.get("standing_place", ())),
        sections=sections,
        section_texts={pk: texts[SharedSection, pk] for pk in sections},
    )


REFERENCES = ("contact", "picture", "venue", "standing_place", "section")


def _references(value: Any) -> Iterable[tuple[str, int]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name in REFERENCES and isinstance(each, int):
                yield name, each
            else:
                yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
