"""Without a database a program is told when to come back. Nothing of a transaction stands around it."""

import psycopg
import pytest
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_connection_that_the_server_has_ended_is_made_anew(client):
    assert client.get("/api/v1/occurrences").status_code == 200
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        own = connection.connection.info.backend_pid
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [own]).fetchone() == (True,)
    assert client.get("/api/v1/occurrences").status_code == 200
    assert connection.connection.info.backend_pid != own


def test_database_that_is_away_is_a_problem(client, lost_database):
    client.raise_request_exception = False
    answer = client.get("/api/v1/occurrences")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["title"] == "Service Unavailable"
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
