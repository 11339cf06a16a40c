"""Organisers: how many came."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.door import exceptions, services
from events.door.models import Headcount
from events.models import Occurrence
from tests import factories

pytestmark = pytest.mark.django_db

COUNT = {"adults": "12", "children": "5", "volunteers": "3", "first_timers": "4"}


@pytest.fixture
def date(organisation) -> Occurrence:
    event = factories.an_event(admission="sign_up", capacity=5, organisation=organisation)
    return factories.an_occurrence(event)


@pytest.fixture
def today(date) -> Occurrence:
    """The same date, on right now."""
    date.starts_at = timezone.now() - timedelta(minutes=10)
    date.ends_at = timezone.now() + timedelta(hours=1)
    date.save()
    return date


@pytest.fixture
def as_organiser(client, organiser):
    client.force_login(organiser)
    return client


def address(name: str, key: object) -> str:
    with override("en"):
        return reverse(name, args=[key])


@pytest.mark.parametrize("actor", ["outsider", "host", "editor", "adviser"])
def test_door_does_not_exist_for_those_outside_the_organisation(request, client, today, actor):
    client.force_login(request.getfixturevalue(actor))
    url = address("portal_door", today.public_id)
    assert client.get(url).status_code == 404
    assert client.post(url, COUNT).status_code == 404
    assert not Headcount.objects.exists()


def test_door_asks_for_log_in(client, date):
    response = client.get(address("portal_door", date.public_id))
    assert response.status_code == 302
    assert "/account/login/" in response.url


def test_count_is_saved_and_corrected_and_says_by_whom(as_organiser, organiser, today):
    url = address("portal_door", today.public_id)
    assert as_organiser.post(url, COUNT).url == url
    assert as_organiser.post(url, {**COUNT, "adults": "14", "volunteers": ""}).status_code == 302
    count = Headcount.objects.get()
    assert (count.adults, count.children, count.volunteers, count.first_timers) == (14, 5, 0, 4)
    assert count.counted_by == organiser
    page = as_organiser.get(url).content.decode()
    assert "Last saved by <bdi>Ola Organisator</bdi>" in page
    assert 'value="14"' in page


def test_of_two_who_count_the_second_is_shown_what_the_first_has_saved(as_organiser, today):
    url = address("portal_door", today.public_id)
    read = {"read_version": as_organiser.get(url).context["read"].version}
    assert as_organiser.post(url, {**COUNT, **read}).status_code == 302
    assert as_organiser.post(url, {**COUNT, **read}).status_code == 302, "the same, sent twice"
    response = as_organiser.post(url, {**COUNT, **read, "adults": "14"})
    assert response.status_code == 409
    assert [(each.stands, each.written) for each in response.context["read"].differences] == [("12", "14")]
    assert Headcount.objects.get().adults == 12
    again = {"read_version": response.context["read"].version}
    assert as_organiser.post(url, {**COUNT, **again, "adults": "14"}).status_code == 302
    assert Headcount.objects.get().adults == 14


def test_count_with_more_first_timers_than_people_says_so_and_keeps_the_numbers(as_organiser, today):
    response = as_organiser.post(address("portal_door", today.public_id), {**COUNT, "first_timers": "18"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "There cannot be more people here for the first time" in page
    assert 'value="18"' in page
    assert 'aria-describedby="id_first_timers_error"' in page
    assert not Headcount.objects.exists()


def test_count_opens_two_hours_before(as_organiser, date):
    url = address("portal_door", date.public_id)
    with time_machine.travel(date.starts_at - timedelta(hours=2, seconds=1), tick=False):
        response = as_organiser.get(url)
        assert "You can count from" in response.content.decode()
        assert as_organiser.post(url, COUNT).status_code == 409
        assert not Headcount.objects.exists()
    with time_machine.travel(date.starts_at - timedelta(hours=2), tick=False):
        assert as_organiser.post(url, COUNT).status_code == 302


def test_count_can_be_corrected_weeks_later(as_organiser, today):
    with time_machine.travel(today.ends_at + timedelta(days=20), tick=False):
        assert as_organiser.post(address("portal_door", today.public_id), COUNT).status_code == 302


def test_cancelled_date_cannot_be_counted(as_organiser, today):
    Occurrence.objects.update(status="cancelled")
    assert (
        "there is nobody to count"
        in as_organiser.get(address("portal_door", today.public_id)).content.decode()
    )
    assert as_organiser.post(address("portal_door", today.public_id), COUNT).status_code == 409


@pytest.mark.parametrize("wrong", ["-1", "5001", "many"])
def test_count_refuses_impossible_numbers(as_organiser, today, wrong):
    assert (
        as_organiser.post(address("portal_door", today.public_id), {**COUNT, "adults": wrong}).status_code
        == 400
    )
    assert not Headcount.objects.exists()


def test_record_headcount_names_the_last_one_who_saved(today, organiser, organisation):
    other = factories.a_member(organisation, user=factories.a_user("Anne Annen"))
    now = timezone.now()
    for user, adults, later in [(organiser, 3, 0), (other, 4, 5)]:
        services.record_headcount(
            occurrence=today,
            user=user,
            adults=adults,
            children=0,
            volunteers=0,
            first_timers=0,
            now=now + timedelta(minutes=later),
        )
    count = Headcount.objects.get()
    assert (count.adults, count.counted_by, count.counted_at) == (4, other, now + timedelta(minutes=5))


def test_record_headcount_refuses_what_cannot_be(today, organiser):
    numbers = {"adults": 1, "children": 1, "volunteers": 0, "first_timers": 3}
    with pytest.raises(exceptions.TooManyFirstTimers):
        services.record_headcount(occurrence=today, user=organiser, now=timezone.now(), **numbers)


def test_front_page_lists_todays_dates_of_ones_own_organisations(client, organiser, organisation, outsider):
    with time_machine.travel("2027-01-05T11:00:00Z", tick=False):
        client.force_login(organiser)
        mine = factories.an_event("Språkkafé i dag", organisation=organisation)
        today = factories.an_occurrence(mine, starts_at=timezone.now() + timedelta(hours=5))
        tomorrow = factories.an_occurrence(mine, starts_at=timezone.now() + timedelta(days=1))
        cancelled = factories.an_occurrence(
            mine, starts_at=timezone.now() + timedelta(hours=6), status="cancelled"
        )
        page = client.get("/en/portal/").content.decode()
        assert 'id="today"' in page
        doors = [address("portal_door", each.public_id) in page for each in (today, tomorrow, cancelled)]
        assert doors == [True, False, False]
        client.force_login(outsider)
        assert address("portal_door", today.public_id) not in client.get("/en/portal/").content.decode()


def test_draft_cannot_be_counted_since_nobody_came_to_it(as_organiser, organisation):
    draft = factories.an_event(live=False, organisation=organisation)
    date = factories.an_occurrence(draft, starts_at=timezone.now())
    response = as_organiser.post(address("portal_door", date.public_id), COUNT)
    assert response.status_code == 409
    assert "never published" in response.content.decode()
    assert not Headcount.objects.exists()
