"""A sign-up's mail when Redis is stopped and started again, and when its worker is killed: sent, and once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from celery import current_app
from django.urls import reverse
from django.utils.translation import override

from core.mail.outbox import nudge
from core.mail.outbox.models import OutboxMessage
from events.models import Occurrence
from events.signups.models import Signup
from tests import factories
from tests.core.mail.outbox.test_nudge import Broker, broker_at
from tests.servers import wait_until, worker_environment
from tests.stack_plugin import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def sign_up(client, date: Occurrence) -> None:
    with override("uk"):
        form = reverse("sign_up", args=["heroy-nordland", date.public_id])
    response = client.post(form, {"name": "Олена", "email": "olena@example.org", "adults": "2"})
    assert response.status_code == 302


@pytest.fixture
def date() -> Occurrence:
    return factories.an_occurrence(factories.an_event(admission="sign_up", capacity=3))


@pytest.fixture
def broker() -> Iterator[Broker]:
    server = Broker()
    server.start()
    with broker_at(f"redis://127.0.0.1:{server.port}/0"):
        yield server
    server.stop()


def test_mail_leaves_within_a_minute_of_redis_being_back_with_nothing_in_it(
    client, date, broker, smtp_server, settings, tmp_path
):
    # A worker with beat in it, on this broker.
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo", "--loglevel=ERROR"]
    options = ["--without-gossip", "--without-mingle", "-B", "-s", str(tmp_path / "beat")]
    environment = {**worker_environment(settings), "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0"}
    # Beat is a process of its own under the worker: both are ended together.
    worker = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, start_new_session=True)
    try:
        wait_until(lambda: bool(current_app.control.ping(timeout=2, limit=1)), 90)
        broker.stop()
        sign_up(client, date)
        assert smtp_server.messages == []
        assert OutboxMessage.objects.get().state == "queued"
        broker.start()
        assert len(smtp_server.wait(1, seconds=60)) == 1
        wait_until(lambda: Signup.objects.get().mail_left_at is not None, 10)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def test_mail_leaves_once_when_its_worker_is_killed_between_claim_and_hand_over(
    client, date, smtp_server, celery_worker_process
):
    smtp_server.silent_at_hello = 15
    sign_up(client, date)
    wait_until(lambda: smtp_server.greeted == 1, 30)
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == ("queued", 0)
    assert row.leased_until is not None
    celery_worker_process.kill()
    smtp_server.silent_at_hello = 0
    celery_worker_process()

    def has_left() -> bool:
        # What beat does.
        nudge.nudge()
        return bool(smtp_server.messages)

    wait_until(has_left, 60)
    wait_until(lambda: OutboxMessage.objects.get().state == "sent", 10)
    assert len(smtp_server.messages) == 1
