"""A village leads to its municipality's list, and what is nearest to it stands first."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def silvalen(heroy):
    place = factories.a_place("Silvalen", heroy)
    place.latitude, place.longitude = "65.98", "12.29"
    place.save()
    return place


def at(name, latitude, longitude, heroy):
    venue = factories.a_venue(name, municipality=heroy, latitude=latitude, longitude=longitude)
    return factories.an_event(f"Kafé i {name}", venue=venue)


@pytest.fixture
def three(heroy):
    """The farthest first; two dates of the nearest."""
    far, near = at("Brasøy", "65.91", "12.17", heroy), at("Silvalen", "65.98", "12.30", heroy)
    nowhere = factories.an_event("Kafé et sted")
    for event in (far, nowhere, near):
        factories.an_occurrence(event)
    return [near, far, nowhere]


def test_nearest_stands_first_with_its_distance_and_once(client, silvalen, three):
    response = client.get("/nb/heroy-nordland/events/?near=silvalen-1818")
    near, far, nowhere = three
    assert [card.occurrence.event for card in response.context["nearest_cards"]] == [near, far]
    assert [card.distance for card in response.context["nearest_cards"]] == ["0,5", "10"]
    listed = [card.occurrence.event for day in response.context["days"] for card in day.cards]
    assert listed == [nowhere]
    content = response.content.decode()
    assert content.count("Kafé i Silvalen") == 1
    assert 'data-my-place="heroy-nordland" data-name="Silvalen" data-near="silvalen-1818"' in content


@pytest.mark.parametrize("near", ["", "x", "x" * 5000, "%_", "leknes-1860", "\u202e", "1818"])
def test_what_is_no_place_here_is_the_whole_list(client, silvalen, three, near):
    factories.a_place("Leknes", factories.a_municipality("1860", "Vestvågøy"))
    response = client.get("/nb/heroy-nordland/events/", {"near": near})
    assert response.status_code == 200
    assert response.context["nearest_cards"] == []
    assert sum(len(day.cards) for day in response.context["days"]) == 3


def test_filters_keep_the_village(client, silvalen, three):
    content = client.get("/nb/heroy-nordland/events/?near=silvalen-1818").content.decode()
    assert "near=silvalen-1818" in content.split('id="list"')[-1]
