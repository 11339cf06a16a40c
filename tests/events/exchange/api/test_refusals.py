"""Whatever cannot be answered is a problem of RFC 9457, whoever refuses it, and never a 500."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.signing import Signer

from events.exchange.api import cursors
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PATH = "/api/v1/occurrences"
FEED = "/nb/heroy-nordland/events/feed.atom"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def problem_in(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    said = answer.json()
    assert set(said) <= {"type", "title", "status", "detail", "errors"}
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    return said


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("from=2026-11-30&to=2026-11-23", "from"),
        ("from=9999-12-31", "from"),
        ("to=9999-12-31", "to"),
        ("from=0001-01-01", "from"),
        ("from=i+morgen", "from"),
        # A number is no day, though it could be seconds since 1970.
        ("from=1764201600", "from"),
        ("to=2026-11-30T00:00:00Z", "to"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=1000000000", "limit"),
        (f"limit={10**400}", "limit"),
        ("limit=ti", "limit"),
        ("lang=xx", "lang"),
        ("lang=", "lang"),
        (f"lang={'x' * 500}", "lang"),
        ("category=hest", "category"),
        ("municipality=Bodø", "municipality"),
        ("municipality=9999", "municipality"),
        ("municipality=%D9%A1%D8%A8", "municipality"),
        ("event=0", "event"),
        (f"venue={2**80}", "venue"),
        ("hest=1", "hest"),
        ("cursor=hest", "cursor"),
        ("cursor=%C3%A6", "cursor"),
        (f"cursor={'A' * 10_000}", "cursor"),
        ("updated_since=i+gar", "updated_since"),
        ("updated_since=2026-11-19T10:00:00", "updated_since"),
        ("updated_since=9999-12-31T23:59:59Z", "updated_since"),
        ("updated_since=2026-11-19T10:00:00Z&from=2026-11-20", "from"),
    ],
)
def test_parameter_that_cannot_be_used_is_named(client, query, parameter):
    said = problem_in(client.get(f"{PATH}?{query}"), 422)
    assert [each["parameter"] for each in said["errors"]] == [parameter]
    assert said["errors"][0]["detail"]


def test_two_hundred_filters_are_one_sentence(client):
    many = urlencode([("category", f"hest{number}") for number in range(200)])
    said = problem_in(client.get(f"{PATH}?{many}"), 422)
    assert [each["parameter"] for each in said["errors"]] == ["category"]
    unknown = urlencode({f"filter{number}": "1" for number in range(200)})
    assert len(problem_in(client.get(f"{PATH}?{unknown}"), 422)["errors"]) == 10
    problem_in(client.get(f"{PATH}?{'&'.join(['category=sprakkafe'] * 2000)}"), 400)


def test_cursor_holds_for_its_own_question_alone(client):
    event = factories.an_event()
    for hour in (18, 19):
        factories.an_occurrence(event, starts_at=datetime(2026, 11, 24, hour, tzinfo=UTC))
    cursor = client.get(f"{PATH}?limit=1").json()["next"]
    assert client.get(f"{PATH}?limit=1&lang=ar&cursor={cursor}").status_code == 200
    problem_in(client.get(f"{PATH}?limit=1&category=sprakkafe&cursor={cursor}"), 422)
    problem_in(client.get(f"/api/v1/events?cursor={cursor}"), 422)
    for changed in (
        *(cursor[:-2], f"{cursor}!", f"{cursor[:9]}*{cursor[9:]}", f"{cursor}====", f"={cursor}"),
        *(
            f"{cursor[:place]}{'A' if cursor[place] != 'A' else 'B'}{cursor[place + 1 :]}"
            for place in (0, 30, -1)
        ),
    ):
        problem_in(client.get(f"{PATH}?limit=1&cursor={changed}"), 422)


def test_cursor_signed_for_something_else_is_none_of_ours():
    said = Signer(salt="another").sign("1.2.abc")
    with pytest.raises(Exception, match="cannot be used"):
        cursors.decode(said, "asked", numbers=2)


@pytest.mark.parametrize("path", [PATH, "/api/v1/hest", "/nb/heroy-nordland/events/calendar.ics", FEED])
@pytest.mark.parametrize("tag", ["x" * 10_000, ",".join(['"a"'] * 2500), '"' * 10_000, '"a' + ",W/" * 3000])
def test_long_if_none_match_is_a_problem(client, path, tag):
    answer = client.get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["Content-Type"]) == (431, "application/problem+json")
    assert "ETag" in answer.json()["detail"]


@pytest.mark.parametrize("tag", ["", "x", '"' * 2000, "W/" * 900, ",,,", '"a' + ",W/" * 600])
def test_strange_if_none_match_is_no_match(client, tag):
    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/hest", "/api/v2/events", "/api/v1/occurrences/"]
)
def test_address_without_anything_says_so(client, path):
    problem_in(client.get(path), 404)
    # A browser's language leads nowhere else.
    problem_in(client.get(path, headers={"Accept-Language": "uk", "Accept": "text/html"}), 404)


def test_thing_that_is_not_there_is_a_404(client):
    problem_in(client.get(f"{PATH}/00000000-0000-0000-0000-000000000000"), 404)
    problem_in(client.get(f"{PATH}/hest"), 404)
    problem_in(client.get("/api/v1/events/1"), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_answered(client, method):
    answer = getattr(client, method)(PATH)
    problem_in(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_any_site_may_read(client):
    answer = client.get(PATH)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    before = client.options(PATH, headers={"Access-Control-Request-Headers": "if-none-match"})
    assert (before.status_code, before.content) == (204, b"")
    assert "If-None-Match" in before.headers["Access-Control-Allow-Headers"]


def test_head_is_get_without_a_body(client):
    answer, full = client.head(PATH), client.get(PATH)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == full.headers["ETag"]
    assert answer.headers["Content-Length"] == full.headers["Content-Length"] == str(len(full.content))


def test_nobody_is_known_and_nothing_runs(client, settings):
    """It is answered before sessions, languages and forms: nothing of them is asked for or set."""
    client.force_login(factories.a_user())
    answer = client.get(PATH, headers={"Accept-Language": "ar"})
    assert (answer.headers["Content-Language"], dict(answer.cookies)) == ("nb", {})
    for each in (answer, client.get("/api/v1/hest"), client.get(f"{PATH}?limit=0")):
        assert each.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert each.headers["X-Content-Type-Options"] == "nosniff"
    settings.ALLOWED_HOSTS = ["testserver"]
    problem_in(client.get(PATH, headers={"Host": "another.example"}), 400)


def test_who_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.API_PER_MINUTE = 2
    who = {"REMOTE_ADDR": "203.0.113.9"}
    assert [client.get(PATH, **who).status_code for _each in range(2)] == [200, 200]
    answer = client.get(PATH, **who)
    problem_in(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    # Somebody else is answered.
    assert client.get(PATH, REMOTE_ADDR="203.0.113.7").status_code == 200


def test_null_character_is_a_problem(client):
    problem_in(client.get(f"{PATH}?lang=%00"), 400)
