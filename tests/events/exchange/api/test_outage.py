"""Without a database a program is told when to come back. Nothing of a transaction stands around it."""


def test_database_that_is_away_is_a_problem(client, lost_database):
    client.raise_request_exception = False
    answer = client.get("/api/v1/occurrences")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["title"] == "Service Unavailable"
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
