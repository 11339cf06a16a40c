"""What a list can be narrowed to: each filter alone and together, its numbers, and addresses of nonsense."""

import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from core.clock import local_day, midnight
from events.choices import Admission, Category, Grade, Level
from events.discovery.filters import Filters, read_filters
from events.discovery.filters.choices import DAYS, LEVELS, ONLY, TIMES
from events.discovery.filters.counting import count, count_scopes
from events.discovery.filters.matching import Place, matching
from events.discovery.filters.places import Places
from events.models import Occurrence
from organisations.models import Region
from tests import factories
from tests.markup import texts

pytestmark = pytest.mark.django_db
LIST = "/en/heroy-nordland/events/"
# A Wednesday, ten in the morning.
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TODAY = local_day(NOW)


@pytest.fixture(autouse=True)
def _on_a_wednesday(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """On the clock in Norway, so many days on."""
    return midnight(TODAY + timedelta(days=days)).replace(hour=hour, minute=minute)


def found(client: Client, query: str) -> list[int]:
    return [card.occurrence.pk for card in client.get(f"{LIST}?{query}").context["cards"]]


def two_dates(**facts) -> tuple[Occurrence, Occurrence]:
    """One of an activity with these facts, and one of another without them."""
    plain = factories.an_occurrence(factories.an_event("Uten", price_nok=50, open_to_all=False))
    return factories.an_occurrence(factories.an_event("Med", **({"price_nok": 50} | facts))), plain


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ("only=open", {"open_to_all": True}),
        ("only=free", {"price_nok": 0, "open_to_all": False}),
        ("only=affordable", {"price_support": True}),
        ("only=children", {"children_welcome": True}),
        ("only=children", {"category": Category.FAMILY}),
        ("only=women", {"women_only": True}),
        ("category=spill", {"category": Category.GAMES}),
        ("category=spill&category=mat", {"category": Category.FOOD}),
        ("language=uk", {"spoken_languages": ["uk"]}),
        ("language=uk&language=pl", {"interpreter_languages": ["pl"]}),
        ("level=none", {"level": Level.NONE}),
        ("only=free&only=open", {"price_nok": 0}),
    ],
)
def test_a_filter_shows_what_has_it_and_nothing_else(client, heroy, query, facts):
    wanted, _other = two_dates(**facts)
    assert found(client, query) == [wanted.pk]


def test_who_knows_more_norwegian_is_shown_what_asks_for_less(client, heroy):
    little = factories.an_occurrence(factories.an_event(level=Level.BEGINNER))
    much = factories.an_occurrence(factories.an_event("Samtale", level=Level.B1))
    assert found(client, "level=A2") == [little.pk]
    assert found(client, "level=B2") == [little.pk, much.pk]


def test_just_come_and_step_free(client, heroy):
    stairs = factories.a_venue("Loftet", step_free="no")
    up = factories.an_occurrence(factories.an_event("Loft", venue=stairs))
    named = factories.an_occurrence(factories.an_event("Kurs", admission=Admission.SIGN_UP))
    hike = factories.an_occurrence(factories.an_event("Tur", grade=Grade.EASY))
    assert set(found(client, "only=drop_in")) == {up.pk, hike.pk}
    assert found(client, "only=step_free") == [named.pk]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("day=today", ["lunch", "dinner", "late"]),
        ("day=tonight", ["dinner", "late"]),
        ("day=tomorrow", ["tomorrow"]),
        ("day=weekend", ["saturday"]),
        ("day=2026-11-26", ["tomorrow"]),
        ("from=2026-11-26&to=2026-11-28", ["tomorrow", "saturday"]),
        ("from=2026-11-26", ["tomorrow", "saturday", "december"]),
        ("to=2026-11-26", ["lunch", "dinner", "late", "tomorrow"]),
        ("from=2026-11-28&to=2026-11-26", ["tomorrow", "saturday"]),
        ("time=morning", ["tomorrow", "saturday"]),
        ("time=afternoon", ["lunch", "saturday"]),
        ("time=evening&time=night", ["dinner", "late", "saturday", "december"]),
        ("day=today&time=night", ["late"]),
    ],
)
def test_days_and_times_of_the_day(client, heroy, query, expected):
    """Who works in shifts asks for a time of day; what lasts all day is there in each but the night."""
    event = factories.an_event()
    starts = {
        "lunch": (at(0, 12), 2),
        "dinner": (at(0, 17), 2),
        "late": (at(0, 22, 30), 3),
        "tomorrow": (at(1, 11, 30), 1),
        "saturday": (at(3, 0), 24),
        "december": (at(20, 18), 2),
    }
    names = {
        factories.an_occurrence(event, starts_at=start, ends_at=start + timedelta(hours=hours)).pk: name
        for name, (start, hours) in starts.items()
    }
    assert [names[pk] for pk in found(client, query)] == expected


def test_scopes_are_here_nearby_the_council_the_county_and_online(client, heroy):
    council = Region.objects.create(kind="council", name="Helgeland regionråd", slug="helgeland")
    places = [
        factories.a_municipality(f"18{number}", f"Sted {number}", latitude=f"{66 + number / 100:.2f}")
        for number in range(20, 27)
    ]
    closed = factories.a_municipality("1899", "Lukket", is_active=False)
    abroad = factories.a_municipality(
        "0301", "Oslo", latitude="59.91", longitude="10.75", county=factories.a_county("Oslo", "03")
    )
    heroy.regions.add(council)
    places[6].regions.add(council)

    def date_in(municipality, **facts):
        organisation = factories.an_organisation(municipality=municipality)
        return factories.an_occurrence(factories.an_event(organisation=organisation, **facts)).pk

    here = date_in(heroy)
    there = [date_in(place) for place in places]
    date_in(closed)
    date_in(abroad)
    online = date_in(abroad, online_url="https://video.example/1")
    assert found(client, "") == [here]
    assert found(client, "scope=neighbours") == [here, *there[:5]]
    assert found(client, "scope=council") == [here, there[6]]
    assert found(client, "scope=county") == [here, *there]
    assert found(client, "scope=online") == [online]
    page = client.get(LIST).content.decode()
    assert "Helgeland regionråd 2" in texts(page, "#f-menu-where li")


def some_dates(chosen: random.Random) -> None:
    """Of activities of all kinds, at all times of the next two weeks."""
    for number in range(12):
        event = factories.an_event(
            f"Aktivitet {number}",
            category=chosen.choice([Category.GAMES, Category.FOOD, Category.FAMILY]),
            level=chosen.choice(LEVELS),
            price_nok=chosen.choice([0, 50]),
            price_support=chosen.random() < 0.5,
            open_to_all=chosen.random() < 0.7,
            women_only=chosen.random() < 0.3,
            admission=chosen.choice(Admission.values),
            spoken_languages=chosen.choice([["no"], ["no", "uk"], ["ar"]]),
            online_url=chosen.choice(["", "https://video.example/1"]),
        )
        for _date in range(chosen.randint(1, 3)):
            start = at(chosen.randint(0, 9), chosen.randint(0, 23), chosen.choice([0, 30]))
            factories.an_occurrence(
                event,
                starts_at=start,
                ends_at=start + timedelta(hours=chosen.choice([1, 4, 13, 40])),
                status=chosen.choice(["scheduled", "scheduled", "cancelled"]),
            )


def some_places(chosen: random.Random) -> None:
    """With opening hours of all kinds, here and in the next municipality."""
    alstahaug = factories.a_municipality("1820", "Alstahaug")
    some = [["08:00", "11:00"], ["12:00", "16:30"], ["18:00", "21:00"], ["22:00", "02:00"]]
    for number in range(8):
        factories.a_standing_place(
            f"Sted {number}",
            municipality=chosen.choice([None, alstahaug]),
            kind=chosen.choice(["library", "swimming", "youth_club"]),
            price_nok=chosen.choice([0, 50]),
            women_only=chosen.random() < 0.3,
            open_to_all=chosen.random() < 0.7,
            level=chosen.choice(LEVELS),
            spoken_languages=chosen.choice([["no"], ["no", "uk"], []]),
            hours={"week": [chosen.sample(some, chosen.randint(0, 2)) for _day in range(7)]},
        )


def places_in(place: Place, filters: Filters) -> Places:
    return Places(tuple(count_scopes(place, filters, now=NOW)[1]), filters, NOW)


def some_filters(chosen: random.Random) -> dict[str, str]:
    every = {
        "category": ["spill", "mat"],
        "day": [*DAYS, "2026-11-27", "2026-12-03"],
        "time": list(TIMES),
        "only": list(ONLY),
        "language": ["uk", "ar"],
        "level": ["A1", "B1"],
    }
    names = chosen.sample(list(every), chosen.randint(0, 2))
    return {name: chosen.choice(every[name]) for name in names}


@pytest.mark.parametrize("view", ["", "series"])
def test_a_number_beside_a_choice_is_what_the_choice_then_shows(heroy, view):
    """Whatever is chosen already: every number of every choice, and of every scope."""
    chosen = random.Random(f"numbers {view}")
    place = Place(heroy)
    some_dates(chosen)
    some_places(chosen)

    def shown(query: str) -> int:
        asked = read_filters(dict_of(query), today=TODAY)
        dates = matching(place, asked, now=NOW)
        number = len(set(dates.values_list("series", flat=True))) if view else dates.count()
        return number + len(places_in(place, asked).shown())

    for _round in range(4):
        filters = read_filters(some_filters(chosen) | {"view": view}, today=TODAY)
        places = places_in(place, filters)
        counts = count(place, filters, now=NOW, today=TODAY, beside=places.groups())
        assert counts.total == shown(filters.query())
        for name, ask, values in (
            ("day", counts.day, DAYS),
            ("times", counts.time, TIMES),
            ("categories", counts.category, ["spill", "mat", "barn-familie"]),
            ("only", counts.only, ONLY),
            ("languages", counts.language, ["no", "uk", "ar"]),
            ("level", counts.level, map(str, LEVELS)),
        ):
            for value in values:
                with_it = chosen_alone(filters, name, value)
                assert (name, value, ask(value)) == (name, value, shown(with_it.query()))
        scopes = {
            scope: number + places.number(scope)
            for scope, number in count_scopes(place, filters, now=NOW)[0].items()
        }
        assert {scope: shown(filters.query(scope=scope)) for scope in scopes} == scopes


def chosen_alone(filters: Filters, name: str, value: str) -> Filters:
    """As if this value of one filter had been chosen, beside all the others."""
    if name == "day":
        return filters.with_day(value, today=TODAY)
    if name == "level":
        return replace(filters, level=value)
    if name == "only":
        return replace(filters, only=tuple(dict.fromkeys([*filters.only, value])))
    return replace(filters, **{name: (value,)})


def dict_of(query: str):
    return QueryDict(query.removeprefix("?"))


# --- The row of chips ---------------------------------------------------------------------------


def test_what_is_chosen_is_taken_back_by_one_press(client, heroy):
    factories.an_occurrence(factories.an_event(category=Category.GAMES), starts_at=at(0, 18))
    page = client.get(f"{LIST}?category=spill&day=today&only=free&only=open&view=series")
    chosen = {option.label: option.url for option in page.context["bar"].chosen}
    assert chosen == {
        "Today": "?category=spill&only=free&only=open&view=series",
        "Games": "?day=today&only=free&only=open&view=series",
        "Free": "?category=spill&day=today&only=open&view=series",
        "Open to everyone": "?category=spill&day=today&only=free&view=series",
    }
    assert page.context["bar"].clear_url == "?view=series"
    assert texts(page.content.decode(), "[data-filters] [data-chosen]") == [
        "Remove: Today",
        "Remove: Games",
        "Remove: Free",
        "Remove: Open to everyone",
    ]


def test_every_choice_is_a_link_that_works_without_scripts(client, heroy):
    factories.an_occurrence(factories.an_event(children_welcome=True))
    content = client.get(LIST).content.decode()
    links = re.findall(r'id="f-[^"]+"\s+href="(\?[^"]*)"', content)
    assert len(links) > 10
    for link in links:
        assert client.get(LIST + link.replace("&amp;", "&")).status_code == 200


def test_what_htmx_asks_for_is_the_list_its_title_and_how_many(client, heroy):
    factories.an_occurrence()
    answer = client.get(f"{LIST}?only=free", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    content = answer.content.decode()
    assert texts(content, "title") == ["What is on in Herøy (Nordland) – Free – Møteplass"]
    assert texts(content, "#live") == ["This many fit: 1"]
    assert "<html" not in content
    assert {"HX-Request", "HX-Request-Type"} <= set(answer["Vary"].split(", "))
    back = client.get(f"{LIST}?only=free", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert "<html" in back.content.decode()


# --- Nothing found ------------------------------------------------------------------------------


def test_nothing_found_offers_what_is_nearest(client, heroy):
    factories.an_occurrence(factories.an_event(price_nok=50), starts_at=at(0, 18))
    factories.an_occurrence(factories.an_event("Gratis"), starts_at=at(9, 18))
    near = factories.a_municipality("1820", "Alstahaug", slug="alstahaug")
    elsewhere = factories.an_event(organisation=factories.an_organisation(municipality=near))
    factories.an_occurrence(elsewhere, starts_at=at(0, 19))
    offered = client.get(f"{LIST}?day=today&only=free").context["nearest"]
    assert [(option.label, option.url) for option in offered] == [
        ("The next is on Friday 4 December", "?day=2026-12-04&only=free"),
        ("Without “Today”: 1", "?only=free"),
        ("Without “Free”: 1", "?day=today"),
        ("Here and in the municipalities nearby: 1", "?day=today&only=free&scope=neighbours"),
        ("All of Nordland: 1", "?day=today&only=free&scope=county"),
    ]


def test_where_two_filters_are_too_many_each_is_offered_for_itself(client, heroy):
    factories.an_occurrence(factories.an_event(price_nok=50, women_only=True), starts_at=at(0, 18))
    factories.an_occurrence(factories.an_event("Spill", category=Category.GAMES, price_nok=50))
    factories.an_occurrence(factories.an_event("Gratis"), starts_at=at(2, 18))
    offered = client.get(f"{LIST}?category=spill&only=free&only=women").context["nearest"]
    assert [(option.label, option.url) for option in offered] == [
        ("Only “Games”: 1", "?category=spill"),
        ("Only “Free”: 1", "?only=free"),
        ("Only “For women”: 1", "?only=women"),
    ]


# --- Bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("only=x", ["We do not know the choice “x”. We left it out."]),
        ("scope=mars&level=Z9", None),
        ("from=9999-12-31", ["We cannot show the day “9999-12-31”. Here is everything that is coming."]),
        ("to=2020-01-01", ["We cannot show the day “2020-01-01”. Here is everything that is coming."]),
        (
            "from=2026-12-02&to=2026-11-26",
            ["The first day was after the last. We have let them change places."],
        ),
        ("q=🙂", ["There is no word in “🙂” that we can look for. Here is everything."]),
        ("scope=council", []),
        ("time=&only=&category=&from=&to=", []),
        ("&".join(f"only=x{number}" for number in range(200)), None),
        ("&".join(["only=free"] * 200), []),
    ],
)
def test_what_cannot_be_used_is_left_out_and_said(client, heroy, django_assert_max_num_queries, query, said):
    factories.an_occurrence(starts_at=at(2, 18))
    with django_assert_max_num_queries(6):
        response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert len(response.context["cards"]) == 1
    messages = list(response.context["filters"].ignored)
    assert messages == said if said is not None else 1 <= len(messages) <= 4


@pytest.mark.parametrize("words", ["   ", "%_\\", "🙂", "x" * 10_000, "' OR 1=1 --"])
def test_words_of_any_kind_are_looked_for(client, heroy, django_assert_max_num_queries, words):
    factories.an_occurrence(starts_at=at(2, 18))
    with django_assert_max_num_queries(9):
        response = client.get(LIST, {"q": words})
    assert response.status_code == 200


@pytest.mark.parametrize("query", ["", "view=series", "only=free&category=sprakkafe&day=week&scope=county"])
def test_a_list_with_filters_costs_the_same_for_one_and_three(
    client, heroy, django_assert_num_queries, query
):
    def fill(name: str) -> None:
        event = factories.an_event(
            name, admission=Admission.SIGN_UP, capacity=5, venue=factories.a_venue(name)
        )
        factories.an_occurrence(event)

    fill("Språkkafé")
    client.get(LIST)
    with django_assert_num_queries(6):
        assert len(found(client, query)) == 1
    fill("Bokgruppe")
    fill("Turgruppe")
    with django_assert_num_queries(6):
        assert len(found(client, query)) == 3
