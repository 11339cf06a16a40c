"""The translation editor: translators translate, publishers publish, and nobody's words are lost."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.models import MunicipalityPage
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.home.test_guides import values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(heroy):
    user = factories.a_user("Tuva Tolk")
    grant_role(user=user, role=Role.TRANSLATOR, municipality=heroy)
    return user


@pytest.fixture
def page(heroy) -> MunicipalityPage:
    factories.a_home_page("uk")
    return factories.a_municipality_page(heroy, intro="<p>Vi er på biblioteket.</p>")


def edit_of(row) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.pk])


def translated(client, source) -> tuple[object, Translation]:
    """`source` handed in for translation into Ukrainian, and the translation editor opened."""
    submit = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    client.post(submit, {"locales": [factories.a_locale("uk").pk]})
    target = type(source).objects.get(locale__language_code="uk")
    client.post(edit_of(target), {"localize-restart-translation": "1"})
    return target, Translation.objects.get(target_locale__language_code="uk", enabled=True)


def put_string(client, translation: Translation, path: str, words: str) -> int:
    segment = translation.source.stringsegment_set.get(context__path=path)
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    # The editor sends a form by PUT; Django reads only a POST's.
    return client.generic(
        "PUT", address, f"value={words}", content_type="application/x-www-form-urlencoded"
    ).status_code


@pytest.mark.parametrize("actor", ["editor", "translator"])
def test_string_of_an_own_page_is_saved(request, client, page, actor):
    client.force_login(request.getfixturevalue(actor))
    _target, translation = translated(client, page)
    assert put_string(client, translation, "greeting", "Hello") in (200, 201)
    assert StringTranslation.objects.get(context__path="greeting").data == "Hello"


def test_strings_of_another_municipality_are_not_there(client, outsider, page):
    row, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=row, target_locale=factories.a_locale("uk"))
    client.force_login(outsider)
    assert put_string(client, translation, "greeting", "Hello") == 404
    assert not StringTranslation.objects.exists()


def publishing_posts(target, source) -> list[tuple[str, dict]]:
    update = reverse(
        "wagtail_localize:update_translations",
        args=[TranslationSource.objects.get(object_id=source.translation_key).pk],
    )
    full = values_of(target)
    return [
        (edit_of(target), {"action": "publish"}),
        (update, {"publish_translations": "on"}),
        (edit_of(target), {**full, "action-publish": "1"}),
        (edit_of(target), {**full, "action-submit": "1"}),
        (
            edit_of(source),
            {
                **values_of(source),
                "action-publish": "1",
            },
        ),
    ]


def test_translator_publishes_by_no_road(client, translator, page):
    source = page
    before = type(source).objects.get(pk=source.pk).live_revision_id
    client.force_login(translator)
    target, translation = translated(client, source)
    for address, data in publishing_posts(target, source):
        client.post(address, data)
        target.refresh_from_db()
        assert not target.live, data
    translation.enabled = False
    translation.save()
    for address, data in publishing_posts(target, source):
        client.post(address, data)
        target.refresh_from_db()
        assert not target.live, data
    assert type(source).objects.get(pk=source.pk).live_revision_id == before


# --- What a person has written is never put back to the source ----------------------------------------


def test_words_written_on_the_page_come_into_the_editor(client, editor, page):
    target = page.copy_for_translation(factories.a_locale("uk"))
    target.greeting, target.intro = "Ласкаво просимо", "<p>Ми в бібліотеці.</p>"
    target.save_revision().publish()
    client.force_login(editor)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=target.locale, enabled=False)
    client.post(edit_of(target), {"localize-restart-translation": "1"})
    client.post(edit_of(target), {"action": "publish"})
    target = MunicipalityPage.objects.get(pk=target.pk)
    assert (target.greeting, target.intro) == ("Ласкаво просимо", "<p>Ми в бібліотеці.</p>")


def test_new_source_does_not_replace_an_old_translation(client, editor, page):
    client.force_login(editor)
    target, translation = translated(client, page)
    for segment in StringSegment.objects.filter(source=translation.source):
        put_string(client, translation, segment.context.path, "Ласкаво просимо")
    client.post(edit_of(target), {"action": "publish"})
    client.post(edit_of(page), {**values_of(page, greeting="Velkommen hjem"), "action-publish": "1"})
    update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert client.post(update, {"publish_translations": "on"}).status_code == 403
    assert client.post(update, {}).status_code == 302
    client.post(edit_of(target), {"action": "publish"})
    assert MunicipalityPage.objects.get(pk=target.pk).greeting == "Ласкаво просимо"
    put_string(client, translation, "greeting", "Ласкаво просимо додому")
    put_string(client, translation, "intro", "Привіт")
    client.post(edit_of(target), {"action": "publish"})
    assert MunicipalityPage.objects.get(pk=target.pk).greeting == "Ласкаво просимо додому"


def test_subtree_is_not_translated_over_what_is_there(client, admin_user, page):
    client.force_login(admin_user)
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    answer = client.post(address, {"locales": [factories.a_locale("uk").pk], "include_subtree": "on"})
    assert answer.status_code == 403
