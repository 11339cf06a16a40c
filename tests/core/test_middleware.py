"""What stands before every view."""

import pytest

from tests import factories

REPORTS = ["/admin/reports/site-history/", "/admin/reports/workflow/", "/admin/reports/locked/"]


@pytest.mark.parametrize("address", REPORTS)
def test_reports_of_every_municipality_are_closed_to_editors(client, editor, address):
    client.force_login(editor)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_reports_are_open_to_superusers(client):
    client.force_login(factories.a_user("Sjef Eksempel", is_superuser=True))
    assert client.get(REPORTS[0]).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nb/portal/", "/nb/portal/newcomers/1818/", "/nb/portal/packages/1818/", "/nb/"]
)
def test_what_is_seen_while_logged_in_is_kept_by_no_cache(client, host, path):
    factories.a_home_page()
    client.force_login(host)
    assert client.get(path)["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_public_pages_may_be_kept(client):
    factories.a_home_page()
    assert "Cache-Control" not in client.get("/nb/")


def test_admin_says_that_it_is_a_demonstration(client, editor, settings):
    settings.DEMONSTRATION = True
    client.force_login(editor)
    words = "This is a demonstration. People, phone numbers and dates are made up."
    assert words in client.get("/admin/", headers={"accept-language": "en"}).content.decode()
    settings.DEMONSTRATION = False
    assert words not in client.get("/admin/", headers={"accept-language": "en"}).content.decode()
