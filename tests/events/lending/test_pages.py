"""The list of what is lent, in the portal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.clock import local_day
from events.lending import services
from events.lending.models import Loan, Thing
from events.lending.services import Want
from tests import factories

pytestmark = pytest.mark.django_db


def address(name: str, key: int) -> str:
    with override("en"):
        return reverse(name, args=[key])


@pytest.fixture
def as_organiser(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def date(organisation):
    event = factories.an_event(organisation=organisation, admission="sign_up", equipment_to_borrow=True)
    return factories.an_occurrence(event)


def test_a_row_of_sizes_is_a_row_of_things(as_organiser, organisation):
    empty = as_organiser.get(address("portal_lending", organisation.pk)).content.decode()
    assert "Nothing on the list yet" in empty
    sent = {"kind": "ski_boots", "size": "37, 38,38", "number": "2", "words": ""}
    in_portal = address("portal_lending", organisation.pk)
    assert in_portal not in as_organiser.get("/en/portal/").content.decode()
    as_organiser.post(address("portal_lending_new", organisation.pk), sent)
    assert in_portal in as_organiser.get("/en/portal/").content.decode()
    assert sorted(Thing.objects.values_list("size", flat=True)) == ["37", "37", "38", "38"]
    page = as_organiser.get(address("portal_lending", organisation.pk)).content.decode()
    assert "4 things are in." in page
    assert "Ski boots, 37" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "", "size": "", "number": "1"}, "Choose"),
        ({"kind": "other", "size": "blå", "number": "1", "words": ""}, "Write what it is."),
        ({"kind": "tent", "size": "x" * 30, "number": "1"}, "This size is too long."),
        ({"kind": "tent", "size": "", "number": "5000"}, "50"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(as_organiser, organisation, sent, said):
    answer = as_organiser.post(address("portal_lending_new", organisation.pk), {"words": "blå", **sent})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert "blå" in page
    assert not Thing.objects.exists()


def test_handed_out_and_back_with_one_press_each(as_organiser, date):
    services.add_things(organisation=date.organisation, kind="tent", sizes=[""], words="", number=1)
    signup = factories.a_signup(date, name="Olena Eksempel")
    (loan,) = services.ask_for(signup=signup, wants=[Want("tent", "")], now=timezone.now())
    listed = address("portal_lending", date.organisation_id)
    assert "Olena Eksempel" in as_organiser.get(listed).content.decode()
    page = as_organiser.post(address("portal_loan_out", loan.pk), follow=True).content.decode()
    assert "Tent is handed out." in page
    thing = Thing.objects.get()
    assert thing.out_until == local_day(date.ends_at)
    page = as_organiser.post(address("portal_thing_back", thing.pk), follow=True).content.decode()
    assert "Tent is back. The name is deleted." in page
    assert "Olena" not in page
    assert not Loan.objects.exists()


def test_somebody_who_just_comes_borrows_for_a_week(as_organiser, organisation):
    services.add_things(organisation=organisation, kind="skis", sizes=["180 cm"], words="", number=1)
    thing = Thing.objects.get()
    until = local_day(timezone.now()) + timedelta(days=7)
    wrong = {"borrower": "01017012345", "until": (until - timedelta(days=30)).isoformat()}
    answer = as_organiser.post(address("portal_thing_out", thing.pk), wrong)
    assert answer.status_code == 400
    assert "national identity number" in answer.content.decode()
    as_organiser.post(address("portal_thing_out", thing.pk), {"borrower": "Amal", "until": until.isoformat()})
    thing.refresh_from_db()
    assert thing.out_until == until
    again = as_organiser.post(
        address("portal_thing_out", thing.pk), {"borrower": "Eva", "until": until.isoformat()}, follow=True
    )
    assert "Somebody has it already." in again.content.decode()
    removed = as_organiser.post(address("portal_thing_remove", thing.pk), follow=True)
    assert "Somebody has it." in removed.content.decode()


@pytest.mark.parametrize("actor", ["outsider", "host", "editor"])
def test_the_list_does_not_exist_for_anybody_else(request, client, date, actor):
    services.add_things(organisation=date.organisation, kind="tent", sizes=[""], words="", number=1)
    thing = Thing.objects.get()
    client.force_login(request.getfixturevalue(actor))
    assert client.get(address("portal_lending", date.organisation_id)).status_code == 404
    for name in ("portal_thing", "portal_thing_out", "portal_thing_remove"):
        assert client.get(address(name, thing.pk)).status_code == 404
    assert client.post(address("portal_thing_back", thing.pk)).status_code == 404


def test_the_list_is_read_in_few_queries(as_organiser, date, django_assert_max_num_queries):
    services.add_things(organisation=date.organisation, kind="tent", sizes=[""], words="", number=30)
    for number in range(5):
        signup = factories.a_signup(date, name=f"Person {number}")
        services.ask_for(signup=signup, wants=[Want("tent", "")], now=timezone.now())
    as_organiser.get(address("portal_lending", date.organisation_id))
    with django_assert_max_num_queries(16):
        as_organiser.get(address("portal_lending", date.organisation_id))
