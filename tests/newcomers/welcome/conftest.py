from uuid import uuid4

import pytest

from newcomers.welcome.models import WelcomePackage
from tests import factories

LETTERS = {
    "nb": "<p>Velkommen til Herøy!</p>",
    "en": "<p>Welcome to Herøy!</p>",
    "uk": "<p>Ласкаво просимо до Herøy!</p>",
    "ar": "<p>مرحبًا بكم في Herøy!</p>",
}
SUBJECTS = {
    "nb": "Velkommen hit",
    "en": "Welcome here",
    "uk": "Ласкаво просимо",
    "ar": "أهلاً وسهلاً",
}


def a_body(language: str) -> list:
    return [
        ("letter", {"text": LETTERS[language], "signature": "Kari Eksempel", "role": "Tilflyttervert"}),
        (
            "contacts",
            {
                "heading": "?",
                "contacts": [
                    {
                        "name": "Servicekontoret",
                        "helps_with": "<alt> & mulig",
                        "phone": "+47 75 00 00 00",
                        "email": "post@heroy.example",
                        "languages": "norsk",
                    }
                ],
            },
        ),
        (
            "checklist",
            {
                "heading": "1",
                "items": [{"text": "Meld flytting", "link": "https://skatt.example/flytt?a=1&b=2"}],
            },
        ),
        (
            "explainer",
            {"word": "dugnad", "explanation": "<p>Vi gjør en jobb sammen.</p><ul><li>gratis</li></ul>"},
        ),
        ("next_events", {"heading": "Neste", "count": 3}),
    ]


@pytest.fixture
def package(heroy) -> WelcomePackage:
    """A published package in nb, en, uk and ar; the Norwegian row. There is none in nn."""
    key = uuid4()
    rows = {}
    for language in LETTERS:
        row = factories.a_package(
            language, translation_key=key, subject=SUBJECTS[language], body=a_body(language), live=False
        )
        row.save_revision().publish()
        rows[language] = row
    return WelcomePackage.objects.get(pk=rows["nb"].pk)
