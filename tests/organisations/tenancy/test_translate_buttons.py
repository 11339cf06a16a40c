"""The buttons of wagtail-localize on a list of pages: the same ones, without a question for each row."""

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.wagtail_hooks import page_listing_more_buttons

from organisations.tenancy.translate_buttons import PLACES, translate_buttons, with_translating
from tests import factories

pytestmark = pytest.mark.django_db
NUMBERS = ("1818", "1515", "1820")


@pytest.fixture
def chief():
    return factories.a_user("Åse Administrator", is_superuser=True)


def synced(page: Page, *, enabled: bool = True) -> None:
    source, _created = TranslationSource.get_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=factories.a_locale("uk"), enabled=enabled)


@pytest.fixture
def pages() -> dict[str, Page]:
    """One page of each kind."""
    for language in ("nb", "uk"):
        factories.a_home_page(language)
    new, both, alias, stopped = (
        factories.a_municipality_page(factories.a_municipality(number))
        for number in ("1818", "1515", "1820", "1822")
    )
    factories.a_municipality_page(both.municipality, language="uk")
    synced(both)
    synced(stopped, enabled=False)
    alias.copy_for_translation(factories.a_locale("uk"), alias=True)
    return {"new": new, "both": both, "alias": alias, "stopped": stopped}


def said(buttons) -> list[tuple[str, str, int]]:
    return [(str(button.label), button.url, button.priority) for button in buttons]


@pytest.mark.parametrize("back", [None, "/admin/pages/3/"])
def test_buttons_are_those_of_the_library(pages, chief, back):
    listed = {page.pk: page for page in with_translating(Page.objects.all()).specific()}
    every = Page.objects.all().specific()
    assert [len(said(translate_buttons(pages[kind], chief))) for kind in pages] == [1, 1, 1, 1]
    for page in every:
        theirs = said(page_listing_more_buttons(page, chief, next_url=back))
        assert said(translate_buttons(page, chief, next_url=back)) == theirs
        assert said(translate_buttons(listed[page.pk], chief, next_url=back)) == theirs


def test_each_hook_is_there_once():
    for place in PLACES:
        found = hooks.get_hooks(place)
        assert found.count(translate_buttons) == 1
        assert page_listing_more_buttons not in found


@pytest.mark.parametrize("number", [1, 3])
def test_explorer_asks_the_same_number_of_questions(client, chief, number, django_assert_num_queries):
    for kommunenummer in NUMBERS[:number]:
        synced(factories.a_municipality_page(factories.a_municipality(kommunenummer)))
    factories.a_locale("uk")
    client.force_login(chief)
    address = reverse("wagtailadmin_explore", args=[factories.a_home_page().pk])
    client.get(address)
    with django_assert_num_queries(28):
        page = client.get(address)
    assert page.content.decode().count("/admin/localize/update/") == number
