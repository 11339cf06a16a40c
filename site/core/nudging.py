"""Telling a worker that something is due. What is due stands in rows: a nudge that is lost costs seconds."""

from contextlib import suppress

from celery import current_app
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core.breaker import breaker_of

# How long a request waits for a broker that does not answer, once; then nobody in this process asks for a
# while, and beat's own round finds the rows.
BROKER_SECONDS = 0.3
# A nudge that no worker has taken by then has been done by beat's round.
EXPIRES_SECONDS = 60

LEFT_ALONE_SECONDS = 20


def nudge(task: str, *, expires: int = EXPIRES_SECONDS, **given: int | str) -> bool:
    """Have a worker do `task` with `given` now. Never fails, hardly ever waits. False: the broker is away.

    After `expires` seconds no worker takes it any longer.
    """
    breaker = breaker_of("worker_not_nudged", current_app.conf.broker_url, seconds=LEFT_ALONE_SECONDS)
    if not breaker.may_ask():
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
            task, kwargs=given, connection=broker, retry=False, ignore_result=True, expires=expires
        )
    except (KombuError, RedisError, OSError) as error:
        breaker.failed(error)
        return False
    finally:
        with suppress(KombuError, RedisError, OSError):
            broker.release()
    breaker.answered()
    return True
