"""Pages in Wagtail's admin, where more than one municipality has some."""

import pytest
from django.urls import reverse

from organisations.tenancy.grants import grant_role
from tests import factories


@pytest.fixture
def draft(outsider):
    """A page of the outsider's municipality that is not published."""
    page = factories.a_municipality_page(outsider.roles.first().municipality)
    page.title = page.draft_title = "Ikke klar ennå"
    page.live = False
    page.save()
    return page


def choosers(draft) -> list[str]:
    return [f"/admin/choose-page/{draft.get_parent().pk}/", "/admin/choose-page/search/?q=klar"]


def test_draft_of_another_municipality_cannot_be_linked_to(client, editor, draft):
    client.force_login(editor)
    for address in choosers(draft):
        assert "Ikke klar" not in client.get(address).content.decode()


def test_public_page_of_another_municipality_can_be_linked_to(client, editor, draft):
    draft.live = True
    draft.save()
    client.force_login(editor)
    for address in choosers(draft):
        assert "Ikke klar" in client.get(address).content.decode()


def test_own_draft_can_be_linked_to(client, outsider, draft):
    client.force_login(outsider)
    for address in choosers(draft):
        assert "Ikke klar" in client.get(address).content.decode()


def test_first_page_of_the_admin_leads_a_host_back_to_the_desk(client, host, editor):
    for user, name, rest in (
        (host, "welcome_desk", "package_list"),
        (editor, "package_list", "welcome_desk"),
    ):
        client.force_login(user)
        page = client.get("/admin/").content.decode()
        assert reverse(name, args=["1818"]) in page
        assert reverse(rest, args=["1818"]) not in page
        assert reverse(name, args=["1515"]) not in page


def test_first_page_of_the_admin_leads_to_the_list_of_many(client, host):
    for number in ("1515", "1820", "1822", "1824", "1825", "1826"):
        grant_role(user=host, role="host", municipality=factories.a_municipality(number))
    client.force_login(host)
    assert reverse("portal_municipalities") in client.get("/admin/").content.decode()


def test_first_page_of_the_admin_counts_nothing_for_a_volunteer(client, host, editor, draft):
    for user in (host, editor):
        client.force_login(user)
        assert "w-summary" not in client.get("/admin/").content.decode()
    host.is_superuser = True
    host.save()
    client.force_login(host)
    assert "w-summary" in client.get("/admin/").content.decode()
