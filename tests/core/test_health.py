"""`/healthz` says what a load balancer needs to know, whatever its Host header: can this process serve?"""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/healthz/ready"])
def test_ready_needs_the_database_and_neither_broker_nor_worker(
    client, path, no_celery_worker, no_cache, no_broker
):
    response = client.get(path, headers={"host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"database": "ok"})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/healthz/ready"])
def test_without_a_database_it_is_not_ready(client, path, lost_database):
    response = client.get(path)
    assert (response.status_code, response.json()) == (503, {"database": "down"})
    assert response["Cache-Control"] == "no-store"


def test_process_lives_whatever_else_is_away(client, lost_database, no_cache, no_broker):
    response = client.get("/healthz/live", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"process": "ok"})
    assert response["Cache-Control"] == "no-store"
