"""A choice of people that has a name."""

from datetime import date

import pytest
from django.utils import timezone

from newcomers.criteria import Criteria, NoCriteria
from newcomers.models import Newcomer, Selection
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "/en/portal/newcomers/1818/selections/new/"


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


def test_selection_is_made_used_changed_and_deleted(as_host, heroy):
    factories.a_newcomer(language="ti", children_0_5=1)
    factories.a_newcomer(language="uk")
    data = {"name": "Families", "languages": ["ti"], "families": "on", "months": ["2026-10"]}
    assert as_host.post(NEW, data)["Location"] == "/en/portal/newcomers/1818/selections/"
    selection = Selection.objects.get()
    assert selection.stored == {"months": ["2026-10"], "languages": ["ti"], "families": True}
    assert Newcomer.objects.matching(selection.criteria).count() == 1
    url = f"/en/portal/selections/{selection.pk}/"
    page = as_host.get(url)
    assert page.context["form"]["languages"].value() == ["ti"]
    as_host.post(url, {"name": "Everyone"})
    selection.refresh_from_db()
    assert selection.criteria.is_everyone
    as_host.post(url, {"remove": "1"})
    assert not Selection.objects.exists()
    assert Newcomer.objects.count() == 2


def test_two_selections_have_two_names(as_host, heroy):
    as_host.post(NEW, {"name": "All"})
    assert as_host.post(NEW, {"name": "ALL"}).status_code == 400


def test_selections_of_others_do_not_exist(client, outsider, heroy):
    client.force_login(outsider)
    selection = Selection.objects.create(municipality=heroy, name="X", created_at=timezone.now())
    assert client.get(f"/en/portal/selections/{selection.pk}/").status_code == 404
    assert client.post(f"/en/portal/selections/{selection.pk}/", {"remove": "1"}).status_code == 404
    assert client.get(NEW).status_code == 404


def test_criteria_are_read_as_they_were_written():
    criteria = Criteria(
        months=(date(2026, 9, 1), date(2026, 10, 1)), languages=("ti",), interests=("mat",), families=True
    )
    assert Criteria.read(criteria.as_json()) == criteria
    assert Criteria().as_json() == {}


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"religion": ["x"]},
        {"months": ["2026-13"]},
        {"months": "2026-10"},
        {"situations": ["refugee"]},
        {"interests": ["tro-livssyn"]},
        {"families": "yes"},
        {"languages": [1]},
    ],
)
def test_criteria_that_nobody_wrote_are_refused(stored):
    with pytest.raises(NoCriteria):
        Criteria.read(stored)
