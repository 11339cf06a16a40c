"""Places with opening hours among dates: in lists, on the municipality's page, near, filtered, counted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from core.clock import local_day, midnight
from events.models import Event
from home.overview import this_week
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


def at(days: int, hour: int) -> datetime:
    return midnight(TODAY + timedelta(days=days)).replace(hour=hour)


def hours(**days: str) -> dict:
    """ "we": "10:00-16:00" """
    names = ("mo", "tu", "we", "th", "fr", "sa", "su")
    return {"week": [[days[name].split("-")] if name in days else [] for name in names]}


def names(client: Client, query: str = "", path: str = LIST) -> list[str]:
    cards = client.get(f"{path}?{query}").context["cards"]
    return [card.place.name if hasattr(card, "place") else card.title for card in cards]


def test_what_is_open_stands_among_todays_cards_at_now(client, heroy):
    factories.an_occurrence(factories.an_event("Frokost"), starts_at=at(0, 9), ends_at=at(0, 12))
    factories.an_occurrence(factories.an_event("Middag"), starts_at=at(0, 17))
    factories.an_occurrence(factories.an_event("I morgen"), starts_at=at(1, 9))
    factories.a_standing_place("Bibliotek", hours=hours(we="08:00-16:00"))
    factories.a_standing_place("Svømmehall", hours=hours(we="18:00-20:00", fr="18:00-20:00"))
    factories.a_standing_place("Bua", hours=hours(th="10:00-12:00"))
    assert names(client) == ["Frokost", "Bibliotek", "Middag", "Svømmehall", "I morgen", "Bua"]
    page = client.get(LIST)
    assert [(day.away, len(day.cards)) for day in page.context["days"]] == [(0, 4), (1, 2)]
    assert page.context["total"] == 6
    content = page.content.decode()
    assert texts(content, ".mp-event--open .mp-status") == [
        "Open now until 16:00",
        "Open from 18:00 to 20:00",
        "Open from 10:00 to 12:00",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("day=today", ["Bibliotek", "Klubb"]),
        ("day=tonight", ["Klubb"]),
        ("day=tomorrow", ["Bibliotek"]),
        ("day=weekend", []),
        ("day=2026-11-30", ["Bibliotek"]),
        # Later than the week: whoever asks for the day sees it.
        ("day=2026-12-04", ["Bibliotek"]),
        ("time=evening", ["Klubb"]),
        ("time=night", ["Klubb"]),
        ("time=morning", ["Bibliotek"]),
        ("only=open_now", ["Bibliotek"]),
        ("only=free", ["Bibliotek"]),
        ("only=children", []),
        ("only=women", []),
        ("only=step_free", ["Bibliotek", "Klubb"]),
        ("category=ungdom", ["Klubb"]),
        ("language=uk", ["Klubb"]),
        ("level=none", ["Bibliotek", "Klubb"]),
        ("view=series", ["Bibliotek", "Klubb"]),
        ("scope=county", ["Bibliotek", "Klubb"]),
        ("scope=online", []),
    ],
)
def test_filters_of_dates_narrow_places_too(client, heroy, query, expected):
    factories.a_standing_place("Bibliotek")
    factories.a_standing_place(
        "Klubb",
        kind="youth_club",
        price_nok=20,
        spoken_languages=["no", "uk"],
        hours=hours(we="20:00-01:00"),
    )
    assert names(client, query) == expected
    if expected:
        assert client.get(f"{LIST}?{query}").context["total"] == len(expected)


def test_an_evening_past_midnight_is_todays_while_it_lasts(client, heroy, time_machine):
    factories.a_standing_place("Klubb", hours=hours(we="20:00-01:00"))
    time_machine.move_to(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), tick=False)
    page = client.get(LIST)
    assert [day.away for day in page.context["days"]] == [0]
    assert texts(page.content.decode(), ".mp-event--open .mp-status") == ["Closes soon, at 01:00"]
    assert names(client, "only=open_now") == ["Klubb"]


@pytest.mark.parametrize("query", ["", "day=today", "day=tomorrow", "day=weekend", "day=2026-12-04"])
def test_what_never_closes_is_there_on_every_day(client, heroy, query):
    factories.a_standing_place("Bua", hours={"week": [[["00:00", "00:00"]]] * 7, "keeps_holidays": True})
    assert names(client, query) == ["Bua"]
    page = client.get(f"{LIST}?{query}")
    assert page.context["total"] == 1
    assert texts(page.content.decode(), ".mp-event--open .mp-status") == ["Open day and night"]
    assert texts(page.content.decode(), ".mp-event--open .mp-event__time") == ["All day"]


def test_what_is_not_open_within_the_week_is_left_out(client, heroy):
    factories.a_standing_place(
        "Sommerkafé",
        hours={"seasons": [{"first": "06-20", "last": "08-20", "week": [[["10:00", "16:00"]]] * 7}]},
    )
    assert names(client) == []
    assert names(client, "day=2027-06-21") == ["Sommerkafé"]


@pytest.mark.parametrize("state", ["waiting", "sent_back", "taken_down"])
def test_only_what_is_public_is_shown(client, heroy, state):
    factories.a_standing_place("Skjult", state=state)
    factories.a_standing_place(
        "Ikke med", municipality=factories.a_municipality("1899", "Lukket", is_active=False)
    )
    assert names(client) == []
    assert client.get(LIST).context["total"] == 0


def test_places_stand_on_one_page_of_a_long_list(client, heroy):
    for number in range(30):
        factories.an_occurrence(
            factories.an_event(f"A{number:02}"), starts_at=at(0, 11) + timedelta(hours=number)
        )
    factories.a_standing_place("Nå")
    factories.a_standing_place("Senere", hours=hours(th="15:00-16:00"))
    first = client.get(LIST)
    second = client.get(LIST + first.context["next_url"])
    both = [
        card.place.name
        for page in (first, second)
        for card in page.context["cards"]
        if hasattr(card, "place")
    ]
    assert both == ["Nå", "Senere"]
    assert len(first.context["cards"]) + len(second.context["cards"]) == 32 == first.context["total"]


def test_an_empty_list_offers_the_next_opening(client, heroy):
    factories.a_standing_place("Bibliotek", hours=hours(fr="10:00-16:00"))
    offered = client.get(f"{LIST}?day=today").context["nearest"]
    assert [option.url for option in offered] == ["?day=2026-11-27", "?"]


def test_nearest_first_with_how_far_away_it_is(client, heroy):
    north = factories.a_venue("Nord", latitude="66.07", longitude="12.30")
    here = factories.a_venue("Her", latitude="65.98", longitude="12.30")
    factories.a_place("Silvalen", heroy)
    factories.an_occurrence(factories.an_event("Kafé", venue=here))
    factories.a_standing_place("Hall", venue=north)
    for number in range(22):
        factories.an_occurrence(factories.an_event(f"A{number:02}", venue=north), starts_at=at(2, 10))
    path = f"{LIST}?near=silvalen-1818"
    first = client.get(path)
    assert names(client, "near=silvalen-1818")[:2] == ["Kafé", "Hall"]
    assert first.context["cards"][1].distance == "11"
    rest = client.get(LIST + first.context["next_url"])
    shown = [*first.context["cards"], *rest.context["cards"]]
    assert len({card.url for card in shown}) == len(shown) == 24
    answer = client.post(f"{LIST}near/", {"lat": "66.07", "lon": "12.30"})
    assert answer.context["cards"][0].place.name == "Hall"


def test_list_costs_the_same_for_one_and_three_places(client, heroy, django_assert_num_queries):
    event = factories.an_event(admission="sign_up", capacity=5)
    factories.an_occurrence(event)
    factories.a_standing_place("A")
    client.get(LIST)
    for number in (2, 4):
        with django_assert_num_queries(6):
            assert len(client.get(LIST).context["cards"]) == number
        for name in "BC":
            factories.a_standing_place(name)


def test_a_municipality_with_nothing_else_shows_its_places(client, heroy):
    factories.a_municipality_page(heroy)
    for number in range(9):
        factories.a_standing_place(f"Sted {number}")
    page = client.get("/en/heroy-nordland/")
    content = page.content.decode()
    assert len(texts(content, ".mp-event--open")) == 8
    assert page.context["week"].has_more
    assert "Nothing is planned" not in content
    assert [value for value, _label in page.context["categories"]] == ["kafe-moteplass"]


def test_places_do_not_hide_what_is_on(client, heroy):
    factories.a_municipality_page(heroy)
    for number in range(5):
        factories.a_standing_place(f"Sted {number}")
    factories.an_occurrence(starts_at=at(0, 18))
    [day] = client.get("/en/heroy-nordland/").context["week"].days
    assert [hasattr(card, "place") for card in day.cards] == [True, True, True, False]


def test_what_comes_later_stands_behind_the_places(client, heroy):
    factories.a_municipality_page(heroy)
    factories.a_standing_place("Sted")
    factories.an_occurrence(factories.an_event("Fest"), starts_at=at(20, 18))
    factories.an_occurrence(factories.an_event("Avlyst"), starts_at=at(19, 18), status="cancelled")
    week = client.get("/en/heroy-nordland/").context["week"]
    assert [len(day.cards) for day in week.days] == [1]
    assert [card.title for day in week.later for card in day.cards] == ["Fest"]
    assert this_week(municipality=heroy, now=NOW).later


def test_municipality_page_takes_nine_queries_with_places(client, heroy, django_assert_num_queries):
    factories.a_municipality_page(heroy)
    factories.an_occurrence(factories.an_event(admission="sign_up", capacity=5), starts_at=at(9, 18))
    factories.a_standing_place("A")
    client.get("/nb/heroy-nordland/")
    for _number in (1, 3):
        with django_assert_num_queries(9):
            client.get("/nb/heroy-nordland/")
        for name in "BC":
            factories.a_standing_place(name)
    Event.objects.update(category="spill")
