"""Resolved content in six languages, and what the tests make booklets of."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from newcomers.welcome.booklet.given import Booklet, Person, Place
from newcomers.welcome.booklet.pictures import Picture
from tests.newcomers.welcome.booklet.said import SAID

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
PAGE = "https://moteplass.example/heroy-nordland/"
PERSONAL = "https://moteplass.example/w/p7Qm2xV4kTz9LrB1cYd0Hg/"
LANGUAGES = tuple(SAID)


@dataclass(frozen=True)
class PlannedThing:
    title: str
    title_language: str
    starts_at: datetime
    ends_at: datetime
    place: str


@cache
def photograph(width: int = 1100, height: int = 707) -> Picture:
    """As it comes from the site: `test_services` makes one of a real picture."""
    out = BytesIO()
    shades = Image.linear_gradient("L").resize((width, height))
    Image.merge("RGB", (shades.rotate(180), shades, Image.new("L", (width, height), 160))).save(out, "JPEG")
    return Picture(out.getvalue(), width, height)


def content(code: str = "nb", **changes: Any) -> dict[str, Any]:
    subject = {"text": SAID[code]["subject"], "language": code}
    return {"language": code, "subject": subject, "parts": parts(code)} | changes


def parts(code: str = "nb") -> list[dict[str, Any]]:
    said = SAID[code]

    def own(words: str) -> dict[str, str]:
        return {"text": words, "language": code}

    def html(words: str) -> dict[str, str]:
        return {"html": words, "language": code}

    picture = {"id": 1, "alt": "Ingrid"}
    signed = {"signature": "Ingrid Eksempel", "role": own(said["role"]), "picture": picture}
    ingrid = {
        "name": "Ingrid Eksempel",
        "helps_with": own(said["helps"][0]),
        "phone": "+4790000000",
        "email": "ingrid.eksempel@heroy.example",
        "languages": ["nb", "en", "uk"],
        "picture": picture,
    }
    desk = {
        "name": "Servicetorget",
        "helps_with": own(said["helps"][1]),
        "phone": "+4775058000",
        "email": "",
        "languages": ["nb", "ar"],
        "picture": None,
    }
    links = ["https://www.skatteetaten.no/flytting", "", "", ""]
    todo = [{"text": own(words), "link": link} for words, link in zip(said["do"], links, strict=True)]
    library = {
        "name": "Herøy bibliotek",
        "address": "Sentrumsveien 12, 8850 Herøy",
        "hours": [own(hours) for hours in said["hours"]],
        "url": "https://heroy.example/bibliotek",
    }
    hall = {"name": "Øyhallen", "address": "Hallveien 3, 8850 Herøy", "hours": [], "url": ""}
    cafe = {
        "name": own(said["offer"][0]),
        "about": own(said["offer"][1]),
        "url": "",
        "phone": "+4775058001",
    }
    # Nobody has translated this one.
    things = {
        "name": {"text": "Utstyrssentralen", "language": "nb"},
        "about": {"text": "Lån ski, sykkel og telt gratis.", "language": "nb"},
        "url": "https://heroy.example/utstyr",
        "phone": "",
    }
    return [
        {"type": "letter", "text": html(said["letter"]), **signed},
        {"type": "contacts", "heading": own(said["contacts"]), "contacts": [ingrid, desk]},
        {"type": "checklist", "heading": own(said["first_week"]), "items": todo},
        {"type": "places", "heading": own(said["places"]), "places": [library, hall]},
        {"type": "offers", "heading": own(said["offers"]), "offers": [cafe, things]},
        {"type": "explainer", "word": "dugnad", "explanation": html(said["dugnad"])},
        {"type": "explainer", "word": "lag", "explanation": html(said["lag"])},
        {"type": "qr", "label": own(said["qr"]), "url": "https://heroy.example/kart"},
        {"type": "next_events", "heading": own(said["events"]), "count": 3},
        {"type": "question", "kind": "found"},
    ]


def planned(code: str = "nb") -> list[PlannedThing]:
    start = datetime(2026, 12, 1, 17, tzinfo=UTC)
    return [
        PlannedThing(title, code, day, day + timedelta(hours=2), "Herøy bibliotek")
        for number, title in enumerate(SAID[code]["titles"])
        for day in [start + timedelta(days=3 * number)]
    ]


def booklet(code: str = "nb", **changes: Any) -> Booklet:
    whole = Booklet(
        content=content(code),
        place=Place("Herøy (Nordland)", PAGE),
        now=NOW,
        pictures={1: photograph()},
        planned=planned(code),
        person=Person("Олена Тестенко", PERSONAL),
    )
    return replace(whole, **changes)
