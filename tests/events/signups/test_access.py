"""Reading sign-ups from the municipality: the organisation's yes, for a time, and each reading is seen."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
from core.privacy.purge import purge_expired
from events.besides.models import HelpWanted
from events.signups import access
from events.signups.models import SignupAccess, SignupReading
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def date(organisation):
    date = factories.an_occurrence(factories.an_event(organisation=organisation, admission="sign_up"))
    factories.a_signup(date, name="Olena Hemmelig")
    return date


@pytest.fixture
def owner(organisation):
    return factories.a_member(organisation, user=factories.a_user("Åse Eier"), role="owner")


def at(name: str, date) -> str:
    return reverse(name, args=[date.public_id])


def reads(client, user, date) -> bool:
    client.force_login(user)
    response = client.get(at("signup_access_read", date))
    assert response.status_code in (200, 302, 404)
    assert (response.status_code == 200) == ("Olena Hemmelig" in response.content.decode())
    return response.status_code == 200


def answer(client, user, row, word: str):
    client.force_login(user)
    return client.post(reverse("signup_access_answer", args=[row.pk]), {"answer": word})


def test_asked_answered_read_and_over(client, date, owner, organiser, editor, organisation):
    client.force_login(editor)
    assert (
        organisation.name
        in client.get(reverse("signup_access_dates", args=[organisation.pk])).content.decode()
    )
    for _twice in range(2):
        client.post(at("signup_access", date), {"why": "En klage på denne datoen"})
    row = SignupAccess.objects.get()
    delivering.deliver_due(clock=timezone.now)
    assert [message.to for message in mail.outbox] == [[owner.email]]
    assert not reads(client, editor, date)
    client.force_login(owner)
    assert reverse("signup_access_list") in client.get(reverse("portal")).content.decode()
    # Who only publishes does not say yes, and neither does who asks.
    for other in (organiser, editor):
        assert answer(client, other, row, "week").status_code == 404
    answer(client, owner, row, "day")
    row.refresh_from_db()
    assert row.granted_until - row.answered_at == timedelta(days=1)
    assert reads(client, editor, date)
    assert reads(client, editor, date)
    assert SignupReading.objects.filter(access=row).count() == 2
    client.force_login(organiser)
    seen = client.get(reverse("signup_access_list")).content.decode()
    assert seen.count("<li>") >= 2
    assert "En klage på denne datoen" in seen
    SignupAccess.objects.update(granted_until=timezone.now())
    assert not reads(client, editor, date)
    assert SignupReading.objects.count() == 2


def test_what_is_said_beside_who_comes_is_not_lent(client, date, owner, editor):
    signup = date.signups.get()
    HelpWanted.objects.create(signup=signup, need="transport", expires_at=signup.expires_at)
    row = access.ask(occurrence=date, user=editor, why="En klage", now=timezone.now())
    answer(client, owner, row, "day")
    client.force_login(editor)
    response = client.get(at("signup_access_read", date))
    assert "Olena Hemmelig" in response.content.decode()
    [(_signup, _party, said)] = response.context["rows"]
    assert not said


@pytest.mark.parametrize("word", ["no", "", "month"])
def test_no_lends_nothing(client, date, owner, editor, word):
    row = access.ask(occurrence=date, user=editor, why="Klage", now=timezone.now())
    answer(client, owner, row, word)
    assert not reads(client, editor, date)
    # Asked anew after a no.
    assert access.ask(occurrence=date, user=editor, why="Ny klage", now=timezone.now()).answered_at is None


def test_owner_ends_it_and_a_leaver_reads_no_more(client, date, owner, editor):
    row = access.ask(occurrence=date, user=editor, why="Klage", now=timezone.now())
    answer(client, owner, row, "week")
    assert reads(client, editor, date)
    editor.roles.all().delete()
    assert not reads(client, editor, date)
    answer(client, owner, row, "end")
    assert not SignupAccess.objects.open_to(editor, timezone.now()).exists()


def test_nobody_else_reads(client, date, owner, editor, host, outsider):
    row = access.ask(occurrence=date, user=editor, why="Klage", now=timezone.now())
    answer(client, owner, row, "week")
    for other in (host, outsider):
        assert not reads(client, other, date)
        assert client.post(at("signup_access", date), {"why": "x"}).status_code == 404
    assert answer(client, outsider, row, "end").status_code == 404


def test_what_somebody_believes_is_not_lent(client, organisation, editor, owner):
    mass = factories.an_occurrence(factories.an_event(organisation=organisation, category="tro-livssyn"))
    client.force_login(editor)
    assert client.get(at("signup_access", mass)).status_code == 404


def test_rows_end_with_the_sign_ups(client, date, owner, editor):
    row = access.ask(occurrence=date, user=editor, why="Klage", now=timezone.now())
    answer(client, owner, row, "week")
    assert reads(client, editor, date)
    purge_expired(now=row.expires_at + timedelta(minutes=1))
    assert not SignupAccess.objects.exists()
    assert not SignupReading.objects.exists()
