"""The search over activities and organisations: what is found by which words, and what never is."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from core.searching import asking, indexing, tasks
from core.searching.models import Findable, ToIndex, Word
from events.choices import Category, Food, Level
from events.discovery.searching import find_activities, find_organisations
from events.models import EventText, Occurrence
from events.moderation.services import take_down
from organisations.models import OrganisationText
from tests import factories
from tests.proving import at_once

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


def first(text: str, *, now, **options) -> str:
    return next(iter(titles(text, now=now, **options)), "")


def test_title_counts_more_than_kind_and_kind_more_than_description(now):
    dated("Onsdag på huset", description="Etterpå går vi på tur.", category=Category.CRAFTS)
    dated("Til Dønnamannen", category=Category.OUTDOORS, days=2)
    dated("Tur i fjæra", category=Category.FAMILY, days=3)
    indexing.rebuild()
    assert titles("turar", now=now) == ["Tur i fjæra", "Til Dønnamannen", "Onsdag på huset"]


def test_nearer_in_time_comes_first_among_equals_and_each_activity_once(now):
    late = dated("Sangkveld", days=9)
    dated("Sang og prat", days=3)
    factories.an_occurrence(late, starts_at=now + timedelta(days=10))
    indexing.rebuild()
    assert titles("sang", now=now) == ["Sang og prat", "Sangkveld"]
    assert titles("sang", now=now, limit=1) == ["Sang og prat"]


def test_own_municipality_comes_first(now):
    elsewhere = factories.a_municipality("1820", "Alstahaug")
    there = factories.an_organisation("Sømna song", municipality=elsewhere)
    dated("Sangkveld i Sandnessjøen", organisation=there)
    dated("Kveld i Herøy", description="Litt sang.", days=5)
    indexing.rebuild()
    assert first("sang", now=now) == "Sangkveld i Sandnessjøen"
    assert first("sang", now=now, municipality=factories.a_municipality()) == "Kveld i Herøy"


def test_name_of_the_place_may_be_among_the_words(now):
    elsewhere = factories.a_municipality("1820", "Alstahaug")
    dated("Sangkveld", organisation=factories.an_organisation("Kor", municipality=elsewhere))
    dated("Allsang")
    indexing.rebuild()
    assert titles("sang alstahaug", now=now) == ["Sangkveld"]


def test_reader_of_another_language_sees_their_own_words(now, django_assert_num_queries):
    event = dated("Korøvelse")
    EventText.objects.create(event=event, language="uk", title="Репетиція хору", state="human")
    indexing.rebuild()
    with override("uk"):
        assert titles("øvelse korøvelse", now=now) == ["Репетиція хору"]
    with override("ar"):
        assert titles("репетиції", now=now) in (["Korøvelse"], ["Репетиція хору"])


def test_draft_is_never_indexed(now):
    draft = dated("Hemmelig planlegging", live=False)
    shown = dated("Sangkveld")
    words = shown.texts.all()
    words[0].title = "Uferdig overskrift"
    shown.texts = list(words)
    shown.save_revision()
    indexing.rebuild()
    assert titles("hemmelig", now=now) == titles("uferdig", now=now) == []
    assert not Findable.objects.filter(kind="event", row=draft.pk).exists()
    assert not Word.objects.filter(word__in=["hemmelig", "uferdig"]).exists()


def hide(event):
    take_down(event=event, user=None, now=timezone.now())


def cancel_all(event):
    event.occurrences.update(status=Occurrence.Status.CANCELLED)


def end_all(event):
    hour = timedelta(hours=1)
    event.occurrences.update(starts_at=timezone.now() - 3 * hour, ends_at=timezone.now() - hour)


def close_the_municipality(event):
    type(event.municipality).objects.update(is_active=False)


def erase(event):
    event.occurrences.all().delete()
    event.delete()


@pytest.mark.parametrize("away", [hide, cancel_all, end_all, close_the_municipality, erase])
def test_what_is_not_public_any_longer_is_not_found_from_that_moment(now, away):
    event = dated("Sangkveld")
    indexing.rebuild()
    assert titles("sang", now=now) == ["Sangkveld"]
    away(event)
    assert titles("sang", now=timezone.now()) == []
    indexing.rebuild()
    is_kept = away is close_the_municipality
    assert Findable.objects.filter(kind="event").exists() == is_kept


def test_new_words_are_found_and_old_ones_are_not(now):
    event = dated("Sangkveld")
    indexing.index_due()
    text = event.texts.get()
    text.title = "Sjakkturnering"
    text.save()
    assert titles("sjakk", now=now) == []
    indexing.index_due()
    assert not ToIndex.objects.exists()
    assert titles("sjakk", now=now) == ["Sjakkturnering"]
    assert titles("sangkveld", now=now) == []


def test_names_of_organisers_and_places_are_followed(now):
    event = dated("Mandagsklubben")
    indexing.index_due()
    event.organisation.name = "Brønnøysund sjømannsforening"
    event.organisation.save()
    event.venue.name = "Gamle fyrstasjon"
    event.venue.save()
    indexing.index_due()
    assert titles("sjømannsforening", now=now) == titles("fyrstasjon", now=now) == ["Mandagsklubben"]
    found = find_organisations(asking.read("sjomannsforening"), limit=5)
    assert found == [event.organisation]


def test_organisation_is_found_by_what_it_says_in_any_language():
    organisation = factories.an_organisation("Laget", about="Vi reparerer sykler.")
    OrganisationText.objects.create(organisation=organisation, language="uk", about="Лагодимо велосипеди.")
    indexing.index_due()
    for words in ("sykkel reparerer", "велосипед"):
        assert find_organisations(asking.read(words), limit=5) == [organisation], words


def test_organisation_of_a_closed_municipality_is_not_found():
    organisation = factories.an_organisation("Sjømannsforeningen")
    indexing.index_due()
    asked = asking.read("sjømannsforeningen")
    assert find_organisations(asked, limit=5) == [organisation]
    close_the_municipality(organisation)
    assert find_organisations(asked, limit=5) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_written_while_the_broker_was_away_is_indexed_later(now, no_broker):
    dated("Sangkveld")
    assert titles("sang", now=now) == []
    assert ToIndex.objects.exists()
    tasks.index_due()
    assert titles("sang", now=now) == ["Sangkveld"]
    assert not ToIndex.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_indexes_at_a_time_and_a_rolled_back_write_leaves_no_mark(now):
    with suppress(ZeroDivisionError), transaction.atomic():
        dated("Sangkveld")
        1 / 0  # noqa: B018
    assert not ToIndex.objects.exists()
    dated("Sangkveld")
    with transaction.atomic():
        assert indexing._is_ours()
        assert at_once(lambda _: indexing.index_due(), [1]) == [0]
    assert indexing.index_due() > 0


BAD = [
    "a" * 10_000,
    "kaffe " * 2_000,
    "%_\\",
    ":*&|!()'\"<->",
    "kaffe:* & !tur | (",
    "'; DROP TABLE searching_word; --",
    "   \t\n ",
    "\u200b\u202e",
    "☕🏔️👩‍👩‍👧",
    "kaffe\x00",
    "kaвa قهوةcafé",
    "۱۲۳ १२३ ²³ ½",
    "\ud800"[:0] + "\uffff\ufdd0",
    "漢字かな",
    "ﷺ" * 50,
    "Ⅷ ﬁ ǅ ŉ",
    "0c0coffee",
    "-" * 300,
]


def test_anything_typed_has_an_answer_in_few_queries(now, django_assert_max_num_queries):
    dated("Kaffe")
    indexing.rebuild()
    for text in BAD:
        with django_assert_max_num_queries(5):
            find_activities(asking.read(text), now=now, limit=5)


@pytest.mark.parametrize("number", [1, 3])
def test_search_asks_the_same_number_of_queries_for_one_and_for_three(number, now, django_assert_num_queries):
    for day in range(number):
        dated(f"Språkkafé {day}", days=day + 1, admission="sign_up", capacity=5)
    indexing.rebuild()
    with django_assert_num_queries(5):
        assert len(titles("spraakkafe", now=now)) == number


def test_words_typed_wrongly_are_said(now):
    dated("Sjakkturnering")
    indexing.rebuild()
    assert asking.read("sjakkturneirng").meant == "sjakkturnering"
    assert asking.read("sjakkturnering kaffe").meant == ""


def test_slips_are_counted():
    assert asking.distance("langauge", "language", most=2) == 1
    assert asking.distance("kaffe", "kafe", most=2) == 1
    assert asking.distance("kaffe", "turer", most=2) > 2
    assert asking.nearest("vaffler", ["vafler", "vaffel", "kaffe"]) == ("vafler",)
