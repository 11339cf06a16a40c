"""`/healthz` tells a load balancer the truth, whatever its Host header."""

import pytest
from django.core.cache import cache


@pytest.mark.django_db
def test_healthz_without_a_worker_is_unavailable(client, no_celery_worker):
    response = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "broker": "ok", "worker": "down"}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_healthz_with_everything_running_is_ok(client, celery_worker_process):
    cache.clear()
    response = client.get("/healthz")
    assert (response.status_code, response.json()["worker"]) == (200, "ok")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_healthz_without_a_broker_says_so(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    response = client.get("/healthz")
    assert (response.status_code, response.json()["broker"]) == (503, "down")
