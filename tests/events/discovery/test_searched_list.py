"""The municipality's list, narrowed to words that somebody typed."""

import pytest

from core.searching import indexing
from events.choices import Category
from tests import factories
from tests.events.discovery.test_searching import BAD

pytestmark = pytest.mark.django_db
LIST = "/en/heroy-nordland/events/"


@pytest.fixture
def programme():
    factories.an_occurrence(factories.an_event("Sangkveld", description="", category=Category.CULTURE))
    factories.an_occurrence(factories.an_event("Til fjells", description="", category=Category.OUTDOORS))
    indexing.index_due()


def titles(response) -> list[str]:
    return [card.title for card in response.context["cards"]]


def test_list_has_what_has_the_words_with_its_counts(client, programme):
    response = client.get(LIST, {"q": "hikess"})
    assert titles(response) == ["Til fjells"]
    assert response.context["total"] == 1
    [chip] = response.context["bar"].chosen
    assert "hikess" in chip.label
    assert set(titles(client.get(f"{LIST}{chip.url}"))) == {"Sangkveld", "Til fjells"}


def test_words_and_other_filters_hold_together(client, programme):
    assert titles(client.get(LIST, {"q": "sang", "category": Category.OUTDOORS})) == []
    response = client.get(LIST, {"q": "sang", "category": Category.CULTURE})
    assert titles(response) == ["Sangkveld"]
    assert "q=sang" in response.context["bar"].toggles[0].url


def test_nothing_found_offers_the_list_without_the_words(client, programme):
    response = client.get(LIST, {"q": "xyzzyq"})
    assert titles(response) == []
    offered = {option.key: option for option in response.context["nearest"]}
    assert set(titles(client.get(f"{LIST}{offered['without-q'].url}"))) == {"Sangkveld", "Til fjells"}


def test_anything_typed_has_an_answer(client, programme, django_assert_max_num_queries):
    for text in BAD:
        with django_assert_max_num_queries(12):
            assert client.get(LIST, {"q": text}).status_code in (200, 400), text
