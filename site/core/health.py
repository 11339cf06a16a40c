"""What a load balancer and a container ask: does this process answer, and can it serve?

`/healthz/live` says that the process answers, and asks nothing. `/healthz/ready`, and `/healthz`, say that it
can serve: that needs the database and nothing else. How broker, workers and mail are is for people to read.
"""

import structlog
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse

logger = structlog.get_logger(__name__)


def live() -> HttpResponse:
    return _answer({"process": "ok"}, 200)


def ready() -> HttpResponse:
    good = database()
    return _answer({"database": "ok" if good else "down"}, 200 if good else 503)


def database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, OSError) as error:
        logger.warning("health_check_failed", check="database", error=type(error).__name__)
        return False


ADDRESSES = {"/healthz": ready, "/healthz/ready": ready, "/healthz/live": live}


def _answer(parts: dict[str, str], status: int) -> HttpResponse:
    response = JsonResponse(parts, status=status)
    response["Cache-Control"] = "no-store"
    return response
