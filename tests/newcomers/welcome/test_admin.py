"""Welcome packages in Wagtail's admin: writing, publishing, translating, and who cannot."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from newcomers.welcome.models import PackageStep
from newcomers.welcome.services import start_campaign
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories

NAMESPACE = "wagtailsnippets_welcome_packagestep"


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
        "subject": "Vinteren kommer",
        "from_hour": "9",
        "to_hour": "17",
        "is_on": "on",
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


def test_list_shows_the_municipalitys_own(as_host, step, outsider):
    elsewhere = factories.a_municipality("1515")
    factories.a_step(municipality=elsewhere, name="Pakken der borte")
    page = as_host.get(url("list")).content.decode()
    assert "Velkommen til Herøy" in page
    assert "Pakken der borte" not in page


def test_host_writes_and_publishes(as_host, heroy):
    step = factories.a_step(live=False)
    response = as_host.post(url("edit", step.pk), form_data(**{"action-publish": "1"}))
    assert response.status_code == 302
    step.refresh_from_db()
    assert (step.subject, step.live, step.body[0].value["word"]) == ("Vinteren kommer", True, "dugnad")
    assert "action-publish" in as_host.get(url("edit", step.pk)).content.decode()


def test_draft_stays_one_until_it_is_published(as_host, heroy):
    step = factories.a_step(live=False)
    as_host.post(url("edit", step.pk), form_data())
    step.refresh_from_db()
    assert not step.live


def test_step_is_added_in_the_portal_to_the_package_that_it_belongs_to(as_host, heroy):
    assert as_host.get(url("add")).status_code == 404
    assert url("add") not in as_host.get(url("list")).content.decode()


def test_last_hour_comes_after_the_first(as_host, step):
    page = as_host.post(url("edit", step.pk), form_data(from_hour="17", to_hour="9"))
    assert page.status_code == 200
    step.refresh_from_db()
    assert (step.from_hour, step.to_hour) == (9, 17)


# --- Whose the parts are ------------------------------------------------------------------------------


def a_contact_part(contact) -> dict[str, str]:
    return form_data(
        **{
            "body-0-type": "contacts",
            "body-0-value-heading": "Spør oss",
            "body-0-value-contacts-count": "1",
            "body-0-value-contacts-0-deleted": "",
            "body-0-value-contacts-0-order": "0",
            "body-0-value-contacts-0-id": "",
            "body-0-value-contacts-0-value-contact": str(contact.pk),
            "body-0-value-contacts-0-value-helps_with": "Alt",
        }
    )


def contacts_in(step) -> list:
    step = PackageStep.objects.get(pk=step.pk).get_latest_revision_as_object()
    return [row["contact"] for part in step.body for row in part.value.get("contacts", [])]


def test_own_contact_is_chosen_by_name(as_host, heroy):
    step, mine = factories.a_step(body=[]), factories.a_contact("Kari Her")
    factories.a_contact("Ola Der", municipality=factories.a_municipality("1515"))
    listed = as_host.get(reverse("package_contacts:choose")).content.decode()
    assert "Kari Her" in listed
    assert "Ola Der" not in listed
    assert as_host.post(url("edit", step.pk), a_contact_part(mine)).status_code == 302
    assert contacts_in(step) == [mine]


def test_contact_of_another_municipality_is_refused_by_number(as_host, heroy):
    step = factories.a_step(body=[])
    theirs = factories.a_contact(municipality=factories.a_municipality("1515"))
    assert as_host.post(url("edit", step.pk), a_contact_part(theirs)).status_code == 404
    assert as_host.get(reverse("package_contacts:chosen", args=[theirs.pk])).status_code == 404
    assert contacts_in(step) == []


def test_host_of_two_municipalities_keeps_their_people_apart(as_host, host, heroy):
    """The contact is theirs to use, and still none of this package's."""
    there = factories.a_municipality("1515")
    grant_role(user=host, role=Role.HOST, municipality=there)
    step, theirs = factories.a_step(body=[]), factories.a_contact(municipality=there)
    page = as_host.post(url("edit", step.pk), a_contact_part(theirs))
    assert page.status_code == 200
    assert contacts_in(step) == []


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage", "unpublish", "inspect"])
def test_package_does_not_exist_for_an_outsider(as_outsider, step, name):
    assert is_missing(as_outsider.get(url(name, step.pk), follow=True))
    assert is_missing(as_outsider.post(url(name, step.pk), form_data(), follow=True))
    step.refresh_from_db()
    assert (step.live, step.subject) == (True, "Velkommen hit")


def test_old_revisions_do_not_exist_for_an_outsider(as_outsider, step):
    revision = step.live_revision_id
    for name in ("revisions_view", "revisions_revert"):
        assert is_missing(as_outsider.get(url(name, step.pk, revision), follow=True))
    assert is_missing(as_outsider.get(url("revisions_compare", step.pk, "earliest", "live"), follow=True))


def test_organiser_has_no_packages(client, organiser, step):
    client.force_login(organiser)
    assert client.get(url("list")).status_code == 404


def test_translator_changes_but_does_not_publish_or_delete(client, translator, step):
    client.force_login(translator)
    page = client.get(url("edit", step.pk))
    assert page.status_code == 200
    assert "action-publish" not in page.content.decode()
    client.post(url("edit", step.pk), form_data(**{"action-publish": "1"}))
    assert client.post(url("delete", step.pk)).status_code in (302, 403)
    step.refresh_from_db()
    assert step.subject == "Velkommen hit"


def test_translator_here_who_publishes_elsewhere_does_not_publish_here(client, translator, outsider, step):
    elsewhere = factories.a_municipality("1515")
    grant_role(user=translator, role=Role.HOST, municipality=elsewhere)
    client.force_login(translator)
    client.post(url("edit", step.pk), form_data(**{"action-publish": "1"}))
    step.refresh_from_db()
    assert step.subject == "Velkommen hit"


def test_package_that_was_sent_is_not_deleted(as_host, step, host):
    factories.a_newcomer()
    start_campaign(step=step, user=host, now=timezone.now())
    response = as_host.post(url("delete", step.pk))
    assert response["Location"] == url("list")
    assert PackageStep.objects.filter(pk=step.pk).exists()


def test_package_that_was_never_sent_is_deleted(as_host, step):
    as_host.post(url("delete", step.pk))
    assert not PackageStep.objects.filter(pk=step.pk).exists()


def bulk_delete(*steps) -> str:
    ids = "&".join(f"id={step.pk}" for step in steps)
    return f"/admin/bulk/welcome/packagestep/delete/?{ids}"


def test_outsider_deletes_nothing_in_bulk(as_outsider, step):
    assert is_missing(as_outsider.get(bulk_delete(step), follow=True))
    assert is_missing(as_outsider.post(bulk_delete(step), follow=True))
    assert PackageStep.objects.filter(pk=step.pk).exists()


def test_editor_previews_the_package_with_its_parts(as_host, step):
    address = url("preview_on_edit", step.pk)
    assert as_host.post(address, form_data()).json()["is_valid"]
    page = as_host.get(address).content.decode()
    assert "dugnad" in page
    assert "Vi hjelper" in page


@pytest.mark.parametrize("name", ["unpublish", "delete", "lock", "unlock"])
def test_role_elsewhere_takes_nothing_down_here(client, translator, step, name):
    """Wagtail asks some of its views whether the user may do this to any package at all."""
    grant_role(user=translator, role=Role.HOST, municipality=factories.a_municipality("1515"))
    before = PackageStep.objects.values("live", "locked").get(pk=step.pk)
    client.force_login(translator)
    client.post(url(name, step.pk))
    client.post(bulk_delete(step))
    assert PackageStep.objects.values("live", "locked").get(pk=step.pk) == before
