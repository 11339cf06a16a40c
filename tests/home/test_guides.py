"""Guide pages: linked from their municipality, found in every language, never on an address of the site's."""

import json

import pytest
from django.urls import reverse

from home.models import GuidePage
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = [("text", "<p>Bossbilen kommer på tirsdag.</p>")]


@pytest.fixture
def page(heroy):
    for language in ("nn", "en", "uk", "ar"):
        factories.a_municipality_page(heroy, language=language)
    return factories.a_municipality_page(heroy)


def a_guide(parent, **fields) -> GuidePage:
    fields = {
        "title": "Avfall og gjenvinning",
        "slug": "avfall",
        "body": WORDS,
        "locale": parent.locale,
    } | fields
    return parent.add_child(instance=GuidePage(**fields))


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_guide_is_linked_from_the_municipality_and_read_in_every_language(client, page, language):
    a_guide(page)
    address = f"/{language}/heroy-nordland/avfall/"
    assert f'href="{address}"' in client.get(f"/{language}/heroy-nordland/").content.decode()
    answer = client.get(address)
    assert answer.status_code == 200
    assert '<div class="mp-prose" lang="nb" dir="ltr">' in answer.content.decode()


def test_reader_gets_the_guide_in_their_language_once_it_is_published(client, page):
    guide = a_guide(page)
    translated = guide.copy_for_translation(factories.a_locale("uk"))
    translated.title, translated.slug = "Відходи", "vidkhody"
    translated.save()
    assert "Avfall og gjenvinning" in client.get("/uk/heroy-nordland/avfall/").content.decode()
    translated.save_revision().publish()
    front = client.get("/uk/heroy-nordland/").content.decode()
    assert ('href="/uk/heroy-nordland/vidkhody/"' in front, "/avfall/" in front) == (True, False)
    assert "Відходи" in client.get("/uk/heroy-nordland/avfall/").content.decode()


@pytest.mark.parametrize("state", ["draft", "elsewhere"])
def test_what_is_not_public_here_is_not_found(client, page, outsider, state):
    parent = page if state == "draft" else factories.a_municipality_page(outsider.roles.first().municipality)
    a_guide(parent, live=state != "draft")
    for language in ("nb", "uk"):
        assert client.get(f"/{language}/heroy-nordland/avfall/").status_code == 404
        assert "Avfall" not in client.get(f"/{language}/heroy-nordland/").content.decode()


# --- The site's own words ---------------------------------------------------------------------------


def add(client, parent, **fields):
    data = {
        "title": "Aktiviteter",
        "slug": "events",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Hei",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "action-publish": "1",
    }
    return client.post(
        reverse("wagtailadmin_pages:add", args=["home", "guidepage", parent.pk]), data | fields
    )


def test_slug_of_the_sites_own_is_refused_in_words(client, editor, page):
    client.force_login(editor)
    answer = add(client, page)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"slug"}
    assert not GuidePage.objects.exists()
    assert add(client, page, slug="events-2").status_code == 302
    assert client.get("/nb/heroy-nordland/events-2/").status_code == 200


def test_slug_made_from_the_title_is_refused_too(client, editor, page):
    client.force_login(editor)
    assert set(add(client, page, title="Events", slug="").context["form"].errors) == {"slug"}


@pytest.mark.parametrize("slug", ["find", "about", "portal", "heroy-nordland"])
def test_front_page_has_words_of_its_own_as_well(client, admin_user, page, slug):
    client.force_login(admin_user)
    answer = add(client, page.get_parent(), slug=slug)
    assert set(answer.context["form"].errors) == {"slug"}


# --- Nobody waits for moderators, and the municipality's page stays -----------------------------------


def test_no_page_is_sent_to_moderators(client, editor, page):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "action-submit" not in client.get(address).content.decode()
    client.post(address, {**values_of(page), "action-submit": "1"})
    page.refresh_from_db()
    assert not page.workflow_in_progress
    assert (
        client.post(address, {**values_of(page, greeting="Hei!"), "action-publish": "1"}).status_code == 302
    )
    page.refresh_from_db()
    assert page.greeting == "Hei!"


def values_of(page, **changes) -> dict[str, object]:
    text = {"key": "a", "text": "Hei", "type": "unstyled", "entityRanges": [], "inlineStyleRanges": []}
    return {
        "title": page.title,
        "slug": page.slug,
        "greeting": page.greeting,
        "intro": json.dumps({"blocks": [text], "entityMap": {}}),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    } | changes


@pytest.mark.parametrize("name", ["delete", "unpublish", "move"])
def test_municipalitys_page_is_not_its_editors_to_take_away(client, editor, page, name):
    client.force_login(editor)
    address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    assert client.post(address).status_code in (403, 404)
    assert client.get("/nb/heroy-nordland/").status_code == 200
    assert address not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_no_end_can_be_set_for_it(client, editor, page):
    client.force_login(editor)
    data = values_of(page, expire_at="2020-01-01 00:00")
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | {"action-publish": "1"})
    page.refresh_from_db()
    assert (page.live, page.expire_at) == (True, None)


def test_guide_is_its_editors_to_take_away(client, editor, page):
    guide = a_guide(page)
    client.force_login(editor)
    assert client.post(reverse("wagtailadmin_pages:unpublish", args=[guide.pk])).status_code == 302
    assert client.post(reverse("wagtailadmin_pages:delete", args=[guide.pk])).status_code == 302
    assert not GuidePage.objects.exists()
