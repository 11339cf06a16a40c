""" "Meet me at the door": nobody is named without their own yes, and they are told how many."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.besides import meeting, reminders
from events.besides.links import LINKS
from events.besides.models import Greeter, MetAtTheDoor, WantsToBeMet
from events.models import Occurrence, Responsible
from events.organiser import answering
from tests import factories
from tests.core.clock import NOW

pytestmark = pytest.mark.django_db
FACTS = ("name", "email", "phone", "channel", "language")


@pytest.fixture
def date(organisation) -> Occurrence:
    return factories.an_occurrence(factories.an_event(organisation=organisation))


@pytest.fixture
def who(date) -> Responsible:
    return factories.a_responsible(date.event, "Kari Strand")


def address(name: str, *keys: object) -> str:
    with override("en"):
        return reverse(name, args=keys)


def deliver(now) -> None:
    delivering.deliver_due(clock=lambda: now)


def test_who_is_asked_is_named_after_their_own_yes_alone(client, date, who, mailoutbox):
    now = date.starts_at - timedelta(hours=20)
    now = now.replace(hour=12)
    assert meeting.ask(responsible=who, now=now)
    deliver(now)
    [mail] = mailoutbox
    link = address("greeter", LINKS.token(who.public_id))
    assert LINKS.token(who.public_id) in mail.body
    page = address("event_detail", date.municipality.slug, date.public_id)
    assert "Kari" not in client.get(page).content.decode()
    # Who follows the link changes nothing: mail scanners do.
    assert client.get(link).status_code == 200
    assert meeting.greeter_of(date.event) is None
    client.post(link, {"answer": "yes"})
    assert "Kari can meet you at the door" in client.get(page).content.decode()
    assert not meeting.ask(responsible=who, now=now)
    client.post(link, {"answer": "no"})
    assert "Kari" not in client.get(page).content.decode()


def test_another_name_or_address_has_said_yes_to_nothing(date, who):
    meeting.answer(responsible=who, yes=True, now=NOW)
    facts = {name: getattr(who, name) for name in FACTS}
    answering.change_person(person=who, facts=facts | {"name": "Ola Vik"})
    assert meeting.greeter_of(date.event) is None
    answering.change_person(person=who, facts=facts)
    assert meeting.greeter_of(date.event) is not None
    answering.change_person(person=who, facts=facts | {"email": "annen@example.org"})
    assert not Greeter.objects.exists()


def test_nobody_is_named_where_coming_tells_what_one_believes(date, who):
    meeting.answer(responsible=who, yes=True, now=NOW)
    date.event.category = "tro-livssyn"
    assert meeting.greeter_of(date.event) is None


def test_an_organiser_says_yes_for_themselves_and_for_nobody_else(client, organiser, date, who):
    client.force_login(organiser)
    mine = factories.a_responsible(date.event, "Ola Organisator", email=organiser.email)
    for person in (who, mine):
        client.post(address("portal_greeter_answer", date.event_id, person.pk), {"answer": "yes"})
    assert meeting.greeter_of(date.event).responsible == mine
    assert Greeter.objects.count() == 1
    client.post(address("portal_greeter_answer", date.event_id, who.pk), {"answer": "ask"})
    assert Greeter.objects.get(responsible=who).said_yes_at is None


def test_one_press_adds_one_for_a_browser_and_says_nothing_of_who(client, date, who):
    meeting.answer(responsible=who, yes=True, now=NOW)
    url = address("meet_me", date.municipality.slug, date.public_id)
    client.get(url)
    assert not MetAtTheDoor.objects.exists()
    for _press in range(3):
        client.post(url)
    Client().post(url)
    assert MetAtTheDoor.objects.get().number == 2
    page = client.get(address("event_detail", date.municipality.slug, date.public_id)).content.decode()
    assert "Ask for Kari when you come" in page
    client.post(url, {"undo": "1"})
    client.post(url, {"undo": "1"})
    assert MetAtTheDoor.objects.get().number == 1


def test_before_the_date_they_are_told_how_many_and_again_when_there_are_more(organisation, mailoutbox):
    event = factories.an_event(organisation=organisation, admission="sign_up")
    date = factories.an_occurrence(event, starts_at=NOW + timedelta(hours=20))
    who = factories.a_responsible(event, "Kari Strand")
    meeting.answer(responsible=who, yes=True, now=NOW)
    for name in ("Olena Eksempel", "Amal"):
        signup = factories.a_signup(date, name=name)
        form = meeting.form_for(date, {"meet_me": "on"}, NOW)
        assert form.is_valid()
        meeting.keep(signup, form, NOW)
        reminders.queue_due(now=NOW)
        reminders.queue_due(now=NOW)
        deliver(NOW)
    assert len(mailoutbox) == 2
    assert "Amal" in mailoutbox[1].body
    assert "Olena" in mailoutbox[1].body
    assert "Eksempel" not in mailoutbox[1].body
    assert WantsToBeMet.objects.first().expires_at == date.ends_at


def test_a_volunteer_who_no_longer_does_it_is_told_nothing(organisation, mailoutbox):
    date = factories.an_occurrence(
        factories.an_event(organisation=organisation), starts_at=NOW + timedelta(hours=20)
    )
    who = factories.a_responsible(date.event)
    meeting.answer(responsible=who, yes=True, now=NOW)
    meeting.say(occurrence=date)
    reminders.queue_due(now=NOW)
    meeting.answer(responsible=who, yes=False, now=NOW)
    deliver(NOW)
    assert mailoutbox == []
    assert OutboxMessage.objects.get().state == "skipped"
