"""Pages in Wagtail's admin, where more than one municipality has some."""

import pytest

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
