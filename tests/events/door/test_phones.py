"""Phones count at the door, offline and two at a time: each press counts once, and nothing is overwritten."""

import json
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.door import exceptions, phones, services, ticks
from events.door.models import Headcount, PhoneCount, Tick
from events.door.numbers import nothing, numbers_of, plus
from events.door.phones import Sent, Settle
from events.door.signals import ticks_ended
from events.models import Occurrence
from tests import factories
from tests.proving import at_once, rounds

pytestmark = pytest.mark.django_db


class Phone:
    """What the script on a phone knows and does (`static/js/door-keep.js`)."""

    def __init__(self, occurrence, user, *, knows=True):
        self.occurrence, self.user = occurrence, user
        self.device, self.sequences = uuid4(), count(1)
        self.base, self.mine = nothing(), nothing()
        self.corrections, self.seen, self.ticks = 0, [], {}
        if knows:
            self.look()

    def look(self):
        self.answered(phones.standing(self.occurrence, self.device))

    def answered(self, stands):
        shown = self.shown
        self.mine = dict(stands.mine)
        self.base = stands.others if not stands.is_waiting else plus(shown, _less(self.mine))
        self.corrections, self.seen = stands.corrections, stands.devices

    @property
    def shown(self):
        return plus(self.base, self.mine)

    def press(self, **more):
        self.mine = plus(self.mine, nothing() | more)
        return self

    def message(self, sequence=None):
        shown = {name: number if number is None else max(0, number) for name, number in self.shown.items()}
        return Sent(
            device=self.device,
            sequence=sequence or next(self.sequences),
            corrections=self.corrections,
            counts=dict(self.mine),
            shown=shown,
            seen=self.seen,
            ticks=dict(self.ticks),
        )

    def send(self, message=None, *, is_heard=True, now=None):
        stands = phones.receive(
            occurrence=self.occurrence,
            user=self.user,
            sent=message or self.message(),
            now=now or timezone.now(),
        )
        if is_heard:
            self.ticks = {}
            self.answered(stands)
        return stands


def _less(numbers):
    return {name: number if number is None else -number for name, number in numbers.items()}


@pytest.fixture
def today(organisation) -> Occurrence:
    event = factories.an_event(admission="sign_up", capacity=50, organisation=organisation)
    date = factories.an_occurrence(event)
    date.starts_at, date.ends_at = timezone.now() - timedelta(minutes=10), timezone.now() + timedelta(hours=1)
    date.save()
    return date


@pytest.fixture
def other(organisation):
    return factories.a_member(organisation, user=factories.a_user("Anne Annen"))


def came() -> dict:
    return numbers_of(Headcount.objects.get())


def correct(occurrence, user, **numbers):
    values = {"adults": 0, "children": 0, "volunteers": 0, "first_timers": 0} | numbers
    services.record_headcount(occurrence=occurrence, user=user, now=timezone.now(), **values)


def address(name, *args):
    with override("en"):
        return reverse(name, args=args)


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


def test_a_phone_with_any_clock_is_believed_by_its_numbers_alone(client, today, organiser):
    """There is no time in what it sends: there is nothing to believe."""
    client.force_login(organiser)
    url = address("portal_door_state", today.public_id)
    message = {
        "device": str(uuid4()),
        "sequence": 1,
        "corrections": 0,
        "counts": {"adults": 4},
        "shown": {"adults": 4},
        "made_at": "1999-01-01T00:00:00Z",
    }
    for _again in range(3):
        assert client.post(url, json.dumps(message), content_type="application/json").status_code == 200
    count = Headcount.objects.get()
    assert count.adults == 4
    assert timezone.now() - count.counted_at < timedelta(minutes=5)


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


def test_a_date_that_was_cancelled_meanwhile_says_so_and_takes_nothing(client, today, organiser):
    client.force_login(organiser)
    Occurrence.objects.update(status="cancelled")
    message = {"device": str(uuid4()), "sequence": 1, "corrections": 0, "counts": {}, "shown": {}}
    url = address("portal_door_state", today.public_id)
    response = client.post(url, json.dumps(message), content_type="application/json")
    assert response.status_code == 409
    assert response.json()["words"] == str(exceptions.DoorNotOpen.message)
    assert not Headcount.objects.exists()
    Occurrence.objects.update(status="scheduled")
    assert client.post(url, json.dumps(message), content_type="application/json").status_code == 200


def test_yesterdays_date_is_counted_late_and_a_draft_never(today, organiser):
    phone = Phone(today, organiser).press(adults=4)
    phone.send(now=today.ends_at + timedelta(days=1))
    assert came()["adults"] == 4
    Occurrence.objects.update(was_public=False, is_public=False)
    with pytest.raises(exceptions.NeverPublished):
        phone.press(adults=1).send()


BAD = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"[" * 5000,
    b"x" * 200_000,
    *(
        json.dumps({"device": str(uuid4()), "sequence": 1, "corrections": 0, "counts": {}, "shown": {}} | bad)
        for bad in (
            {"device": 1},
            {"device": "nobody"},
            {"sequence": -1},
            {"sequence": 1.5},
            {"sequence": True},
            {"sequence": 10**12},
            {"corrections": None},
            {"counts": {"adults": "3"}},
            {"counts": {"adults": 5001}},
            {"counts": [1]},
            {"shown": {"adults": -1}},
            {"seen": "all"},
            {"seen": [{}]},
            {"ticks": {"x": True}},
            {"ticks": [1]},
        )
    ),
]


@pytest.mark.parametrize("body", BAD)
def test_what_is_no_message_is_refused(client, today, organiser, body):
    client.force_login(organiser)
    url = address("portal_door_state", today.public_id)
    assert client.post(url, body, content_type="application/json").status_code == 400
    assert not Headcount.objects.exists()


@pytest.mark.parametrize("actor", ["outsider", "host", "editor", "adviser"])
def test_nobody_else_counts_or_reads_the_names(request, client, today, actor):
    client.force_login(request.getfixturevalue(actor))
    factories.a_signup(today)
    for name in ("portal_door_state", "portal_door_offline"):
        assert client.get(address(name, today.public_id)).status_code == 404


def test_the_page_that_a_phone_keeps_names_nobody(client, today, organiser):
    client.force_login(organiser)
    signup = factories.a_signup(today, name="Amina Farah")
    page = client.get(address("portal_door_offline", today.public_id))
    for name in (signup.name, organiser.name, organiser.email, signup.email):
        assert name not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    worker = client.get(address("portal_door_worker", today.public_id))
    assert worker["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in worker


# --- Names -------------------------------------------------------------------------------------------


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


def test_as_many_questions_however_many_names_and_phones(client, today, organiser):
    client.force_login(organiser)
    url = address("portal_door_state", today.public_id)
    client.get(url)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        return len(queries)

    factories.a_signup(today)
    Phone(today, organiser).press(adults=1).send()
    few = asked()
    for number in range(5):
        factories.a_signup(today, name=f"Navn {number}", email=f"n{number}@example.org")
        Phone(today, organiser, knows=False).press(adults=1).send()
    assert asked() == few
