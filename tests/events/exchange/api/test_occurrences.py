"""Dates for programs: as the lists have them, in the language that was asked for, page by page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from events.dates.services import cancel_date
from events.models import EventText, Occurrence
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
STARTS = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
PATH = "/api/v1/occurrences"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def bodo():
    return factories.a_municipality("1804", "Bodø")


@pytest.fixture
def date(bodo):
    venue = factories.a_venue("Stormen", municipality=bodo, latitude="67.28", longitude="14.37")
    event = factories.an_event(municipality=bodo, venue=venue)
    EventText.objects.create(event=event, language="uk", title="Мовне кафе", state="human")
    return factories.an_occurrence(event, starts_at=STARTS)


def ids(client, query: str = "") -> list[str]:
    return [item["id"] for item in client.get(f"{PATH}{query}").json()["items"]]


def test_example_of_the_documentation_is_answered(client, date, bodo):
    answer = client.get(
        f"{PATH}?municipality=1804&category=sprakkafe&category=tur-friluft"
        "&from=2026-11-23&to=2026-11-30&limit=20&lang=uk"
    )
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "uk"
    assert answer.json() == {
        "items": [
            {
                "id": str(date.public_id),
                "url": f"http://localhost:8000/uk/{bodo.slug}/events/{date.public_id}/",
                "event": date.event_id,
                "title": "Мовне кафе",
                "language": "uk",
                "starts_at": "2026-11-24T18:00:00+01:00",
                "ends_at": "2026-11-24T20:00:00+01:00",
                "all_day": False,
                "status": "scheduled",
                "venue": {
                    "id": date.venue_id,
                    "name": "Stormen",
                    "address": "Silvalveien 12, 8850 Herøy",
                    "latitude": 67.28,
                    "longitude": 14.37,
                },
                "online": False,
                "municipality": {"number": "1804", "name": "Bodø"},
                "organisation": {"id": date.organisation_id, "name": date.organisation.name},
                "categories": [{"id": "sprakkafe", "label": "Мовне кафе"}],
                "sentence": answer.json()["items"][0]["sentence"],
                "updated_at": answer.json()["items"][0]["updated_at"],
                "gone": False,
            }
        ],
        "next": None,
    }
    assert "Участь безкоштовна." in answer.json()["items"][0]["sentence"]


def test_words_fall_back_and_say_in_which_language_they_are(client, date):
    EventText.objects.filter(event=date.event, language="uk").delete()
    item = client.get(f"{PATH}?lang=uk").json()["items"][0]
    assert (item["title"], item["language"]) == ("Språkkafé på biblioteket", "nb")
    assert item["categories"] == [{"id": "sprakkafe", "label": "Мовне кафе"}]


def test_language_is_asked_for_as_people_write_it(client, date):
    for asked, language in (("no", "nb"), ("nn-NO", "nn"), ("UK", "uk"), ("en_GB", "en")):
        assert client.get(f"{PATH}?lang={asked}").headers["Content-Language"] == language


def test_only_what_lists_show_is_there(client, date, bodo):
    factories.an_occurrence(factories.an_event("Skjult", live=False, municipality=bodo), starts_at=STARTS)
    factories.an_occurrence(factories.an_event("Taus", municipality=bodo), starts_at=STARTS, is_silent=True)
    asleep = factories.a_municipality("1820", "Alstahaug", is_active=False)
    factories.an_occurrence(factories.an_event("Ikke med", municipality=asleep), starts_at=STARTS)
    over = factories.an_occurrence(factories.an_event(municipality=bodo), starts_at=NOW - timedelta(hours=3))
    assert ids(client) == [str(date.public_id)]
    listed = Occurrence.objects.listed().upcoming(NOW).filter(municipality__is_active=True)
    assert ids(client) == [str(each.public_id) for each in listed]
    # Whoever asks for a day gets all of it.
    assert ids(client, "?from=2026-11-20&to=2026-11-20") == [str(over.public_id)]


def test_nothing_about_people_is_in_an_answer(client, bodo):
    event = factories.an_event(
        municipality=bodo,
        contact_name="Kari Nordmann",
        contact_email="kari@privat.example",
        contact_phone="+4790000000",
        online_url="https://meet.example/secret",
    )
    factories.an_occurrence(event, starts_at=STARTS)
    for name in ("occurrences", "events", "organisations", "venues"):
        said = client.get(f"/api/v1/{name}").content.decode()
        assert not any(each in said for each in ("Kari", "@", "90000000", "meet.example")), name


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("?category=sprakkafe", True),
        ("?category=tur-friluft", False),
        ("?category=tur-friluft&category=sprakkafe", True),
        ("?municipality=1804", True),
        ("?only=free&only=drop_in", True),
        ("?only=women", False),
        ("?language=no", True),
        ("?language=so", False),
        ("?level=B2", True),
        ("?from=2026-11-24&to=2026-11-24", True),
        ("?from=2026-11-25", False),
        ("?to=2026-11-23", False),
    ],
)
def test_filters_narrow(client, date, query, fits):
    assert ids(client, query) == ([str(date.public_id)] if fits else [])


def test_what_stands_on_the_row_narrows(client, date):
    factories.an_occurrence(factories.an_event("Annet", municipality=date.municipality), starts_at=STARTS)
    for name in ("event", "organisation", "venue"):
        found = ids(client, f"?{name}={getattr(date, f'{name}_id')}")
        assert str(date.public_id) in found
    assert ids(client, f"?event={date.event_id}") == [str(date.public_id)]


def test_pages_lead_through_all_municipalities_once(client, bodo):
    heroy = factories.a_municipality()
    events = [factories.an_event(municipality=place) for place in (bodo, heroy)]
    dates = [
        factories.an_occurrence(events[day % 2], starts_at=STARTS + timedelta(hours=day)) for day in range(7)
    ]
    assert walked(client, "?limit=3") == [str(each.public_id) for each in dates]


ASKED_OF_ALL = (
    "?category=sprakkafe",
    "?only=women&category=mat&category=sprakkafe",
    "?language=so",
    "?level=B2",
)


@pytest.mark.parametrize(
    "query", [*ASKED_OF_ALL, "?from=2026-11-24&only=free", "?from=2026-11-24&to=2026-11-25&only=free"]
)
@pytest.mark.parametrize("limit", [1, 2, 50])
def test_whole_country_gives_what_the_municipalities_give_together(client, bodo, query, limit):
    """Rare or not, just begun, of many days or over: in order, each once, and none left out."""
    heroy = factories.a_municipality()
    for place in (bodo, heroy, factories.a_municipality("1820", "Alstahaug", is_active=False)):
        cafe = factories.an_event(municipality=place, spoken_languages=["no", "so"])
        meal = factories.an_event("Middag", municipality=place, category="mat", women_only=True)
        for event in (cafe, meal):
            for starts, hours in ((NOW, 2), (NOW - timedelta(hours=1), 2), (NOW - timedelta(hours=5), 2)):
                factories.an_occurrence(event, starts_at=starts, ends_at=starts + timedelta(hours=hours))
            for days in (-9, -2, 3, 4, 5):
                starts = STARTS + timedelta(days=days)
                factories.an_occurrence(event, starts_at=starts, ends_at=starts + timedelta(days=abs(days)))
    whole = walked(client, f"{query}&limit={limit}")
    apart = walked(client, f"{query}&limit=50&municipality=1804&municipality=1818")
    assert whole == apart
    assert len(whole) > 3


def walked(client, query: str) -> list[str]:
    found, cursor = [], ""
    while True:
        answer = client.get(f"{PATH}{query}{f'&cursor={cursor}' if cursor else ''}").json()
        found += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            return found


def test_cancelled_date_stays_and_says_so(client, date):
    cancel_date(occurrence=date, user=None, now=NOW)
    assert client.get(PATH).json()["items"][0]["status"] == "cancelled"


def test_one_date_has_an_address(client, date):
    item = client.get(f"{PATH}/{date.public_id}?lang=en").json()
    assert (item["id"], item["title"]) == (str(date.public_id), "Språkkafé på biblioteket")
    Occurrence.objects.update(is_public=False)
    answer = client.get(f"{PATH}/{date.public_id}")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


def test_unchanged_answer_is_a_304(client, date):
    first = client.get(PATH)
    tag = first.headers["ETag"]
    again = client.get(PATH, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    cancel_date(occurrence=date, user=None, now=NOW)
    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_one_query_however_many_dates(client, bodo, number, django_assert_num_queries):
    for each in range(number):
        event = factories.an_event(
            municipality=bodo, organisation=factories.an_organisation(f"Lag {each}", municipality=bodo)
        )
        factories.an_occurrence(event, starts_at=STARTS)
    with django_assert_num_queries(1):
        assert len(ids(client, "?municipality=1804&category=sprakkafe&from=2026-11-23")) == number
    # Of the whole country too, where there is little of it.
    with django_assert_num_queries(2):
        assert len(ids(client, "?category=sprakkafe")) == number
    for name, most in (("events", 1), ("organisations", 2), ("venues", 1), ("municipalities", 1)):
        with django_assert_num_queries(most):
            assert client.get(f"/api/v1/{name}").json()["items"]
