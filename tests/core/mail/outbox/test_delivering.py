"""What becomes of a message: each state, each no of the server's, and what stops a run."""

import socket
from datetime import timedelta
from email import message_from_bytes

import pytest

from core.mail.outbox import delivering, recording, services
from core.mail.outbox.kinds import Priority, Unwanted
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.ways import ByMail
from core.mail.smtp import Reason
from tests.core.clock import NOW
from tests.core.mail.outbox.asking import OLENA, SAMIR, ask, states

pytestmark = pytest.mark.django_db


def test_what_is_due_leaves_once_and_is_recorded(with_kind, smtp_server, clock):
    with_kind()
    ask(OLENA, OLENA, SAMIR)
    run = delivering.deliver_due(clock=clock)
    delivering.deliver_due(clock=clock)
    assert (run.tried, run.stopped) == (2, "")
    assert [message_from_bytes(raw)["To"] for raw in smtp_server.messages] == [OLENA, SAMIR]
    row = OutboxMessage.objects.get(about=OLENA)
    assert (row.state, row.reason, row.attempts, row.ended_at) == ("sent", "", 1, NOW)
    assert message_from_bytes(smtp_server.messages[0])["Message-ID"] == row.message_id


def test_what_waits_on_purpose_leaves_when_it_is_due_and_can_be_withdrawn(with_kind, smtp_server, clock):
    with_kind()
    ask(OLENA, occasion="1", due_at=NOW + timedelta(minutes=2))
    ask(SAMIR, occasion="2", due_at=NOW + timedelta(minutes=2))
    delivering.deliver_due(clock=clock)
    assert smtp_server.messages == []
    assert services.withdraw(occasion="2") == 1
    clock.move(minutes=2)
    delivering.deliver_due(clock=clock)
    assert states() == {OLENA: ("sent", "")}
    assert services.withdraw(occasion="1") == 0


@pytest.mark.parametrize(
    ("listed", "state", "reason"),
    [("refuse", "failed", Why.NO_SUCH_ADDRESS), ("postpone", "queued", Why.BUSY)],
)
def test_no_to_an_address_is_that_messages_alone(with_kind, smtp_server, clock, listed, state, reason):
    with_kind()
    ask(OLENA, SAMIR)
    getattr(smtp_server, listed).add(OLENA)
    delivering.deliver_due(clock=clock)
    assert states() == {OLENA: (state, reason), SAMIR: ("sent", "")}


def test_waits_grow_with_jitter_and_the_message_leaves_in_the_end(with_kind, smtp_server, clock):
    with_kind()
    ask(OLENA)
    smtp_server.postpone.add(OLENA)
    for minutes in (1, 5, 15, 30, 60, 60):
        delivering.deliver_due(clock=clock)
        row = OutboxMessage.objects.get()
        waits = (row.due_at - clock.now) / timedelta(minutes=1)
        assert 0.8 * minutes <= waits <= 1.2 * minutes
        clock.now = row.due_at
    smtp_server.postpone.clear()
    delivering.deliver_due(clock=clock)
    assert states() == {OLENA: ("sent", "")}


@pytest.mark.parametrize("where", ["refuse_senders", "refuse_senders_late"])
def test_refused_sender_stops_the_run_and_spends_nothing(with_kind, smtp_server, clock, where):
    with_kind()
    addresses = [f"person{number}@example.org" for number in range(12)]
    ask(*addresses)
    setattr(smtp_server, where, True)
    for _ in range(3):
        assert delivering.deliver_due(clock=clock).stopped == Reason.SENDER_REFUSED
        clock.move(minutes=30)
    assert {state for state, _reason in states().values()} == {"queued"}
    [pile] = [pile for pile in services.state_of_outbox(clock.now) if pile.reason]
    assert (pile.kind, pile.reason) == ("test.news", Why.SENDER_REFUSED)
    assert pile.words
    setattr(smtp_server, where, False)
    clock.move(hours=2)
    delivering.deliver_due(clock=clock)
    assert set(states().values()) == {("sent", "")}


def test_one_addressees_policy_holds_up_nobody_else(with_kind, smtp_server, clock):
    with_kind()
    smtp_server.refuse_by_policy.add(OLENA)
    ask(OLENA, SAMIR)
    assert not delivering.deliver_due(clock=clock).stopped
    assert states() == {OLENA: ("queued", Why.SENDER_REFUSED), SAMIR: ("sent", "")}


def test_server_that_is_away_stops_the_run_before_anything_is_marked(settings, with_kind, smtp_server, clock):
    with_kind()
    ask(OLENA, SAMIR)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    run = delivering.deliver_due(clock=clock)
    assert (run.tried, run.stopped) == (0, Reason.UNREACHABLE)
    assert set(OutboxMessage.objects.values_list("state", "reason", "attempts", "due_at")) == {
        ("queued", Why.UNREACHABLE, 0, NOW)
    }
    settings.EMAIL_PORT = port
    delivering.deliver_due(clock=clock)
    assert set(states().values()) == {("sent", "")}


def test_server_that_accepts_and_says_nothing_costs_one_wait_and_no_message(settings, with_kind, clock):
    with_kind()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 1
    ask(*[f"person{number}@example.org" for number in range(12)])
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        run = delivering.deliver_due(clock=clock)
    assert (run.tried, run.stopped) == (0, Reason.UNREACHABLE)
    assert {state for state, _reason in states().values()} == {"queued"}


def test_connection_that_breaks_with_the_text_on_its_way_is_unconfirmed_for_ever(
    with_kind, smtp_server, clock
):
    with_kind()
    smtp_server.hang_up = True
    ask(OLENA)
    delivering.deliver_due(clock=clock)
    smtp_server.hang_up = False
    clock.move(days=1)
    delivering.sweep(clock=clock)
    delivering.deliver_due(clock=clock)
    assert states() == {OLENA: ("unconfirmed", Why.BROKEN_OFF)}
    assert smtp_server.messages == []


def test_connection_that_rested_too_long_is_opened_anew(with_kind, smtp_server, clock):
    with_kind()
    smtp_server.hang_up_at_mail = {2}
    ask(OLENA, SAMIR)
    run = delivering.deliver_due(clock=clock)
    assert (run.tried, run.stopped) == (2, "")
    assert set(states().values()) == {("sent", "")}


def test_fault_of_ours_is_logged_and_the_mail_leaves_once_it_is_mended(with_kind, smtp_server, clock, caplog):
    broken = True

    def make(row, now):
        from tests.core.mail.outbox.kind import make

        if broken and row.about == OLENA:
            raise ZeroDivisionError
        return make(row, now)

    with_kind(make=make)
    ask(OLENA, SAMIR)
    delivering.deliver_due(clock=clock)
    assert states() == {OLENA: ("queued", Why.NOT_MADE), SAMIR: ("sent", "")}
    assert "ZeroDivisionError" in caplog.text
    assert OLENA not in " ".join(str(record.msg) for record in caplog.records if record.name != "mail.log")
    broken = False
    clock.move(minutes=2)
    delivering.deliver_due(clock=clock)
    assert states()[OLENA] == ("sent", "")


def test_what_is_not_wanted_any_longer_is_skipped_with_its_reason(with_kind, smtp_server, clock):
    def wanted(row, now):
        if row.about == SAMIR:
            raise Unwanted(Why.UNSUBSCRIBED)
        return False

    with_kind(wanted=wanted)
    ask(OLENA, SAMIR)
    delivering.deliver_due(clock=clock)
    assert states() == {OLENA: ("skipped", Why.NOT_WANTED), SAMIR: ("skipped", Why.UNSUBSCRIBED)}


def test_every_message_has_an_end(with_kind, settings, smtp_server, clock):
    with_kind(worth=timedelta(hours=3))
    ask(OLENA, SAMIR)
    smtp_server.postpone.add(OLENA)
    delivering.deliver_due(clock=clock)
    OutboxMessage.objects.filter(about=SAMIR).update(state="queued", ended_at=None)
    clock.move(hours=3)
    assert delivering.deliver_due(clock=clock).tried == 0
    delivering.sweep(clock=clock)
    assert states() == {OLENA: ("failed", Why.BUSY), SAMIR: ("skipped", Why.TOO_LATE)}
    services.end_old(now=clock.now + services.KEPT_FOR - timedelta(seconds=1))
    assert len(states()) == 2
    services.end_old(now=clock.now + services.KEPT_FOR)
    assert states() == {}


def test_dead_workers_hand_over_is_listed_and_never_repeated(with_kind, smtp_server, clock):
    with_kind()
    ask(OLENA)
    [row] = delivering.lease(now=NOW)
    assert delivering._mark_sending(row, ByMail(), row_message(row), now=NOW)
    clock.move(seconds=60)
    delivering.sweep(clock=clock)
    assert states() == {OLENA: ("sending", "")}
    clock.now = NOW + delivering.longest_hand_over() + timedelta(seconds=1)
    delivering.sweep(clock=clock)
    delivering.deliver_due(clock=clock)
    assert states() == {OLENA: ("unconfirmed", Why.WORKER_GONE)}
    assert smtp_server.messages == []
    # It was not dead after all, and knows better.
    recording.record(row, "sent", "", now=clock.now)
    assert states() == {OLENA: ("sent", "")}


def row_message(row):
    from tests.core.mail.outbox.kind import make

    return make(row, NOW)


def test_leased_rows_are_nobody_elses_until_half_a_minute_is_over(with_kind, smtp_server, clock):
    with_kind()
    ask(OLENA)
    [first] = delivering.lease(now=NOW)
    assert delivering.lease(now=NOW + timedelta(seconds=29)) == []
    [second] = delivering.lease(now=NOW + timedelta(seconds=30))
    assert not delivering._mark_sending(first, ByMail(), row_message(first), now=NOW)
    assert delivering._mark_sending(second, ByMail(), row_message(second), now=NOW)


def test_campaign_never_holds_up_an_answer(with_kind, smtp_server, clock):
    with_kind("test.campaign", priority=Priority.CAMPAIGN)
    with_kind("test.code", priority=Priority.CODE)
    ask(*[f"person{number}@example.org" for number in range(25)], kind="test.campaign")
    slow = delivering.lease(now=NOW)
    assert len(slow) == delivering.BATCH
    ask(OLENA, kind="test.code", now=NOW + timedelta(seconds=1))
    clock.move(seconds=1)
    delivering.deliver_due(clock=clock)
    assert message_from_bytes(smtp_server.messages[0])["To"] == OLENA


def test_slow_server_gives_an_answer_its_turn_within_a_batch(with_kind, smtp_server, clock):
    with_kind("test.code", priority=Priority.CODE)

    def make(row, now):
        from tests.core.mail.outbox.kind import make

        clock.move(seconds=2)
        if row.about.startswith("person0"):
            ask(OLENA, kind="test.code", now=clock.now)
        return make(row, now)

    with_kind("test.campaign", priority=Priority.CAMPAIGN, make=make)
    ask(*[f"person{number}@example.org" for number in range(9)], kind="test.campaign")
    delivering.deliver_due(clock=clock)
    order = [message_from_bytes(raw)["To"] for raw in smtp_server.messages]
    assert order.index(OLENA) == 2
    assert len(order) == 10


def test_kind_that_this_worker_does_not_know_stays_for_one_that_does(with_kind, smtp_server, clock):
    from core.mail.outbox import kinds

    with_kind()
    with_kind("test.newer")
    ask(OLENA, kind="test.newer")
    kinds.forget_kind("test.newer")
    ask(SAMIR)
    clock.move(days=10)
    delivering.sweep(clock=clock)
    clock.now = NOW
    delivering.deliver_due(clock=clock)
    assert OutboxMessage.objects.get(about=OLENA).state == "queued"
    with_kind("test.newer")
    delivering.deliver_due(clock=clock)
    assert states()[OLENA] == ("sent", "")


def test_provider_is_given_so_many_a_minute_and_the_rest_waits(settings, with_kind, smtp_server, clock):
    settings.OUTBOX_PER_MINUTE = 3
    with_kind("test.campaign", priority=Priority.CAMPAIGN)
    with_kind("test.code", priority=Priority.CODE)
    ask(*[f"person{number}@example.org" for number in range(8)], "ola@example.net", kind="test.campaign")
    delivering.deliver_due(clock=clock)
    assert len(smtp_server.messages) == 4
    ask(OLENA, kind="test.code")
    delivering.deliver_due(clock=clock)
    assert len(smtp_server.messages) == 5
    for minutes in (1, 2, 3):
        clock.now = NOW + timedelta(minutes=minutes, seconds=1)
        delivering.deliver_due(clock=clock)
    assert set(states().values()) == {("sent", "")}
    clock.move(minutes=3)
    delivering.sweep(clock=clock)
    assert set(OutboxMessage.objects.values_list("provider", flat=True)) == {""}


def test_campaign_that_is_too_late_ends_some_at_a_time(with_kind, smtp_server, clock, monkeypatch):
    """A week without a mail server: who waits for a code waits for none of it."""
    monkeypatch.setattr(delivering, "MOST_ENDED", 2)
    with_kind("test.campaign", priority=Priority.CAMPAIGN)
    ask(*[f"person{number}@example.org" for number in range(3)], kind="test.campaign")
    OutboxMessage.objects.update(wanted_until=NOW)
    for ended in (2, 3, 3):
        delivering.sweep(clock=clock)
        assert OutboxMessage.objects.ended().count() == ended


def test_rooms_hook_is_told_each_outcome_and_cannot_undo_one(with_kind, smtp_server, clock):
    told = []

    def recorded(row, now):
        told.append((row.about, row.state, row.reason))
        if row.about == SAMIR:
            raise ZeroDivisionError

    with_kind(recorded=recorded)
    smtp_server.postpone.add(OLENA)
    ask(OLENA, SAMIR)
    delivering.deliver_due(clock=clock)
    assert told == [(OLENA, "queued", "busy"), (SAMIR, "sent", "")]
    assert states() == {OLENA: ("queued", Why.BUSY), SAMIR: ("sent", "")}


def test_reasons_of_the_mail_server_have_words():
    assert {reason.value for reason in Reason} <= set(Why.values)
