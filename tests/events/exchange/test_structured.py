"""The page of a date for search engines: JSON-LD that our own reader, and others, can read."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from pyld import jsonld

from events.dates.services import cancel_date
from events.exchange.pages import read_page_events
from events.exchange.structured import as_block
from events.models import Occurrence
from organisations.models import Venue
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
TUESDAY = date(2027, 1, 5)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(client, occurrence: Occurrence, language: str = "nb"):
    path = f"/{language}/{occurrence.municipality.slug}/events/{occurrence.public_id}/"
    return client.get(path)


def said_on(client, occurrence: Occurrence, language: str = "nb") -> dict:
    blocks = BeautifulSoup(page_of(client, occurrence, language).content, "html.parser").find_all(
        "script", type="application/ld+json"
    )
    [block] = blocks
    return json.loads(block.string)


def weekly(**fields):
    event = factories.an_event(**fields)
    factories.a_series(
        event,
        now=NOW,
        first_date=TUESDAY,
        start_time=time(18),
        duration=timedelta(hours=2),
        recurrence="RRULE:FREQ=WEEKLY;BYDAY=TU,TH\nEXDATE:20270112T180000",
    )
    return event.occurrences.order_by("starts_at").first()


def test_date_and_its_schedule(client):
    occurrence = weekly(price_nok=50)
    said = said_on(client, occurrence)
    page = f"http://localhost:8000/nb/heroy-nordland/events/{occurrence.public_id}/"
    assert said.pop("image")[0].startswith("http://localhost:8000/")
    assert said == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": page,
        "url": page,
        "name": "Språkkafé på biblioteket",
        "description": "Vi snakker norsk sammen. Kaffe og vaffel.",
        "inLanguage": "nb",
        "startDate": "2027-01-05T18:00:00+01:00",
        "endDate": "2027-01-05T20:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Herøy folkebibliotek",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Silvalveien 12",
                "postalCode": "8850",
                "addressLocality": "Herøy",
                "addressCountry": "NO",
            },
        },
        "organizer": {
            "@type": "Organization",
            "name": occurrence.organisation.name,
            "url": f"http://localhost:8000/nb/heroy-nordland/organisations/{occurrence.organisation.slug}/",
        },
        "isAccessibleForFree": False,
        "offers": {
            "@type": "Offer",
            "price": "50",
            "priceCurrency": "NOK",
            "url": page,
            "availability": "https://schema.org/InStock",
        },
        "eventSchedule": {
            "@type": "Schedule",
            "repeatFrequency": "P1W",
            "byDay": ["https://schema.org/Tuesday", "https://schema.org/Thursday"],
            "startDate": "2027-01-05",
            "scheduleTimezone": "Europe/Oslo",
            "startTime": "18:00:00",
            "endTime": "20:00:00",
            "exceptDate": ["2027-01-12"],
        },
    }


def test_our_own_reader_reads_it_back(client):
    occurrence = weekly()
    read = read_page_events(page_of(client, occurrence).content, address="https://example.org/")
    [candidate] = read.candidates
    assert (candidate.title, candidate.starts_at) == ("Språkkafé på biblioteket", occurrence.starts_at)
    assert (candidate.place, candidate.facts["price_nok"]) == ("Herøy folkebibliotek", 0)


def test_another_reader_of_json_ld_reads_it_whole(client):
    """Nothing is lost in expanding it, every name is one of schema.org's, and every address a whole one."""
    occurrence = weekly(price_nok=50, online_url="https://meet.example/")
    Venue.objects.update(latitude="66.1", longitude="12.3")
    said = said_on(client, occurrence)
    [event] = jsonld.expand(said, {"documentLoader": schema_org})
    assert event["@type"] == [f"{SCHEMA}Event"]
    assert event["@id"] == said["url"]
    assert names_in(event) == {f"{SCHEMA}{name}" for name in names_in(said)}
    for node in nodes_in(event):
        [kind] = node["@type"]
        own = {name.removeprefix(SCHEMA) for name in node if name.startswith(SCHEMA)}
        assert own <= OF_SCHEMA_ORG[kind.removeprefix(SCHEMA)], kind
    triples = jsonld.to_rdf(said, {"documentLoader": schema_org})["@default"]
    addresses = {each["object"]["value"] for each in triples if each["object"]["type"] == "IRI"}
    assert all(each.startswith(("https://", "http://localhost:8000/")) for each in addresses)


SCHEMA = "https://schema.org/"
# What schema.org says that each may have, of what is used here: https://schema.org/version/latest.
OF_SCHEMA_ORG = {
    "Event": set(
        "name description url image inLanguage startDate endDate eventStatus eventAttendanceMode location"
        " organizer isAccessibleForFree offers eventSchedule".split()
    ),
    "Place": {"name", "address", "geo"},
    "VirtualLocation": {"url"},
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "Organization": {"name", "url"},
    "Offer": {"price", "priceCurrency", "url", "availability"},
    "Schedule": set(
        "repeatFrequency byDay startDate endDate startTime endTime scheduleTimezone exceptDate".split()
    ),
}
IDS = ("url", "image", "eventStatus", "eventAttendanceMode", "availability")


def schema_org(url: str, options: object) -> dict:
    """What schema.org answers, as far as it matters here: its names, and which of them are addresses."""
    assert url == "https://schema.org"
    context = {"@vocab": SCHEMA, **{name: {"@type": "@id"} for name in IDS}}
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": {"@context": context},
    }


def nodes_in(value: object) -> Iterator[dict]:
    if isinstance(value, list):
        for each in value:
            yield from nodes_in(each)
    elif isinstance(value, dict):
        if "@type" in value and "@value" not in value:
            yield value
        for each in value.values():
            yield from nodes_in(each)


def names_in(value: object) -> set[str]:
    """The properties in it, without JSON-LD's own."""
    return {name for node in nodes_in(value) for name in node if not name.startswith("@")}


def test_cancelled_date_is_offered_to_nobody(client):
    occurrence = weekly()
    cancel_date(occurrence=occurrence, user=None, now=NOW)
    said = said_on(client, occurrence)
    assert said["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in said


def test_link_for_those_who_sign_up_is_not_told(client):
    event = factories.an_event(
        venue=None,
        online_url="https://meet.example/secret",
        admission="sign_up",
        contact_name="Kari Nordmann",
    )
    occurrence = factories.an_occurrence(event, starts_at=NOW + timedelta(days=1))
    said = said_on(client, occurrence)
    assert said["location"] == {"@type": "VirtualLocation", "url": said["url"]}
    assert "eventSchedule" not in said
    assert "Kari" not in json.dumps(said)


def test_days_on_which_it_pauses_are_named(client):
    event = factories.an_event()
    factories.a_series(
        event,
        now=NOW,
        first_date=TUESDAY,
        recurrence="RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270430T235959",
        rests_at_holidays=True,
    )
    said = said_on(client, event.occurrences.order_by("starts_at").first())["eventSchedule"]
    assert (said["endDate"], said["exceptDate"]) == ("2027-04-30", ["2027-01-05", "2027-03-23"])


def test_nothing_in_it_ends_its_element(client):
    occurrence = factories.an_occurrence(
        factories.an_event("</script><script>alert(1)</script>", description="<!--<script>\u2028"),
        starts_at=NOW + timedelta(days=1),
    )
    assert said_on(client, occurrence)["name"] == "</script><script>alert(1)</script>"
    assert "<" not in as_block({"name": "</script><!--"})


def test_it_costs_no_query(client, django_assert_max_num_queries):
    occurrence = weekly()
    with django_assert_max_num_queries(10):
        said_on(client, occurrence)
