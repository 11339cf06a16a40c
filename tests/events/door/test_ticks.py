"""Names to tick at the door: a tick counts its party once, and ends the next night."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.door import ticks
from events.door.models import Headcount, Tick
from events.door.signals import ticks_ended
from tests import factories
from tests.events.door.phone import Phone, address, came

pytestmark = pytest.mark.django_db


def test_a_tick_counts_its_party_once_from_however_many_phones(today, organiser, other):
    signup = factories.a_signup(today, adults=2, children_6_12=1)
    one, two = Phone(today, organiser, knows=False), Phone(today, other, knows=False)
    for phone in (one, two):
        phone.ticks = {signup.public_id: True}
        phone.send()
    assert (came()["adults"], came()["children"]) == (2, 1)
    two.ticks = {signup.public_id: False}
    two.send()
    assert (came()["adults"], came()["children"]) == (0, 0)


def test_who_came_without_signing_up_is_what_is_left(client, today, organiser):
    signup = factories.a_signup(today, adults=2)
    factories.a_signup(today, name="Kom Ikke", email="x@example.org")
    phone = Phone(today, organiser)
    phone.ticks = {signup.public_id: True}
    phone.press(adults=3).send()
    assert ticks.walk_ins_at(today, Headcount.objects.get()) == 3
    client.force_login(organiser)
    assert "3 of them came without" in client.get(address("portal_door", today.public_id)).content.decode()


def test_ticks_and_numbers_without_the_script(client, today, organiser):
    signup = factories.a_signup(today, adults=2)
    client.force_login(organiser)
    url = address("portal_door", today.public_id)
    numbers = {"adults": "4", "newcomers": "1", "newcomers_first": ""}
    boxes = {"name_shown": [str(signup.public_id)], "came": [str(signup.public_id)]}
    assert client.post(url, numbers | boxes).status_code == 302
    assert came()["adults"] == 4, "the whole is typed"
    assert (came()["newcomers"], came()["newcomers_first"]) == (1, None)
    assert Tick.objects.get().signup == signup
    client.post(url, numbers | {"name_shown": boxes["name_shown"]})
    assert not Tick.objects.exists()


def test_the_next_night_ends_the_ticks_and_tells_who_may_be_invited_again(today, organiser):
    there = factories.a_signup(today, adults=2)
    absent = factories.a_signup(today, name="Kom Ikke", email="x@example.org", firm_since=timezone.now())
    phone = Phone(today, organiser)
    phone.ticks = {there.public_id: True}
    phone.press(adults=1).send()
    heard = []

    def listen(sender, **told):
        heard.append((told["came"], told["absent"], told["occurrence"], Tick.objects.count()))

    ticks_ended.connect(listen)
    try:
        night = ticks.ends_at(today)
        assert ticks.end_ticks(now=night - timedelta(seconds=1)) == 0
        assert ticks.end_ticks(now=night) == 1
        assert ticks.end_ticks(now=night) == 0
    finally:
        ticks_ended.disconnect(listen)
    assert heard == [([there.pk], [absent.pk], today, 1)]
    assert not Tick.objects.exists()
    count = Headcount.objects.get()
    assert (count.adults, count.walk_ins) == (3, 1)
    # Whoever sends a tick after that has nobody to tick.
    phone.ticks = {there.public_id: True}
    phone.send(now=night)
    assert not Tick.objects.exists()
