"""Welcome packages in Wagtail's admin: writing, publishing, translating, and who cannot."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import Translation, TranslationSource

from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.services import start_campaign
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories

NAMESPACE = "wagtailsnippets_welcome_welcomepackage"


def url(name: str, *args) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def as_outsider(client, outsider):
    client.force_login(outsider)
    return client


def is_missing(response) -> bool:
    """A 404, also when the language middleware has first sent it to the same address under a language."""
    return response.status_code == 404


@pytest.fixture
def translator(heroy):
    user = factories.a_user("Tuva Tolk")
    grant_role(user=user, role=Role.TRANSLATOR, municipality=heroy)
    return user


def form_data(**fields) -> dict[str, str]:
    """What the editor sends for a package with one explained word."""
    return {
        "name": "Vinterpakke",
        "subject": "Vinteren kommer",
        "municipality": "1818",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "explainer",
        "body-0-id": "",
        "body-0-value-word": "dugnad",
        "body-0-value-explanation": json.dumps(
            {
                "blocks": [
                    {
                        "key": "a",
                        "text": "Vi hjelper",
                        "type": "unstyled",
                        "entityRanges": [],
                        "inlineStyleRanges": [],
                    }
                ],
                "entityMap": {},
            }
        ),
        **fields,
    }


def test_list_shows_the_municipalitys_own(as_host, package, outsider):
    elsewhere = factories.a_municipality("1515")
    factories.a_package("nb", municipality=elsewhere, name="Pakken der borte")
    page = as_host.get(url("list")).content.decode()
    assert "Velkommen til Herøy" in page
    assert "Pakken der borte" not in page


def test_host_writes_and_publishes(as_host, heroy):
    factories.a_locale("nb")
    response = as_host.post(url("add"), form_data(**{"action-publish": "1"}))
    assert response.status_code == 302
    written = WelcomePackage.objects.get()
    assert (written.subject, written.live, written.body[0].value["word"]) == (
        "Vinteren kommer",
        True,
        "dugnad",
    )
    assert "action-publish" in as_host.get(url("edit", written.pk)).content.decode()


def test_new_package_is_a_draft_until_it_is_published(as_host, heroy):
    factories.a_locale("nb")
    as_host.post(url("add"), form_data())
    assert not WelcomePackage.objects.get().live


def test_package_cannot_be_given_to_another_municipality(as_host, heroy, outsider, package):
    factories.a_locale("nb")
    assert as_host.post(url("add"), form_data(municipality="1515")).status_code == 200
    assert not WelcomePackage.objects.filter(municipality="1515").exists()
    as_host.post(url("edit", package.pk), form_data(municipality="1515", **{"action-publish": "1"}))
    package.refresh_from_db()
    assert (package.municipality_id, package.subject) == ("1818", "Vinteren kommer")


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage", "unpublish", "inspect"])
def test_package_does_not_exist_for_an_outsider(as_outsider, package, name):
    assert is_missing(as_outsider.get(url(name, package.pk), follow=True))
    assert is_missing(as_outsider.post(url(name, package.pk), form_data(), follow=True))
    package.refresh_from_db()
    assert (package.live, package.subject) == (True, "Velkommen hit")


def test_old_revisions_do_not_exist_for_an_outsider(as_outsider, package):
    revision = package.live_revision_id
    for name in ("revisions_view", "revisions_revert"):
        assert is_missing(as_outsider.get(url(name, package.pk, revision), follow=True))
    assert is_missing(as_outsider.get(url("revisions_compare", package.pk, "earliest", "live"), follow=True))


def test_organiser_has_no_packages(client, organiser, package):
    client.force_login(organiser)
    assert client.get(url("list")).status_code == 404


def test_translator_changes_but_does_not_publish_or_delete(client, translator, package):
    client.force_login(translator)
    page = client.get(url("edit", package.pk))
    assert page.status_code == 200
    assert "action-publish" not in page.content.decode()
    client.post(url("edit", package.pk), form_data(**{"action-publish": "1"}))
    assert client.post(url("delete", package.pk)).status_code in (302, 403)
    package.refresh_from_db()
    assert package.subject == "Velkommen hit"


def test_translator_here_who_publishes_elsewhere_does_not_publish_here(client, translator, outsider, package):
    elsewhere = factories.a_municipality("1515")
    grant_role(user=translator, role=Role.HOST, municipality=elsewhere)
    client.force_login(translator)
    client.post(url("edit", package.pk), form_data(**{"action-publish": "1"}))
    package.refresh_from_db()
    assert package.subject == "Velkommen hit"


def test_package_that_was_sent_is_not_deleted(as_host, package, host):
    factories.a_newcomer()
    start_campaign(package=package, user=host, now=timezone.now())
    response = as_host.post(url("delete", package.pk))
    assert response["Location"] == url("list")
    assert WelcomePackage.objects.filter(pk=package.pk).exists()


def test_package_that_was_never_sent_is_deleted(as_host, package):
    as_host.post(url("delete", package.pk))
    assert not WelcomePackage.objects.filter(pk=package.pk).exists()


def bulk_delete(*packages) -> str:
    ids = "&".join(f"id={package.pk}" for package in packages)
    return f"/admin/bulk/welcome/welcomepackage/delete/?{ids}"


def test_outsider_deletes_nothing_in_bulk(as_outsider, package):
    assert is_missing(as_outsider.get(bulk_delete(package), follow=True))
    assert is_missing(as_outsider.post(bulk_delete(package), follow=True))
    assert WelcomePackage.objects.filter(pk=package.pk).exists()


def test_editor_previews_the_package_with_its_parts(as_host, package):
    address = url("preview_on_edit", package.pk)
    assert as_host.post(address, form_data()).json()["is_valid"]
    page = as_host.get(address).content.decode()
    assert "dugnad" in page
    assert "Vi hjelper" in page


# --- Translation by wagtail-localize --------------------------------------------------------------


def translate_url(package) -> str:
    return reverse(
        "wagtail_localize:submit_snippet_translation", args=["welcome", "welcomepackage", package.pk]
    )


@pytest.fixture
def norwegian(heroy) -> WelcomePackage:
    for language in ("nb", "uk", "ar"):
        factories.a_locale(language)
    package = factories.a_package("nb", live=False)
    package.save_revision().publish()
    return WelcomePackage.objects.get(pk=package.pk)


def test_host_translates_a_package_and_it_begins_as_a_draft(as_host, norwegian):
    page = as_host.get(url("list")).content.decode()
    assert translate_url(norwegian) in page
    assert as_host.get(translate_url(norwegian)).status_code == 200
    locale = factories.a_locale("uk")
    response = as_host.post(translate_url(norwegian), {"locales": [locale.pk]})
    translated = WelcomePackage.objects.get(locale=locale)
    assert response["Location"] == url("edit", translated.pk)
    assert (translated.live, translated.municipality_id) == (False, "1818")
    assert translated.translation_key == norwegian.translation_key
    data = form_data(subject="Зима", **{"action-publish": "1"})
    assert as_host.get(url("edit", translated.pk)).status_code == 200
    as_host.post(url("edit", translated.pk), data)
    translated.refresh_from_db()
    assert (translated.live, translated.subject) == (True, "Зима")
    norwegian.refresh_from_db()
    assert norwegian.subject == "Velkommen til Herøy"


def test_outsider_does_not_translate_it(as_outsider, norwegian):
    assert is_missing(as_outsider.get(translate_url(norwegian), follow=True))
    locale = factories.a_locale("uk")
    assert is_missing(as_outsider.post(translate_url(norwegian), {"locales": [locale.pk]}, follow=True))
    assert WelcomePackage.objects.count() == 1


def test_translations_have_no_address_for_an_outsider(as_outsider, norwegian):
    source, _created = TranslationSource.get_or_create_from_instance(norwegian)
    translation = Translation.objects.create(source=source, target_locale=factories.a_locale("uk"))
    translation.save_target(publish=False)
    segment = source.stringsegment_set.first()
    addresses = [
        reverse("wagtail_localize:update_translations", args=[source.pk]),
        reverse("wagtail_localize:preview_translation", args=[translation.pk]),
        reverse("wagtail_localize:download_pofile", args=[translation.pk]),
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        reverse("wagtail_localize:snippets_api_listing", args=["welcome", "welcomepackage"]),
        reverse("wagtail_localize:snippets_api_detail", args=["welcome", "welcomepackage", norwegian.pk]),
        reverse("wagtail_localize:translations_report"),
    ]
    assert {is_missing(as_outsider.get(address, follow=True)) for address in addresses} == {True}


def test_translation_that_is_not_there_is_404(as_host, heroy):
    assert is_missing(as_host.get(reverse("wagtail_localize:preview_translation", args=[4711]), follow=True))
    missing = reverse("wagtail_localize:submit_snippet_translation", args=["nothing", "atall", "1"])
    assert is_missing(as_host.get(missing, follow=True))


def test_content_type_is_known_to_translation(norwegian):
    source, created = TranslationSource.get_or_create_from_instance(norwegian)
    assert created
    assert source.specific_content_type == ContentType.objects.get_for_model(WelcomePackage)
    paths = set(source.stringsegment_set.values_list("context__path", flat=True))
    assert {"name", "subject"} < paths
    assert not any(path.startswith("municipality") for path in paths)


@pytest.mark.parametrize("name", ["unpublish", "delete", "lock", "unlock"])
def test_role_elsewhere_takes_nothing_down_here(client, translator, package, name):
    """Wagtail asks some of its views whether the user may do this to any package at all."""
    grant_role(user=translator, role=Role.HOST, municipality=factories.a_municipality("1515"))
    before = WelcomePackage.objects.values("live", "locked").get(pk=package.pk)
    client.force_login(translator)
    client.post(url(name, package.pk))
    client.post(bulk_delete(package))
    assert WelcomePackage.objects.values("live", "locked").get(pk=package.pk) == before
