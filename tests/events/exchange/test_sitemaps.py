"""What search engines are told of, in every language and each thing once."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from events.exchange import sitemaps
from tests import factories

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def addresses(content: bytes) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(content).iter(f"{MAP}loc")]


def part(client, name: str) -> list[str]:
    answer = client.get(f"/sitemaps/{name}.xml")
    assert answer.status_code == 200
    return addresses(answer.content)


def test_robots_are_led_to_the_map(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://localhost:8000/sitemap.xml" in answer.content.decode()
    assert "Disallow: /*/portal/" in answer.content.decode()


def test_index_names_the_parts_that_have_something(client):
    date = factories.an_occurrence()
    parts = addresses(client.get("/sitemap.xml").content)
    assert parts == [
        "http://localhost:8000/sitemaps/municipalities.xml",
        f"http://localhost:8000/sitemaps/organisations-{date.organisation_id // sitemaps.SIZE}.xml",
        f"http://localhost:8000/sitemaps/events-{date.event_id // sitemaps.SIZE}.xml",
    ]
    for each in parts:
        assert client.get(each.removeprefix("http://localhost:8000")).status_code == 200


def test_activity_is_its_next_date_in_every_language(client):
    event = factories.an_event()
    tomorrow = timezone.now() + timedelta(days=1)
    dates = [factories.an_occurrence(event, starts_at=tomorrow + timedelta(days=day)) for day in (-9, 0, 7)]
    factories.an_occurrence(factories.an_event("Skjult", live=False))
    factories.an_occurrence(factories.an_event("Taus"), is_silent=True)
    factories.an_occurrence(factories.an_event("Over"), starts_at=timezone.now() - timedelta(days=9))
    name = f"events-{event.pk // sitemaps.SIZE}"
    assert part(client, name) == [
        f"http://localhost:8000/{code}/heroy-nordland/events/{dates[1].public_id}/"
        for code in ("nb", "nn", "en", "uk", "ar")
    ]
    first = ElementTree.fromstring(client.get(f"/sitemaps/{name}.xml").content).find(f"{MAP}url")
    others = [(each.get("hreflang"), each.get("href")) for each in first.iter(f"{XHTML}link")]
    assert [code for code, _address in others] == ["nb", "nn", "en", "uk", "ar", "x-default"]
    assert others[-1][1] == others[0][1] == first.findtext(f"{MAP}loc")


def test_organisations_and_municipalities_that_lists_show(client):
    shown = factories.an_organisation()
    factories.an_organisation("Skjult", hidden_at=timezone.now())
    factories.a_municipality("1820", "Alstahaug", is_active=False)
    pages = part(client, f"organisations-{shown.pk // sitemaps.SIZE}")
    assert pages[0] == f"http://localhost:8000/nb/heroy-nordland/organisations/{shown.slug}/"
    assert len(pages) == 5
    assert part(client, "municipalities")[:1] == ["http://localhost:8000/nb/heroy-nordland/"]


@pytest.mark.parametrize("name", ["events-999999", "hest", "events", "events-1000000000000", "events--1"])
def test_part_that_is_none_is_a_404(client, name):
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_what_there_is(number, django_assert_num_queries):
    event = None
    for each in range(number):
        event = factories.an_event(organisation=factories.an_organisation(f"Lag {each}"))
        factories.an_occurrence(event)
    with django_assert_num_queries(2):
        sitemaps.index(now=timezone.now())
    with django_assert_num_queries(1):
        sitemaps.part("events", event.pk // sitemaps.SIZE, now=timezone.now())
