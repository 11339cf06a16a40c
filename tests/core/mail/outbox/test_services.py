"""What is put into the outbox and taken out again: secrets, many at once, another try, who is erased."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.db import IntegrityError, transaction

from core.mail.outbox import delivering, sealing, services
from core.mail.outbox.kinds import Priority
from core.mail.outbox.models import OutboxMessage
from tests.core.clock import NOW
from tests.core.mail.outbox.asking import OLENA, SAMIR, ask

pytestmark = pytest.mark.django_db


def test_secret_is_sealed_read_with_a_key_of_before_and_gone_at_the_end(
    settings, with_kind, smtp_server, clock
):
    with_kind(priority=Priority.CODE)
    ask(OLENA, secret={"code": "12345678"}, wanted_until=NOW + timedelta(minutes=10))
    ask(SAMIR, secret={"code": "87654321"}, wanted_until=NOW + timedelta(minutes=10))
    sealed = OutboxMessage.objects.get(about=OLENA).secret
    assert b"12345678" not in bytes(sealed)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert sealing.unseal(sealed) == {"code": "12345678"}
    smtp_server.postpone.add(SAMIR)
    delivering.deliver_due(clock=clock)
    assert OutboxMessage.objects.get(about=OLENA).secret is None
    assert OutboxMessage.objects.get(about=SAMIR).secret is not None
    clock.move(minutes=10)
    delivering.sweep(clock=clock)
    assert OutboxMessage.objects.get(about=SAMIR).secret is None
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.update(secret=sealed)


def test_erased_persons_messages_are_gone(with_kind, smtp_server, clock):
    with_kind()
    ask(OLENA)
    ask(SAMIR)
    delivering.deliver_due(clock=clock)
    ask(OLENA, SAMIR, occasion="again")
    assert services.forget(recipient="signup:o") == 2
    delivering.deliver_due(clock=clock)
    assert [message_from_bytes(raw)["To"] for raw in smtp_server.messages] == [OLENA, SAMIR, SAMIR]


def test_staff_try_again_what_failed_and_nothing_that_may_have_left(with_kind, smtp_server, clock):
    with_kind()
    for number, state in enumerate(["failed", "unconfirmed", "sent", "skipped"]):
        ask(f"person{number}@example.org")
        OutboxMessage.objects.filter(about=f"person{number}@example.org").update(state=state, ended_at=NOW)
    assert services.try_again(rows=OutboxMessage.objects.all(), now=NOW) == 1
    delivering.deliver_due(clock=clock)
    assert [message_from_bytes(raw)["To"] for raw in smtp_server.messages] == ["person0@example.org"]


def test_many_are_queued_in_few_statements(with_kind, django_assert_num_queries):
    with_kind()
    many = [services.Outgoing(f"person{number}@example.org", "newcomer:1") for number in range(1001)]
    with django_assert_num_queries(3):
        services.queue_many(kind="test.news", messages=many, now=NOW)
    services.queue_many(kind="test.news", messages=many, now=NOW)
    assert OutboxMessage.objects.count() == 1001
