"""Telling a worker that something is due. A row is the truth: a nudge that is lost costs some seconds."""

from collections.abc import Callable
from contextlib import suppress

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core.breaker import Breaker

TASK = "outbox.deliver_due"
# How long a request waits for a broker that does not answer, once; then nobody in this process asks for a
# while, and beat's own round finds the rows.
BROKER_SECONDS = 0.3
# A nudge that no worker has taken by then has been done by beat's round.
EXPIRES_SECONDS = 60

_broker = Breaker("worker_not_nudged", seconds=20)
# What this process does when no worker can be told: a web server delivers itself (`standin`).
instead: Callable[[], object] = bool


def nudge_on_commit() -> None:
    """Have a worker look into the outbox after the transaction. Never fails, and hardly ever waits."""
    if not any(waiting is nudge for _points, waiting, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(nudge, robust=True)


def nudge() -> bool:
    """Have a worker look now. False: the broker is away."""
    if not _broker.may_ask():
        instead()
        return False
    options = {
        "socket_connect_timeout": BROKER_SECONDS,
        "socket_timeout": BROKER_SECONDS,
        "retry_on_timeout": False,
        # Of Kombu's own; 0 would be for ever.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    }
    broker = current_app.connection_for_write(transport_options=options)
    try:
        current_app.send_task(
            TASK, connection=broker, retry=False, ignore_result=True, expires=EXPIRES_SECONDS
        )
    except (KombuError, RedisError, OSError) as error:
        _broker.failed(error)
        instead()
        return False
    finally:
        with suppress(KombuError, RedisError, OSError):
            broker.release()
    _broker.answered()
    return True


def broker_may_be_back() -> None:
    """Forget that the broker was away."""
    _broker.answered()
