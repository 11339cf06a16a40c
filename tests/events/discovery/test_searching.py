"""The search over activities and organisations: what is found by which words, and what never is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.searching import asking, indexing
from events.choices import Category, Food, Level
from events.discovery.searching import find_activities
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def dated(title: str, *, days: int = 1, **fields):
    fields.setdefault("description", "")
    event = factories.an_event(title, **fields)
    factories.an_occurrence(event, starts_at=timezone.now() + timedelta(days=days))
    return event


def titles(text: str, *, now, limit: int = 20, **options) -> list[str]:
    found = find_activities(asking.read(text), now=now, limit=limit, **options)
    return [card.title for card in found.cards]


# In Norwegian, English, Ukrainian and Arabic; as people type them.
ASKED = [
    # Typing errors and accents.
    ("langauge", {"Kaféprat"}),
    ("språkkafe", {"Kaféprat"}),
    ("sprakkafe", {"Kaféprat"}),
    ("SPRÅK-KAFÉ", {"Kaféprat"}),
    ("vafler", {"Vaffeldag"}),
    ("vaffler", {"Vaffeldag"}),
    ("wafles", {"Vaffeldag"}),
    ("strikekveld", {"Strikkekveld"}),
    ("прогулянкка", {"Til Dønnamannen"}),
    # Inflection.
    ("turer", {"Til Dønnamannen"}),
    ("turar", {"Til Dønnamannen"}),
    ("hikes", {"Til Dønnamannen"}),
    ("hiking", {"Til Dønnamannen"}),
    ("прогулянки", {"Til Dønnamannen"}),
    ("походи", {"Til Dønnamannen"}),
    ("رحلات", {"Til Dønnamannen"}),
    ("kafeen", {"Kaféprat"}),
    ("мовного кафе", {"Kaféprat"}),
    ("المقهى", {"Kaféprat"}),
    # The same thing in every language.
    ("kaffe", {"Kaféprat", "Strikkekveld"}),
    ("coffee", {"Kaféprat", "Strikkekveld"}),
    ("кава", {"Kaféprat", "Strikkekveld"}),
    ("каву", {"Kaféprat", "Strikkekveld"}),
    ("قهوة", {"Kaféprat", "Strikkekveld"}),
    ("القهوة", {"Kaféprat", "Strikkekveld"}),
    ("kor", {"Корове свято співу"}),
    ("choir", {"Корове свято співу"}),
    ("хор", {"Корове свято співу"}),
    ("غناء", {"Корове свято співу"}),
    ("for women only", {"Strikkekveld"}),
    ("kvinner", {"Strikkekveld"}),
    ("жінок", {"Strikkekveld"}),
    ("للنساء", {"Strikkekveld"}),
    ("barn", {"Vaffeldag"}),
    ("children", {"Vaffeldag"}),
    ("дітей", {"Vaffeldag"}),
    ("للأطفال", {"Vaffeldag"}),
    ("nybegynner", {"Kaféprat"}),
    ("початківців", {"Kaféprat"}),
    # The words that the organiser wrote, also in the middle, and the beginning of one.
    ("dønnamannen", {"Til Dønnamannen"}),
    ("Donnamanen", {"Til Dønnamannen"}),
    ("strikk", {"Strikkekveld"}),
    ("garn", {"Strikkekveld"}),
    # Several words; what has them all.
    ("kaffe for kvinner", {"Strikkekveld"}),
    ("tur med kaffe", {"Kaféprat", "Strikkekveld", "Til Dønnamannen"}),
    # Nothing has it.
    ("xyzzyq", set()),
]


@pytest.fixture
def programme():
    sure = {"price_nok": 100, "level": Level.B2}
    dated("Kaféprat", food=Food.COFFEE, **(sure | {"level": Level.BEGINNER}))
    dated("Til Dønnamannen", category=Category.OUTDOORS, **sure)
    dated(
        "Strikkekveld",
        category=Category.CRAFTS,
        women_only=True,
        description="Ta med garn. Det er kaffe.",
        **sure,
    )
    dated("Vaffeldag", category=Category.FOOD, children_welcome=True, **sure)
    dated("Корове свято співу", category=Category.CULTURE, **sure)
    indexing.rebuild()


def test_words_of_any_language_find_what_is_meant(programme, now):
    wrong = {}
    for text, expected in ASKED:
        if (found := set(titles(text, now=now))) != expected:
            wrong[text] = found
    assert wrong == {}
