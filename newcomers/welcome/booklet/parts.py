"""The parts of a booklet as its template takes them: letter, people to ask, lists, places, offers, words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from core.formats import beginning, clock, day, day_with_year, is_all_day
from core.languages import language_codes
from events.printing import drawings
from newcomers.welcome.booklet.given import Booklet, Place, Planned
from newcomers.welcome.booklet.pieces import (
    Values,
    contact_value,
    link_value,
    names_of,
    picture_value,
    rich_value,
    telephone_value,
    text_value,
)
from newcomers.welcome.booklet.tongues import Text, is_from_the_right, nothing, text
from newcomers.welcome.booklet.words import label, spoken

# Each begins on a page of its own.
ON_ITS_OWN = {"letter"}
# Several of these in a row stand under one heading: the type is also the name of what is in them.
UNDER_ONE_HEADING = {"words", "codes"}


def parts_of(booklet: Booklet) -> list[Values]:
    """Those that say something, in their order: each with its "type", and "starts_page"."""
    return _Parts(booklet).made()


def is_empty(content: Mapping[str, Any]) -> bool:
    """Whether there is nothing to print: a booklet of a cover and a last page is no welcome."""
    now = datetime.min
    return not parts_of(Booklet(content, Place("", ""), now))


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
            name = made["type"]
            if before and before["type"] == name and name in UNDER_ONE_HEADING:
                before[name] += made[name]
                continue
            parts.append(made | {"starts_page": not parts or made["type"] in ON_ITS_OWN})
        return parts

    def _picture(self, part: Mapping[str, Any]) -> Values | None:
        chosen = part.get("picture")
        return picture_value(self._booklet.pictures.get(chosen["id"]), chosen["alt"]) if chosen else None

    def _letter(self, part: Mapping[str, Any]) -> Values | None:
        words = rich_value(part["text"])
        if not words["nodes"]:
            return None
        return {
            "type": "letter",
            "heading": label("letter", self._language),
            "text": words,
            "signature": part.get("signature", ""),
            "role": text_value(part.get("role")),
            "picture": self._picture(part),
        }

    def _contacts(self, part: Mapping[str, Any]) -> Values | None:
        contacts = [
            contact_value(each)
            | {"speaks": self._speaks(each.get("languages", [])), "picture": self._picture(each)}
            for each in part["contacts"]
            if each["name"].strip()
        ]
        heading = text_value(part.get("heading"))
        return {"type": "contacts", "heading": heading, "contacts": contacts} if contacts else None

    def _speaks(self, codes: Sequence[str]) -> Text:
        return text(names_of(codes, self._language), self._language) if codes else nothing()

    def _checklist(self, part: Mapping[str, Any]) -> Values | None:
        items = []
        for each in part["items"]:
            link = link_value(each.get("link", ""))
            said = text_value(each["text"])
            if said["text"]:
                items.append({"text": said, "link": link["url"], "shown": link["shown"]})
        return (
            {"type": "checklist", "heading": text_value(part.get("heading")), "items": items}
            if items
            else None
        )

    def _places(self, part: Mapping[str, Any]) -> Values | None:
        places = [
            {
                "name": each["name"],
                "address": each.get("address", ""),
                "hours": [hours for line in each.get("hours", []) if (hours := text_value(line))["text"]],
                **link_value(each.get("url", "")),
            }
            for each in part["places"]
            if each["name"].strip()
        ]
        return (
            {"type": "places", "heading": text_value(part.get("heading")), "places": places}
            if places
            else None
        )

    def _offers(self, part: Mapping[str, Any]) -> Values | None:
        offers = [
            {
                "name": name,
                "about": text_value(each.get("about")),
                **link_value(each.get("url", "")),
                **telephone_value(each.get("phone", "")),
            }
            for each in part["offers"]
            if (name := text_value(each["name"]))["text"]
        ]
        return (
            {"type": "offers", "heading": text_value(part.get("heading")), "offers": offers}
            if offers
            else None
        )

    def _section(self, part: Mapping[str, Any]) -> Values | None:
        words = rich_value(part["text"])
        return (
            {"type": "section", "heading": text_value(part.get("heading")), "text": words}
            if words["nodes"]
            else None
        )

    def _changed(self, part: Mapping[str, Any]) -> Values | None:
        """What outdated texts say now, in the language of the package."""
        texts = part["texts"]
        html = "".join(str(each.get("html") or f"<p>{escape(each['text'])}</p>") for each in texts)
        words = rich_value({"html": html, "language": texts[0]["language"]})
        return {"type": "section", "heading": label("changed", self._language), "text": words}

    def _explainer(self, part: Mapping[str, Any]) -> Values | None:
        explained = rich_value(part["explanation"])
        if not explained["nodes"]:
            return None
        word = {"word": part["word"], "explanation": explained}
        return {"type": "words", "heading": label("words", self._language), "words": [word]}

    def _qr(self, part: Mapping[str, Any]) -> Values | None:
        link = link_value(part["url"])
        if not link["url"]:
            return None
        code = {"label": text_value(part["label"]), "qr": drawings.qr_code(link["url"]), **link}
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
            "heading": text_value(part.get("heading")),
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


def _when(planned: Planned, language: str) -> str:
    """When it begins. Only the site's languages have a sentence for it."""
    if language in language_codes() or is_all_day(planned.starts_at, planned.ends_at):
        return beginning(planned.starts_at, planned.ends_at)
    together = f"{day(planned.starts_at)}, {clock(planned.starts_at)}"
    return together.replace(", ", "، ") if is_from_the_right(language) else together
