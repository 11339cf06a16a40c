"""Pages in Wagtail's admin, where more than one municipality has some."""

import pytest

from tests import factories
from tests.markup import squeezed


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


def test_first_page_of_the_admin_opens_on_packages_for_a_host(client, host, heroy, outsider):
    factories.a_step(name="Velkommen til oss", municipality=heroy)
    factories.a_step(name="De andres pakke", municipality=outsider.roles.first().municipality)
    client.force_login(host)
    page = squeezed(client.get("/admin/", headers={"accept-language": "en"}).content.decode())
    assert "Velkommen til oss" in page
    assert "De andres pakke" not in page


def test_first_page_of_the_admin_counts_nothing_for_a_volunteer(client, host, editor, draft):
    for user in (host, editor):
        client.force_login(user)
        assert "w-summary" not in client.get("/admin/").content.decode()
    host.is_superuser = True
    host.save()
    client.force_login(host)
    assert "w-summary" in client.get("/admin/").content.decode()


def test_first_page_of_the_admin_asks_for_a_package_where_there_is_none(client, host):
    client.force_login(host)
    page = client.get("/admin/", headers={"accept-language": "en"}).content.decode()
    assert "No welcome package is written yet." in page
