"""Two queues: what somebody waits for never stands behind what lasts long."""

import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings

from config.celery import app
from config.settings.queue import BULK, LASTS_LONG

ROOT = Path(__file__).resolve().parents[2]
QUEUES = {queue.name for queue in settings.CELERY_TASK_QUEUES}


def test_what_lasts_long_is_a_task_that_there_is():
    app.loader.import_default_modules()
    app.finalize()
    assert set(LASTS_LONG) <= set(app.tasks)


@pytest.mark.parametrize("name", LASTS_LONG)
def test_what_lasts_long_goes_to_the_bulk_queue_whoever_sends_it(name):
    route = app.amqp.router.route({}, name)
    assert route["queue"].name == BULK


def test_code_to_log_in_does_not():
    assert app.amqp.router.route({}, "outbox.deliver_due")["queue"].name == "celery"


def test_every_queue_has_a_worker_in_production():
    commands = re.findall(r"command: celery (.*)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    taken = [word for line in commands for word in queues_in(shlex.split(line))]
    assert sorted(taken) == sorted(QUEUES)


def queues_in(words: list[str]) -> list[str]:
    return words[words.index("--queues") + 1].split(",") if "--queues" in words else []
