"""Structured facts as whole sentences, in the reader's language."""

import pytest
from django.conf import settings
from django.utils.translation import override

from events.choices import Admission, Audience, Category, Food, Grade, Level
from events.facts import (
    CATEGORY_SENTENCES,
    card_facts,
    category_icon,
    facts_of,
    paragraph,
)
from events.models import Event
from organisations.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def an_unsaved_event(**fields) -> Event:
    fields.setdefault("category", Category.LANGUAGE_CAFE)
    return Event(**fields)


def sentences(**fields) -> dict[str, str]:
    return {fact.kind: fact.sentence for fact in facts_of(an_unsaved_event(**fields))}


def test_language_cafe_reads_as_plain_sentences():
    venue = Venue(name="Herøy folkebibliotek", step_free="yes")
    event = an_unsaved_event(spoken_languages=["no", "en"], children_welcome=True, venue=venue)
    assert paragraph(facts_of(event)) == (
        "This is a language café. People meet and practise a language by talking together. "
        "It is for everyone. It is free. You do not have to sign up. Just come. "
        "The languages spoken are Norwegian and English. "
        "You do not have to know much Norwegian. Children are welcome. "
        "There is step-free access to the place."
    )


def test_every_category_has_a_sentence_and_an_icon():
    assert set(CATEGORY_SENTENCES) == set(Category)
    sprite = (settings.ROOT / "static" / "img" / "icons.svg").read_text()
    assert all(f'id="{category_icon(category)}"' in sprite for category in Category)


@pytest.mark.parametrize(
    ("fields", "kind", "sentence"),
    [
        ({"price_nok": 1}, "price", "It costs 1 krone."),
        ({"price_nok": 1250}, "price", "It costs 1,250 kroner."),
        (
            {"price_nok": 50, "price_support": True},
            "price_support",
            "You can get help to pay. Ask the organiser.",
        ),
        ({"admission": Admission.SIGN_UP}, "admission", "You have to sign up before you come."),
        ({"capacity": 1}, "capacity", "There is room for 1 person."),
        ({"capacity": 12}, "capacity", "There is room for 12 people."),
        ({"audience": Audience.SENIORS}, "audience", "It is for older people."),
        ({"age_from": 16}, "age", "You must be at least 16 years old."),
        ({"women_only": True}, "women", "It is for women only."),
        (
            {"open_to_all": False},
            "open",
            "It is not open to everyone. Ask the organiser whether you can come.",
        ),
        ({"spoken_languages": ["no"]}, "languages", "The language spoken is Norwegian."),
        (
            {"interpreter_languages": ["ar", "ti"]},
            "interpreter",
            "There is an interpreter for Arabic and Tigrinya.",
        ),
        ({"level": Level.NONE}, "level", "You can join in even if you do not speak Norwegian."),
        ({"childcare": True}, "childcare", "Somebody looks after the children while you take part."),
        ({"food": Food.MEAL}, "food", "There is a meal."),
        ({"equipment_to_borrow": True}, "equipment", "You can borrow equipment."),
        ({"transport_offered": True}, "transport", "Somebody can drive you. Ask the organiser."),
        ({"online_url": "https://example.org/"}, "online", "It takes place online."),
        (
            {"grade": Grade.EASY},
            "grade",
            "The hike is easy (green grade). The path is good, and most people can walk it.",
        ),
        ({"distance_km": 4.5}, "distance", "You walk 4.5 kilometres."),
        ({"ascent_m": 300}, "ascent", "You climb 300 metres in all."),
    ],
)
def test_each_choice_is_one_whole_sentence(fields, kind, sentence):
    assert sentences(**fields)[kind] == sentence


def test_narrow_event_is_not_said_to_be_for_everyone():
    assert "audience" not in sentences(women_only=True)
    assert "audience" not in sentences(age_from=18)
    assert "audience" not in sentences(open_to_all=False)
    assert sentences(women_only=True, audience=Audience.YOUTH)["audience"] == "It is for young people."


def test_whom_it_is_for_is_said_once():
    """ "This is an activity for young people. It is for young people." was read in every language."""
    said = {
        (category, audience)
        for category in Category
        for audience in Audience
        if "audience" not in sentences(category=category, audience=audience)
    }
    assert said == {(Category.FAMILY, Audience.FAMILIES), (Category.YOUTH, Audience.YOUTH)}


def test_steps_are_not_said_of_a_hike_with_a_grade():
    car_park = Venue(name="Parkeringsplassen", step_free="yes")
    assert "step_free" not in sentences(category=Category.OUTDOORS, grade=Grade.MEDIUM, venue=car_park)
    assert "step_free" in sentences(category=Category.OUTDOORS, venue=car_park)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_level_is_about_norwegian_and_says_so_alone(language, level):
    """On a chip beside a summit hike "Beginners welcome" read as an invitation to the mountain."""
    norwegian = {"nb": "norsk", "nn": "norsk", "en": "Norwegian", "uk": "норвезьк", "ar": "نرويجية"}
    with override(language):
        [fact] = [each for each in facts_of(an_unsaved_event(level=level)) if each.kind == "level"]
        assert norwegian[language] in fact.label.lower().replace("norwegian", "Norwegian")
        assert norwegian[language] in fact.sentence.lower().replace("norwegian", "Norwegian")


def test_partners_are_named_and_keep_their_direction(organisation):
    from tests import factories

    event = factories.an_event(organisation=organisation)
    event.co_organisers.add(factories.an_organisation("Herøy Røde Kors"))
    event.save()
    with override("ar"):
        partners = {fact.kind: fact.sentence for fact in facts_of(Event.objects.get(pk=event.pk))}["partners"]
    assert "\u2068Herøy Røde Kors\u2069" in partners


def test_venue_without_access_says_so():
    venue = Venue(name="Loftet", step_free="no", hearing_loop="yes")
    facts = sentences(venue=venue)
    assert facts["step_free"] == "There are steps, and no way round them."
    assert facts["hearing_loop"] == "There is a hearing loop."
    assert "step_free" not in sentences(venue=Venue(name="Ukjent", step_free="unknown"))


def labels_on_a_card(**fields) -> list[str]:
    return [fact.label for fact in card_facts(an_unsaved_event(**fields))]


def test_card_does_not_say_what_is_always_so():
    assert labels_on_a_card(spoken_languages=["no"], food=Food.COFFEE) == []
    assert labels_on_a_card(audience=Audience.ADULTS, level=Level.BEGINNER, grade=Grade.EASY) == []
    assert labels_on_a_card(category=Category.FAMILY, audience=Audience.FAMILIES, children_welcome=True) == []


def test_card_says_what_could_keep_somebody_away_first():
    fields = {
        "open_to_all": False,
        "women_only": True,
        "age_from": 18,
        "level": Level.A2,
        "grade": Grade.DEMANDING,
        "admission": Admission.SIGN_UP,
        "price_nok": 50,
        "price_support": True,
        "spoken_languages": ["no", "en", "uk"],
        "children_welcome": True,
    }
    assert labels_on_a_card(**fields) == [
        "Ask before you come",
        "Women only",
        "From 18 years",
        "Everyday Norwegian (A2)",
        "Demanding (red)",
        "Sign up first",
        "50 kr",
        "Help to pay",
        "English and Ukrainian",
        "Children are welcome",
    ]


def test_card_names_the_readers_own_language_first():
    with override("uk"):
        assert labels_on_a_card(spoken_languages=["no", "en", "ar", "uk"]) == [
            "Українська, англійська та арабська"
        ]


def test_card_says_whom_it_is_for_when_its_kind_does_not():
    assert labels_on_a_card(category=Category.GAMES, audience=Audience.SENIORS) == ["Older people"]
    assert labels_on_a_card(category=Category.CRAFTS, audience=Audience.CHILDREN, childcare=True) == [
        "Children",
        "Childcare",
    ]


@pytest.mark.parametrize(
    ("price", "label"),
    [(1, "كرونة واحدة"), (2, "كرونتان"), (5, "5 كرونات"), (50, "50 كرونة"), (100, "100 كرونة")],
)
def test_a_price_is_counted_as_the_language_counts(price, label):
    with override("ar"):
        facts = facts_of(an_unsaved_event(price_nok=price))
    assert [fact.label for fact in facts if fact.kind == "price"] == [label]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"audience": Audience.YOUTH}, "It is for those who are 13 to 17 years old."),
        ({"audience": Audience.YOUTH, "age_from": 10}, "You must be at least 10 years old."),
        ({"audience": Audience.ADULTS}, None),
    ],
)
def test_young_people_are_named_with_their_age(fields, sentence):
    assert sentences(**fields).get("age") == sentence
