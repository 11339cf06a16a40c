"""Activities, organisations, places, municipalities and kinds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import OrganisationText
from tests import factories

pytestmark = pytest.mark.django_db


def items(client, path: str) -> list[dict]:
    return client.get(f"/api/v1/{path}").json()["items"]


def test_activity_says_when_it_is_next(client):
    event = factories.an_event("Tur", category="tur-friluft")
    starts = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    factories.an_occurrence(event, starts_at=starts - timedelta(days=9))
    date = factories.an_occurrence(event, starts_at=starts)
    [item] = items(client, "events?lang=en")
    assert item["id"] == event.pk
    assert item["next"] == starts.astimezone(factories.OSLO).isoformat()
    assert item["url"].endswith(f"/en/heroy-nordland/events/{date.public_id}/")
    assert (item["title"], item["language"], item["languages"]) == ("Tur", "nb", ["nb"])
    assert item["description"] == "Vi snakker norsk sammen. Kaffe og vaffel."
    assert item["categories"] == [{"id": "tur-friluft", "label": "Hiking and outdoors"}]
    assert client.get(f"/api/v1/events/{event.pk}?lang=en").json() == item


def test_activity_that_is_over_has_no_next_date(client):
    event = factories.an_event()
    factories.an_occurrence(event, starts_at=timezone.now() - timedelta(days=9))
    [item] = items(client, "events")
    assert (item["next"], item["url"]) == (None, None)


def test_partners_are_in_the_sentence(client):
    event = factories.an_event()
    event.co_organisers.add(factories.an_organisation("Røde Kors"))
    factories.an_occurrence(event)
    [item] = items(client, "occurrences")
    assert "Røde Kors" in item["sentence"]


def test_organisation_says_what_it_does_in_the_language_asked_for(client):
    row = factories.an_organisation(about="Vi møtes.", website="https://lag.example/", orgnr="974760673")
    OrganisationText.objects.create(organisation=row, language="uk", about="Ми зустрічаємося.")
    factories.an_organisation("Skjult", hidden_at=timezone.now())
    [item] = items(client, "organisations?lang=uk")
    assert item == {
        "id": row.pk,
        "url": f"http://localhost:8000/uk/heroy-nordland/organisations/{row.slug}/",
        "name": row.name,
        "kind": "association",
        "orgnr": "974760673",
        "website": "https://lag.example/",
        "about": "Ми зустрічаємося.",
        "language": "uk",
        "municipality": {"number": "1818", "name": "Herøy"},
        "gone": False,
    }


def test_places_and_municipalities(client):
    row = factories.a_venue()
    other = factories.a_venue("Det samme")
    other.merged_into = row
    other.save()
    factories.a_municipality("1804", "Bodø")
    factories.a_municipality("1820", "Alstahaug", is_active=False)
    [venue] = items(client, "venues")
    assert (venue["id"], venue["address"], venue["step_free"]) == (
        row.pk,
        "Silvalveien 12, 8850 Herøy",
        "yes",
    )
    assert [each["number"] for each in items(client, "municipalities")] == ["1804", "1818"]
    first = client.get("/api/v1/municipalities?limit=1").json()
    second = client.get(f"/api/v1/municipalities?limit=1&cursor={first['next']}").json()
    assert [second["items"][0]["number"], second["next"]] == ["1818", None]


def test_categories_are_named_in_the_language_asked_for(client):
    found = items(client, "categories?lang=ar")
    assert len(found) == 19
    assert {each["language"] for each in found} == {"ar"}


def test_lists_by_number_are_paged(client):
    rows = [factories.an_organisation(f"Lag {number}") for number in range(3)]
    first = client.get("/api/v1/organisations?limit=2").json()
    second = client.get(f"/api/v1/organisations?limit=2&cursor={first['next']}").json()
    assert [each["id"] for each in first["items"] + second["items"]] == [row.pk for row in rows]
    assert second["next"] is None
