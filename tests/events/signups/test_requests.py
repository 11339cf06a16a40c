"""Somebody has only a telephone and waits: who can say yes is told, once for all who wait."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.signups.models import Signup
from events.signups.services import MOST_REQUESTS, accept_request, decline_request, sign_up
from organisations.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def date(organisation):
    event = factories.an_event("Kajakk", organisation=organisation, admission="sign_up")
    return factories.an_occurrence(event, starts_at=NOW + timedelta(days=7))


def phone(date, name: str, *, now: datetime = NOW, **fields) -> Signup:
    number = f"9012345{Signup.objects.count()}"
    people = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0}
    values = {"name": name, "email": "", "phone": number, "language": "nb", **people, **fields}
    return sign_up(occurrence_id=date.pk, now=now, **values).signup


def send(now: datetime = NOW) -> list[str]:
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: now)
    return sorted(message.to[0] for message in mail.outbox)


def test_owners_are_told_once_until_they_have_answered(date, organisation, organiser):
    owner = factories.a_member(organisation, role=Membership.MemberRole.OWNER)
    olena = phone(date, "Olena Hemmelig")
    assert send() == [owner.email]
    [message] = mail.outbox
    assert message.subject == "Noen venter på svar fra deg: Kajakk"
    for form in (message.body, message.alternatives[0][0]):
        assert reverse("portal_signups", args=[date.public_id]) in form
        assert "1 person har meldt seg på" in form
        assert "Hemmelig" not in form
    later = NOW + timedelta(days=1)
    samir = phone(date, "Samir", now=later)
    assert send(later) == []
    accept_request(signup=olena, now=later)
    decline_request(signup=samir, now=NOW)
    phone(date, "Amal", now=later)
    phone(date, "Bjørn", now=later)
    assert send(later) == [owner.email]
    assert "2 personer har meldt seg på" in mail.outbox[0].body


def test_organisation_without_owners_has_its_organisers_told_and_nobody_else(date, organiser, outsider):
    phone(date, "Olena")
    assert send() == [organiser.email]


def test_what_is_answered_before_its_turn_is_not_told(date, organiser):
    decline_request(signup=phone(date, "Olena"), now=NOW)
    assert send() == []
    assert OutboxMessage.objects.get().state == "skipped"


def test_who_has_left_the_organisation_is_not_told(date, organiser):
    phone(date, "Olena")
    Membership.objects.all().delete()
    assert send() == []


@pytest.mark.parametrize("fields", [{"email": "olena@example.org"}, {"by_organiser": True}])
def test_nobody_is_told_where_there_is_nothing_to_answer(date, organiser, fields):
    phone(date, "Olena", **fields)
    assert organiser.email not in send()


def test_list_of_numbers_does_not_bury_those_who_mean_it(date, client):
    for number in range(MOST_REQUESTS):
        phone(date, f"Nummer {number}", phone=f"900000{number:02}")
    values = {"name": "Olena", "phone": "91234567", "adults": "1"}
    address = reverse("sign_up", args=[date.municipality.slug, date.public_id])
    answer = client.post(address, values)
    assert answer.status_code == 409
    assert answer.context["form"].errors.keys() == {"email"}
    assert Signup.objects.count() == MOST_REQUESTS
    assert client.post(address, values | {"email": "olena@example.org"}).status_code == 302
    assert Signup.objects.confirmed().count() == 1
