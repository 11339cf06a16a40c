"""The page of the search: activities, organisations and pages beside places, for whoever reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.searching import indexing
from home.models import GuidePage
from home.searching import find_pages, search_everything
from organisations.models import Municipality
from tests import factories
from tests.events.discovery.test_searching import BAD

pytestmark = pytest.mark.django_db
FIND = "/uk/find/"


@pytest.fixture
def programme():
    factories.a_home_page("nb")
    page = factories.a_municipality_page()
    page.copy_for_translation(factories.a_locale("uk"), copy_parents=True, alias=True)
    guide = page.add_child(
        instance=GuidePage(title="Slik blir du frivillig", body=[("text", "<p>Ring oss om dugnad.</p>")])
    )
    organisation = factories.an_organisation("Sjømannsforeningen")
    event = factories.an_event("Sangkveld", description="", organisation=organisation)
    factories.an_occurrence(event)
    indexing.index_due()
    return guide


def found_by(client, text: str, **headers):
    response = client.get(FIND, {"q": text}, headers=headers)
    assert response.status_code == 200
    return response.context["found"]


def test_activities_organisations_and_pages_are_found(client, programme):
    assert [card.title for card in found_by(client, "спів").activities.cards] == ["Sangkveld"]
    assert [each.name for each in found_by(client, "sjomannsforening").organisations] == [
        "Sjømannsforeningen"
    ]
    [page] = found_by(client, "dugnaden").pages
    assert (page.title, page.language) == ("Slik blir du frivillig", "nb")
    assert client.get(page.url).status_code == 200
    assert page.url.startswith("/uk/")


def test_answer_says_what_was_looked_for(client, programme):
    response = client.get(FIND, {"q": "sangkvedl"})
    assert response.context["found"].asked.meant == "sangkveld"
    assert "sangkveld" in response.content.decode()


def test_what_comes_while_one_types_has_the_same(client, programme):
    response = client.get(FIND, {"q": "sangkv"}, headers={"HX-Request": "true"})
    assert b"Sangkveld" in response.content
    assert b"<html" not in response.content


def test_nothing_found_offers_what_there_is(client, programme):
    response = client.get(FIND, {"q": "xyzzyq"})
    assert not response.context["found"]
    assert response.context["kinds"] == ["Мовне кафе"]
    assert response.context["regions"]
    again = client.get(FIND, {"q": "Мовне кафе"})
    assert [card.title for card in again.context["found"].activities.cards] == ["Sangkveld"]


def test_page_that_is_hidden_or_of_a_closed_municipality_is_not_found(client, programme):
    assert found_by(client, "dugnad").pages
    Municipality.objects.update(is_active=False)
    assert not found_by(client, "dugnad").pages
    Municipality.objects.update(is_active=True)
    programme.unpublish()
    assert not found_by(client, "dugnad").pages


def test_guide_is_shown_once_in_the_readers_language(programme):
    asked = search_everything(text="dugnad", language="uk", now=timezone.now()).asked
    translation = programme.copy_for_translation(factories.a_locale("uk"))
    translation.title = "Як стати волонтером"
    translation.save_revision().publish()
    indexing.index_due()
    assert [page.title for page in find_pages(asked, language="uk", limit=5)] == ["Як стати волонтером"]
    assert [page.title for page in find_pages(asked, language="ar", limit=5)] == ["Slik blir du frivillig"]


def test_anything_typed_is_answered_in_words(client, programme, django_assert_max_num_queries):
    for text in BAD:
        with django_assert_max_num_queries(20):
            response = client.get(FIND, {"q": text})
        assert response.status_code in (200, 302, 400), text


@pytest.mark.parametrize("number", [1, 3])
def test_search_asks_the_same_for_one_and_for_three(number, programme, django_assert_num_queries):
    for each in range(number):
        event = factories.an_event(f"Sjakk {each}", description="", admission="sign_up", capacity=3)
        factories.an_occurrence(event, starts_at=timezone.now() + timedelta(days=each + 1))
        factories.an_organisation(f"Sjakklubben {each}")
    indexing.index_due()
    with django_assert_num_queries(8):
        found = search_everything(text="sjakken", language="nb", now=timezone.now())
        assert len(found.activities.cards) == number
