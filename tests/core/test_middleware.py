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
