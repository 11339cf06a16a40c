"""Organisations that arrange something together: asked, answered, shown; only the owner sees who comes."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
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


def letters() -> list[tuple[str, str]]:
    mail.outbox.clear()
    delivering.deliver_due()
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


@pytest.mark.parametrize(("yes", "said"), [(True, "Dei har sagt ja: "), (False, "Dei har sagt nei: ")])
def test_who_is_asked_and_who_has_asked_get_one_mail_each(
    client, organisation, organiser, friends_owner, event, friend, yes, said
):
    factories.a_member(organisation, user=factories.a_user("Eier"), role="owner")
    factories.a_member(friend, user=factories.a_user("En til"))
    User.objects.filter(pk=organiser.pk).update(language="nn")
    User.objects.filter(pk=friends_owner.pk).update(language="en")
    client.force_login(organiser)
    for _twice in range(2):
        ask(client, event, friend)
    assert letters() == [(friends_owner.email, f"Will you arrange this together? {event.title}")]
    body = mail.outbox[0].body
    assert (event.organisation.name in body, friend.name in body) == (True, True)
    assert "http://localhost:8000/en/portal/together/" in body
    client.force_login(friends_owner)
    first = client.get("/en/portal/").content.decode()
    assert "1 question waits." in first
    for _twice in range(2):
        address = reverse("portal_together_answer", args=[CoOrganiserRequest.objects.latest("pk").pk])
        client.post(address, {"answer": "yes" if yes else "no"})
        if not CoOrganiserRequest.objects.exists():
            break
    assert letters() == [(organiser.email, said + event.title)]
    assert letters() == []


def test_what_is_answered_or_taken_back_is_not_asked_by_mail(organiser, friends_owner, event, friend):
    now = timezone.now()
    services.ask(event=event, organisation=friend, user=organiser, now=now)
    services.part(event=event, organisation=friend, user=organiser, now=now)
    assert letters() == []


def test_answer_goes_to_whoever_is_left(organisation, organiser, friends_owner, event, friend):
    now = timezone.now()
    request = services.ask(event=event, organisation=friend, user=organiser, now=now)
    letters()
    owner = factories.a_member(organisation, user=factories.a_user("Eier"), role="owner")
    organiser.memberships.all().delete()
    services.answer(request=request, yes=True, user=friends_owner, now=now)
    assert [to for to, _subject in letters()] == [owner.email]


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
