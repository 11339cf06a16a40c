"""`/healthz`: can this installation do its work? 200 when database, broker and a worker answer, else 503."""

from collections.abc import Callable

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)

# A ping to the workers takes up to a second: its answer holds for a few seconds, for eager load balancers.
WORKER_PING_SECONDS = 1.0
WORKER_CACHE_SECONDS = 5


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def broker() -> bool:
    cache.set("healthz", "ok", 10)
    return cache.get("healthz") == "ok"


def worker() -> bool:
    known = cache.get("healthz-worker")
    if known is None:
        known = bool(current_app.control.ping(timeout=WORKER_PING_SECONDS, limit=1))
        cache.set("healthz-worker", known, WORKER_CACHE_SECONDS if known else 1)
    return known


CHECKS: dict[str, Callable[[], bool]] = {"database": database, "broker": broker, "worker": worker}


def check(probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except (DatabaseError, RedisError, OperationalError, OSError) as error:
        logger.warning("health_check_failed", check=probe.__name__, error=type(error).__name__)
        return False


def respond() -> HttpResponse:
    parts = {name: check(probe) for name, probe in CHECKS.items()}
    response = JsonResponse(
        {name: "ok" if good else "down" for name, good in parts.items()},
        status=200 if all(parts.values()) else 503,
    )
    response["Cache-Control"] = "no-store"
    return response
