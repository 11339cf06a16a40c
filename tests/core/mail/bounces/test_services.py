"""What a report of a mail changes: once, for that mail alone, and nothing for one who made it up."""

from datetime import timedelta

import pytest

from core.mail.bounces import services
from core.mail.bounces.meaning import What
from core.mail.bounces.models import MailReport
from core.mail.outbox import delivering
from core.mail.outbox import services as outbox
from core.mail.outbox.addresses import was_sent_to
from core.mail.outbox.kinds import NotYet, Priority
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from tests.core.mail.bounces.conftest import NOW, number_of

pytestmark = pytest.mark.django_db

OLENA, SAMIR = "olena@example.org", "samir@example.org"
LATER = NOW + timedelta(hours=1)


def hear(row: OutboxMessage, what: What = What.HARD, why: Why = Why.CAME_BACK) -> str:
    return services.heard(number=number_of(row), what=what, why=why, now=LATER)


def state_of(row: OutboxMessage) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.reason


def test_hard_bounce_ends_the_message_and_tells_its_kind_once(told, left):
    row = left(OLENA)
    assert hear(row) == "hard"
    assert hear(row) == "again"
    assert state_of(row) == ("failed", Why.CAME_BACK)
    [(about, returned)] = told
    assert (about, returned.why, returned.is_for_good, returned.wants_no_more, returned.at) == (
        OLENA,
        Why.CAME_BACK,
        True,
        False,
        LATER,
    )


def test_its_room_hears_that_it_failed_after_all(with_kind, smtp_server):
    outcomes = []
    with_kind("test.noted", recorded=lambda row, now: outcomes.append((row.state, row.reason)))
    outbox.queue(kind="test.noted", about=OLENA, recipient="newcomer:1", now=NOW)
    delivering.deliver_due(clock=lambda: NOW)
    hear(OutboxMessage.objects.get())
    assert outcomes == [("sent", ""), ("failed", Why.CAME_BACK)]


def test_third_soft_bounce_of_one_address_is_for_good(told, left):
    for number in range(3):
        hear(left(OLENA, str(number)), What.SOFT, Why.CAME_BACK_FOR_NOW)
    hear(left(SAMIR), What.SOFT, Why.CAME_BACK_FOR_NOW)
    assert [(about, returned.is_for_good) for about, returned in told] == [
        (OLENA, False),
        (OLENA, False),
        (OLENA, True),
        (SAMIR, False),
    ]


@pytest.mark.parametrize("what", [What.COMPLAINT, What.UNSUBSCRIBED])
def test_complaint_says_that_the_person_wants_no_more_and_the_mail_has_arrived(told, left, what):
    row = left(OLENA)
    hear(row, what, Why.COMPLAINED)
    assert state_of(row) == ("sent", "")
    [(_about, returned)] = told
    assert (returned.wants_no_more, returned.is_for_good) == (True, False)


@pytest.mark.parametrize("number", ["", "0" * 32, "f" * 32])
def test_made_up_number_changes_nothing(told, left, number):
    row = left(OLENA)
    outcome = services.heard(number=number, what=What.HARD, why=Why.CAME_BACK, now=LATER)
    assert outcome == "unknown"
    assert state_of(row) == ("sent", "")
    assert told == []
    assert not MailReport.objects.exists()


def test_no_report_stops_a_log_in_code(with_kind, smtp_server):
    """Whoever asks for a code gets it, whatever has come back from that address before."""
    with_kind("test.code", priority=Priority.CODE)
    for number in range(5):
        outbox.queue(kind="test.code", about=OLENA, recipient="address:1", occasion=str(number), now=NOW)
        delivering.deliver_due(clock=lambda: NOW)
        hear(OutboxMessage.objects.get(occasion=str(number)))
    assert len(smtp_server.messages) == 5


def test_delivery_settles_what_was_perhaps_sent(told, left):
    row = left(OLENA)
    OutboxMessage.objects.update(state="unconfirmed", reason=Why.BROKEN_OFF)
    hear(row, What.DELIVERED, Why.NOT_WANTED)
    assert state_of(row) == ("sent", "")
    assert told == []


def test_report_that_comes_before_the_hand_over_has_ended_waits(told, left):
    row = left(OLENA)
    OutboxMessage.objects.update(state="sending", ended_at=None)
    with pytest.raises(NotYet):
        hear(row)
    OutboxMessage.objects.update(taken_at=NOW)
    assert hear(row) == "hard"
    assert state_of(row) == ("failed", Why.CAME_BACK)


def test_mail_that_is_tried_again_is_another_one(told, left):
    row = left(OLENA)
    hear(row)
    outbox.try_again(rows=OutboxMessage.objects.filter(pk=row.pk), now=LATER)
    delivering.deliver_due(clock=lambda: LATER)
    assert state_of(row) == ("sent", "")
    assert hear(row) == "hard"
    assert len(told) == 2


def test_room_can_ask_whether_it_went_to_the_address_of_today(told, left, settings):
    row = left("Olena@Example.org")
    assert was_sent_to(row, OLENA)
    assert not was_sent_to(row, SAMIR)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert was_sent_to(row, OLENA)
    assert OLENA not in str(OutboxMessage.objects.values("address_mark", "message_id", "provider"))


def test_report_costs_the_same_however_many_mails_there_are(told, left, django_assert_num_queries):
    first, second = left(OLENA), [left(f"person{number}@example.org") for number in range(5)][0]
    with django_assert_num_queries(10):
        hear(first)
    with django_assert_num_queries(10):
        hear(second)
