""" "I came and it was closed": who can say it, when, how often, and who is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.confirming import closed
from events.confirming.models import FoundClosed
from events.models import Occurrence
from tests import factories
from tests.proving import at_once

pytestmark = pytest.mark.django_db
# A Tuesday in Norway; the café is from 18:00 to 20:00.
BEGINS = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
SOON_AFTER = BEGINS + timedelta(minutes=10)
WORDS = "I came, and it was closed"


@pytest.fixture
def date(organiser, organisation) -> Occurrence:
    return factories.an_occurrence(factories.an_event(organisation=organisation), starts_at=BEGINS)


def page_of(date: Occurrence) -> str:
    return f"/en/{date.municipality.slug}/events/{date.public_id}/"


def press(date: Occurrence, client: Client, *, now: datetime = SOON_AFTER, **fields: str):
    with time_machine.travel(now, tick=False):
        return client.post(f"{page_of(date)}closed/", fields)


def seen(date: Occurrence, client: Client, *, now: datetime = SOON_AFTER) -> str:
    with time_machine.travel(now, tick=False):
        return client.get(page_of(date)).content.decode()


def number(date: Occurrence) -> int:
    return closed.number_at(date)


@pytest.mark.parametrize(
    ("now", "is_offered"),
    [
        (BEGINS - timedelta(seconds=1), False),
        (BEGINS, True),
        # Midnight in Norway after the day after.
        (datetime(2027, 1, 6, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 1, 6, 23, 0, tzinfo=UTC), False),
    ],
)
def test_it_can_be_said_from_its_beginning_until_the_end_of_the_next_day(date, client, now, is_offered):
    assert (WORDS in seen(date, client, now=now)) == is_offered
    press(date, client, now=now)
    assert number(date) == int(is_offered)


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"status": "postponed"}, {"venue": None}])
def test_what_has_no_door_or_was_called_off_is_not_asked_about(date, client, change):
    Occurrence.objects.filter(pk=date.pk).update(**change)
    assert WORDS not in seen(date, client)
    assert press(date, client).status_code == 302
    assert number(date) == 0


def test_one_browser_counts_once_is_thanked_and_can_take_it_back_at_once(date, client):
    answer = press(date, client)
    assert answer["Location"] == f"{page_of(date)}#closed"
    press(date, client)
    assert number(date) == 1
    html = seen(date, client)
    assert "Thank you for telling us" in html
    assert WORDS not in html
    press(date, client, undo="1")
    assert number(date) == 0
    assert WORDS in seen(date, client)
    press(date, client)
    press(date, client, undo="1", now=SOON_AFTER + timedelta(hours=2))
    assert number(date) == 1
    assert "take it back" not in seen(date, client, now=SOON_AFTER + timedelta(hours=2))


def test_mark_of_a_browser_is_its_own_and_names_nobody(date, client):
    answer = press(date, client)
    [name] = answer.cookies
    assert date.public_id.hex in name
    assert re.match(r"[0-9a-f]{32}:", answer.cookies[name].value)
    assert answer.cookies[name]["httponly"]
    stranger = Client()
    stranger.cookies[name] = "1"
    press(date, stranger, undo="1")
    assert number(date) == 1


def test_mark_that_is_kept_takes_back_one_report_and_never_anothers(date, client):
    for number_ in range(3):
        press(date, Client(REMOTE_ADDR=f"192.0.2.{number_}"))
    answer = press(date, client)
    [name] = answer.cookies
    for _ in range(3):
        replaying = Client()
        replaying.cookies[name] = answer.cookies[name].value
        press(date, replaying, undo="1")
    assert number(date) == 3


def test_get_says_nothing_and_leads_to_the_page(date, client):
    with time_machine.travel(SOON_AFTER, tick=False):
        assert client.get(f"{page_of(date)}closed/")["Location"].startswith(page_of(date))
    assert not FoundClosed.objects.exists()


def test_form_sent_twice_before_the_answer_came_counts_once(date):
    for _ in range(2):
        press(date, Client(), form_number="a" * 32)
    assert number(date) == 1


def test_200_presses_from_one_place_are_a_few(date):
    answers = [press(date, Client()).status_code for _ in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert number(date) == 10
    blocked = press(date, Client())
    assert "That was too often from here" in blocked.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    press(date, elsewhere)
    assert number(date) == 11


@pytest.mark.django_db(transaction=True)
def test_who_presses_at_the_same_moment_is_counted_each_and_told_of_once(date):
    at_once(lambda _each: closed.say_closed(occurrence=date, now=SOON_AFTER), range(20))
    assert number(date) == 20
    assert OutboxMessage.objects.filter(kind="confirming.closed").count() == 1


# --- Who is told -------------------------------------------------------------------------------


def delivered(now: datetime) -> list[mail.EmailMessage]:
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: now)
    return list(mail.outbox)


def test_those_who_publish_are_told_once_for_a_date(date, client, organisation, organiser, outsider):
    second = factories.a_member(organisation, user=factories.a_user("Berit Nestleder"))
    press(date, client)
    assert delivered(SOON_AFTER + timedelta(minutes=1)) == []
    letters = delivered(SOON_AFTER + timedelta(minutes=3))
    assert {letter.to[0] for letter in letters} == {organiser.email, second.email}
    assert "Språkkafé på biblioteket" in letters[0].subject
    assert f"/portal/dates/{date.public_id}/" in letters[0].body
    press(date, Client())
    assert delivered(SOON_AFTER + timedelta(hours=1)) == []


def test_what_is_taken_back_at_once_is_told_nobody(date, client):
    press(date, client)
    press(date, client, undo="1")
    assert delivered(SOON_AFTER + timedelta(minutes=3)) == []
    press(date, Client())
    assert len(delivered(SOON_AFTER + timedelta(minutes=5))) == 1


def test_organisation_without_people_is_told_at_its_address(heroy, client):
    owner = factories.an_organisation("Bygdelaget", email="post@bygdelaget.example")
    date = factories.an_occurrence(factories.an_event(organisation=owner), starts_at=BEGINS)
    press(date, client)
    [letter] = delivered(SOON_AFTER + timedelta(minutes=3))
    assert letter.to == ["post@bygdelaget.example"]
    assert f"/events/{date.public_id}/" in letter.body


# --- Who sees it -------------------------------------------------------------------------------


def test_dates_are_counted_for_their_organisation_and_place(date, client, heroy, organisation):
    other = factories.an_occurrence(date.event, starts_at=BEGINS + timedelta(days=7))
    elsewhere = factories.an_occurrence(
        factories.an_event(
            organisation=factories.an_organisation(municipality=factories.a_municipality("1820", "Alstahaug"))
        ),
        starts_at=BEGINS,
    )
    for each in (date, elsewhere):
        closed.say_closed(occurrence=each, now=SOON_AFTER)
    for _ in range(2):
        closed.say_closed(occurrence=other, now=BEGINS + timedelta(days=7))
    now = BEGINS + timedelta(days=8)
    for found in (
        closed.reported(municipality=heroy, now=now, most=9),
        closed.reported([organisation.pk], now=now, most=9),
    ):
        assert [(each.occurrence, each.number, each.of_organisation) for each in found] == [
            (other, 2, 3),
            (date, 1, 3),
        ]
    assert closed.reported(municipality=heroy, now=now + timedelta(days=40), most=9) == []
    closed.take_back(occurrence=date)
    assert [each.occurrence for each in closed.reported(municipality=heroy, now=now, most=9)] == [other]


def test_reported_takes_three_questions(date, django_assert_num_queries, heroy):
    for week in range(3):
        each = factories.an_occurrence(date.event, starts_at=BEGINS + timedelta(days=7 * week + 1))
        closed.say_closed(occurrence=each, now=each.starts_at)
        with django_assert_num_queries(4):
            closed.reported(municipality=heroy, now=BEGINS + timedelta(days=20), most=9)
