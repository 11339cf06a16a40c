"""Old and new workers side by side: what one of them does not know is left to the other."""

from collections.abc import Iterator

import pytest
from celery import current_app

from tests.servers import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

NEWER = "core.of_a_newer_version"


@pytest.fixture
def newer_task() -> Iterator[None]:
    """Something that this process asks for, and that no worker here knows."""
    current_app.send_task(NEWER)
    yield
    current_app.control.purge()


def lying_and_held() -> tuple[int, int]:
    """How many tasks lie in the queue, and how many a worker has taken and not done. Kombu's own keys."""
    with current_app.connection_for_read() as broker:
        client = broker.default_channel.client
        return client.llen(current_app.conf.task_default_queue), client.hlen("unacked")


def test_task_that_a_worker_does_not_know_is_left_to_others(celery_worker_process, newer_task):
    wait_until(lambda: lying_and_held() == (0, 1), 30)
    current_app.send_task("outbox.deliver_due")
    # Given back, taken again: and the one that it knows is done beside it.
    wait_until(lambda: lying_and_held() == (0, 1), 30)
