"""Phones count at the door, offline and two at a time: each press counts once, and nothing is overwritten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.door import exceptions, phones
from events.door.models import Headcount, PhoneCount
from events.door.phones import Settle
from events.models import Occurrence
from tests.events.door.phone import Phone, address, came, correct
from tests.proving import at_once, rounds

pytestmark = pytest.mark.django_db


def test_what_a_phone_has_counted_is_the_head_count(today, organiser):
    phone = Phone(today, organiser)
    phone.press(adults=3, children=2, newcomers=2).send()
    phone.press(adults=1, newcomers_first=1, first_timers=1).send()
    assert came() == {
        "adults": 4,
        "children": 2,
        "volunteers": 0,
        "first_timers": 1,
        "newcomers": 2,
        "newcomers_first": 1,
    }
    assert Headcount.objects.get().counted_by == organiser


def test_the_same_message_counts_once_and_a_late_one_changes_nothing(today, organiser):
    phone = Phone(today, organiser)
    first = phone.press(adults=3).message()
    second = phone.press(adults=4).message()
    for message in (second, first, second, second):
        phone.send(message, is_heard=False)
    assert came()["adults"] == 7


def test_an_answer_that_never_arrived_does_not_make_it_count_twice(today, organiser):
    phone = Phone(today, organiser)
    phone.press(adults=3).send(is_heard=False)
    phone.press(adults=1).send(is_heard=False)
    phone.press(adults=1).send()
    assert came()["adults"] == 5
    assert phone.shown["adults"] == 5


def test_nobody_asked_is_not_nought(today, organiser):
    phone = Phone(today, organiser)
    phone.press(adults=3).send()
    assert came()["newcomers"] is None
    phone.press(newcomers=0).send()
    assert came()["newcomers"] == 0
    # Undone.
    phone.mine["newcomers"] = phone.base["newcomers"] = None
    phone.send()
    assert came()["newcomers"] is None


def test_two_phones_that_see_each_other_count_together(today, organiser, other):
    one = Phone(today, organiser)
    one.press(adults=3).send()
    two = Phone(today, other)
    two.press(adults=2).send()
    one.press(children=1).send()
    two.press(adults=-1).send()
    assert (came()["adults"], came()["children"]) == (4, 1)
    two.look()
    assert two.shown["children"] == 1
    assert not PhoneCount.objects.filter(is_waiting=True).exists()


@pytest.mark.parametrize(("how", "adults"), [(Settle.TOGETHER, 13), (Settle.INSTEAD, 8), (Settle.NOT, 5)])
def test_two_that_knew_nothing_of_each_other_are_both_seen_and_somebody_says_how(
    client, today, organiser, other, how, adults
):
    one, two = Phone(today, organiser, knows=False), Phone(today, other, knows=False)
    one.press(adults=5).send()
    two.press(adults=6).send()
    assert came()["adults"] == 5, "nothing is overwritten"
    assert two.shown["adults"] == 6, "and nothing is taken from the phone"
    two.press(adults=2).send()
    assert came()["adults"] == 5
    client.force_login(organiser)
    url = address("portal_door", today.public_id)
    page = client.get(url)
    assert "Anne Annen</bdi> has counted on another phone" in page.content.decode()
    row = PhoneCount.objects.get(is_waiting=True)
    (waiting,) = page.context["waiting"]
    assert (waiting.people, waiting.both) == (8, 13)
    settle = address("portal_door_settle", today.public_id, row.pk)
    stale = client.post(settle, {"how": how, "seen": "1.2.3"})
    assert stale.status_code == 302
    assert came()["adults"] == 5, "what somebody has not seen is not settled"
    assert client.get(settle).url == url
    client.post(settle, {"how": how, "seen": waiting.version})
    assert came()["adults"] == adults
    client.post(settle, {"how": how, "seen": waiting.version})
    assert came()["adults"] == adults, "pressed twice"
    two.press(adults=1).send()
    one.look()
    one.press(adults=1).send()
    assert came()["adults"] == adults + 2
    assert one.shown == came()


def test_a_correction_holds_what_the_phone_had_sent(today, organiser, other):
    phone = Phone(today, organiser)
    phone.press(adults=12).send()
    correct(today, other, adults=9)
    phone.look()
    assert phone.shown["adults"] == 9
    phone.press(adults=1).send()
    assert came()["adults"] == 10


def test_what_a_phone_had_not_sent_before_a_correction_waits_and_is_lost_nowhere(today, organiser, other):
    phone = Phone(today, organiser)
    phone.press(adults=12).send()
    phone.press(adults=2)
    correct(today, other, adults=9)
    phone.send(is_heard=False)
    phone.send()
    assert came()["adults"] == 9
    assert phone.shown["adults"] == 14
    row = PhoneCount.objects.get(is_waiting=True)
    assert (row.counts["adults"], row.shown["adults"]) == (2, 14)
    # Another correction does not take it away either.
    correct(today, other, adults=10)
    phone.press(adults=1).send()
    row.refresh_from_db()
    seen = phones.version_of(row, Headcount.objects.get())
    assert phones.settle(phone=row, how=Settle.TOGETHER, seen=seen, user=other, now=timezone.now())
    assert came()["adults"] == 13
    phone.press(adults=1).send()
    assert came()["adults"] == 14


def test_a_correction_downwards_that_came_to_the_same_is_no_difference(today, organiser, other):
    phone = Phone(today, organiser)
    phone.press(adults=12).send()
    phone.press(adults=-2)
    correct(today, other, adults=10)
    phone.send()
    assert came()["adults"] == 10
    assert not PhoneCount.objects.filter(is_waiting=True).exists()


def test_numbers_that_do_not_fit_together_are_made_to(today, organiser, other):
    one = Phone(today, organiser)
    one.press(adults=3, first_timers=3, newcomers=2, newcomers_first=2).send()
    two = Phone(today, other)
    two.press(adults=-2).send()
    one.press(adults=-2, first_timers=-2, newcomers=-1, newcomers_first=-1).send()
    assert came()["adults"] == 0
    assert came()["first_timers"] == 0
    assert came()["newcomers_first"] == 0


@pytest.mark.parametrize("sender", ["one phone, the same", "one phone, each later", "many phones"])
@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_count_once_each(today, organiser, sender):
    number = rounds(short=12, whole=200)
    if sender == "many phones":
        number = min(number, phones.MOST_PHONES)
        messages = [Phone(today, organiser).press(adults=1).message() for _each in range(number)]
    else:
        phone = Phone(today, organiser)
        same = phone.press(adults=1).message()
        messages = (
            [same] * number
            if "same" in sender
            else [phone.press(adults=1).message() for _each in range(number)]
        )

    def receive(message):
        return phones.receive(occurrence=today, user=organiser, sent=message, now=timezone.now())

    at_once(receive, messages)
    rows = PhoneCount.objects.all()
    if sender == "many phones":
        # None has seen another: the first stands, and of all the others somebody can say who they were.
        assert came()["adults"] == 1
        assert (rows.count(), rows.filter(is_waiting=True).count()) == (number, number - 1)
    else:
        assert came()["adults"] == (1 if "same" in sender else number + 1)
        assert rows.count() == 1


def test_yesterdays_date_is_counted_late_and_a_draft_never(today, organiser):
    phone = Phone(today, organiser).press(adults=4)
    phone.send(now=today.ends_at + timedelta(days=1))
    assert came()["adults"] == 4
    Occurrence.objects.update(was_public=False, is_public=False)
    with pytest.raises(exceptions.NeverPublished):
        phone.press(adults=1).send()


def test_a_phone_that_comes_after_its_messages_are_forgotten_is_shown_beside_what_stands(today, organiser):
    phone = Phone(today, organiser)
    phone.press(adults=5).send(is_heard=False)
    assert phones.forget_old(now=timezone.now() + phones.KEPT + timedelta(hours=1)) == 1
    phone.send(is_heard=False)
    assert came()["adults"] == 5, "the same numbers again"
    phone.press(adults=1).send(is_heard=False)
    assert came()["adults"] == 6
    assert not PhoneCount.objects.filter(is_waiting=True).exists()
    stranger = Phone(today, organiser, knows=False)
    stranger.press(adults=4).send()
    assert came()["adults"] == 6
    assert PhoneCount.objects.filter(is_waiting=True).exists()
