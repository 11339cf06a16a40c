"""Organisations that arrange something together: asked, answered, shown; only the owner sees who comes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import User
from events.models import CoOrganiserRequest, Event
from events.partners import services
from organisations.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(organisation) -> Event:
    return factories.an_event(organisation=organisation, admission="sign_up")


@pytest.fixture
def friend(heroy) -> Organisation:
    return factories.an_organisation("Herøy Røde Kors", municipality=heroy)


@pytest.fixture
def friends_owner(friend) -> User:
    return factories.a_member(friend, user=factories.a_user("Ragna Røde"), role="owner")


def ask(client, event: Event, organisation: Organisation):
    address = reverse("portal_event_partners", args=[event.pk])
    return client.post(address, {"organisation": organisation.pk, "ask": "1"})


def answer(client, yes: bool):
    request = CoOrganiserRequest.objects.get()
    return client.post(
        reverse("portal_together_answer", args=[request.pk]), {"answer": "yes" if yes else "no"}
    )


def test_it_is_shown_when_the_other_has_said_yes(client, organiser, friends_owner, event, friend):
    client.force_login(organiser)
    for _time in range(2):
        ask(client, event, friend)
    assert CoOrganiserRequest.objects.count() == 1
    assert not event.co_organisers.exists()
    client.force_login(friends_owner)
    assert friend.name in client.get(reverse("portal_together")).content.decode()
    assert answer(client, yes=True).status_code == 302
    assert (list(event.co_organisers.all()), CoOrganiserRequest.objects.count()) == ([friend], 0)


def test_no_is_no(client, organiser, friends_owner, event, friend):
    client.force_login(organiser)
    ask(client, event, friend)
    client.force_login(friends_owner)
    answer(client, yes=False)
    assert not event.co_organisers.exists()


def test_nobody_answers_for_another(client, organiser, outsider, event, friend):
    factories.a_member(friend, user=factories.a_user("Ragna Røde"), role="owner")
    client.force_login(organiser)
    ask(client, event, friend)
    assert answer(client, yes=True).status_code == 404
    client.force_login(outsider)
    assert answer(client, yes=True).status_code == 404
    assert client.get(reverse("portal_event_partners", args=[event.pk])).status_code == 404


def test_partner_sees_how_many_and_not_who(client, friends_owner, event, friend):
    event.co_organisers.add(friend)
    date = factories.an_occurrence(event)
    signup = factories.a_signup(date, name="Olena Hemmelig", adults=2)
    client.force_login(friends_owner)
    page = client.get(reverse("portal_together_event", args=[event.pk])).content.decode()
    assert "2 personer er påmeldt" in page
    assert signup.name not in page
    assert client.get(reverse("portal_signups", args=[date.public_id])).status_code == 404
    assert client.get(reverse("portal_event", args=[event.pk])).status_code == 404


def test_partner_leaves_and_owner_takes_out(client, organiser, friends_owner, event, friend):
    event.co_organisers.add(friend)
    client.force_login(friends_owner)
    client.get(reverse("portal_together_event", args=[event.pk]))
    assert event.co_organisers.exists()
    client.post(reverse("portal_together_event", args=[event.pk]))
    assert not event.co_organisers.exists()
    event.co_organisers.add(friend)
    client.force_login(organiser)
    client.post(reverse("portal_event_partners", args=[event.pk]), {"remove": friend.pk})
    assert not event.co_organisers.exists()


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 40, "٣"])
def test_rubbish_takes_nobody_out(client, organiser, event, friend, number):
    event.co_organisers.add(friend)
    client.force_login(organiser)
    there = reverse("portal_event_partners", args=[event.pk])
    assert client.post(there, {"remove": number}).status_code == 404
    assert event.co_organisers.exists()


def test_calendars_hear_of_it(event, friend, organiser):
    date = factories.an_occurrence(event)
    now = timezone.now()
    request = services.ask(event=event, organisation=friend, user=organiser, now=now)
    assert request is not None
    services.answer(request=request, yes=True, user=organiser, now=now)
    restated = date.restated
    date.refresh_from_db()
    assert date.restated == restated + 1
    assert services.answer(request=request, yes=False, user=organiser, now=now)


def test_sign_up_names_who_answers_for_the_list(client, event, friend):
    event.co_organisers.add(friend)
    date = factories.an_occurrence(event)
    page = client.get(reverse("sign_up", args=[event.municipality.slug, date.public_id])).content.decode()
    assert f"{event.organisation.name}" in page
    assert "De andre arrangørene ser bare hvor mange" in page
