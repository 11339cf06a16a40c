import pytest

from newcomers.welcome.models import PackageStep
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
# What else stands in the step: a translation of it all, or most of it would be Norwegian.
REST = {
    "Tilflyttervert": {"en": "Newcomer host", "uk": "Контактна особа", "ar": "مسؤولة الاستقبال"},
    "Spør oss": {"en": "Ask us", "uk": "Запитайте нас", "ar": "يمكنك سؤالنا"},
    "<alt> & mulig": {"en": "<any> & thing", "uk": "<усе> & інше", "ar": "<كل> & شيء"},
    "Først": {"en": "First", "uk": "Спершу", "ar": "أولًا"},
    "Meld flytting": {"en": "Report your move", "uk": "Повідомте про переїзд", "ar": "الإبلاغ عن الانتقال"},
    "<p>Vi gjør en jobb sammen.</p><ul><li>gratis</li></ul>": {
        "en": "<p>We do a job together.</p><ul><li>free</li></ul>",
        "uk": "<p>Ми разом робимо роботу.</p><ul><li>безкоштовно</li></ul>",
        "ar": "<p>نقوم بعمل معًا.</p><ul><li>مجانًا</li></ul>",
    },
    "Neste": {"en": "Next", "uk": "Далі", "ar": "التالي"},
}


def a_body(contact) -> list:
    return [
        ("letter", {"text": LETTERS["nb"], "signature": "Kari Eksempel", "role": "Tilflyttervert"}),
        (
            "contacts",
            {"heading": "Spør oss", "contacts": [{"contact": contact, "helps_with": "<alt> & mulig"}]},
        ),
        (
            "checklist",
            {
                "heading": "Først",
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
def step(heroy) -> PackageStep:
    """A published step in Norwegian, all of it in en, uk and ar too. There is none in nn."""
    made = factories.a_step(subject=SUBJECTS["nb"], body=a_body(factories.a_contact()), live=False)
    made.save_revision().publish()
    for language in ("en", "uk", "ar"):
        words = {source: each[language] for source, each in REST.items()}
        words |= {SUBJECTS["nb"]: SUBJECTS[language], LETTERS["nb"]: LETTERS[language]}
        factories.a_translation(made, language, words)
    return PackageStep.objects.select_related("package__municipality", "live_revision").get(pk=made.pk)
