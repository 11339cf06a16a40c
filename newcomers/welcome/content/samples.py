"""An example of each kind of part, as readers see it: what the editor shows where a part is chosen."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from newcomers.welcome.content.languages import around
from newcomers.welcome.content.rendering import render_body
from newcomers.welcome.content.resolving import Part
from newcomers.welcome.next_events import NextEvent

LANGUAGE = "nb"


def _said(text: str) -> dict[str, str]:
    return {"text": text, "language": LANGUAGE}


def _html(text: str) -> dict[str, str]:
    return {"html": text, "language": LANGUAGE}


SAMPLES: dict[str, Part] = {
    "letter": {
        "type": "letter",
        "text": _html("<p>Velkommen hit! Vi er glade for at du har flyttet til oss.</p>"),
        "signature": "Kari Eksempel",
        "role": _said("Tilflyttervert"),
        "picture": None,
    },
    "contacts": {
        "type": "contacts",
        "heading": _said("Spør oss"),
        "contacts": [
            {
                "name": "Kari Eksempel",
                "helps_with": _said("Alt du lurer på når du er ny"),
                "phone": "+4775000000",
                "email": "kari@kommune.example",
                "languages": ["nb", "en", "uk"],
                "picture": None,
            }
        ],
    },
    "checklist": {
        "type": "checklist",
        "heading": _said("Den første uka"),
        "items": [
            {"text": _said("Meld flytting"), "link": ""},
            {"text": _said("Sett navnet ditt på postkassa"), "link": ""},
        ],
    },
    "places": {
        "type": "places",
        "heading": _said("Kom innom"),
        "places": [
            {
                "name": "Biblioteket",
                "address": "Storgata 1",
                "hours": [_said("Mandag til fredag: 10–16")],
                "url": "",
            }
        ],
    },
    "offers": {
        "type": "offers",
        "heading": _said("Tilbud til deg som er ny"),
        "offers": [
            {"name": _said("Norskkurs"), "about": _said("Gratis, to kvelder i uka"), "url": "", "phone": ""}
        ],
    },
    "explainer": {
        "type": "explainer",
        "word": "dugnad",
        "explanation": _html("<p>Vi gjør en jobb sammen, gratis, og spiser vafler etterpå.</p>"),
    },
    "qr": {"type": "qr", "label": _said("Alt som skjer her"), "url": "https://kommune.example/"},
    "next_events": {"type": "next_events", "heading": _said("Dette skjer nær deg"), "count": 2},
    "question": {"type": "question", "kind": "still_here"},
    "shared": {
        "type": "section",
        "heading": _said("Lege og legevakt"),
        "text": _html("<p>Ring 116 117 når det ikke kan vente til i morgen.</p>"),
    },
}


def shown_sample(name: str) -> SafeString:
    """The example of the part `name` as HTML, with what is around it in the editor's language."""
    part = SAMPLES[name]
    content: dict[str, Any] = {"language": LANGUAGE, "subject": _said(""), "parts": [part]}
    return render_body(content, _events(), reader=around(get_language() or LANGUAGE))


def _events() -> list[NextEvent]:
    noon = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
    return [
        NextEvent(title, LANGUAGE, day, day + timedelta(hours=2), place, "")
        for title, day, place in (
            ("Språkkafé", noon + timedelta(days=1), "Biblioteket"),
            ("Tur for alle", noon + timedelta(days=3), "Parkeringsplassen ved kaia"),
        )
    ]
