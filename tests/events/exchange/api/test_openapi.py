"""The description that programs read is right: what it says is asked of the running application."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests import factories

pytestmark = pytest.mark.django_db

PATHS = (
    "/api/v1/occurrences",
    "/api/v1/occurrences/{occurrence}",
    "/api/v1/events",
    "/api/v1/events/{event}",
    "/api/v1/organisations",
    "/api/v1/venues",
    "/api/v1/municipalities",
    "/api/v1/categories",
)
# A cursor of ours, a day that is near: what a schema cannot say is refused too.
LEFT_OUT = [positive_data_acceptance]


def test_document_is_openapi_3_1_and_leads_to_no_other_site(client):
    answer = client.get("/api/v1/openapi.json")
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    assert tuple(document["paths"]) == PATHS
    assert document["servers"] == [{"url": "http://localhost:8000"}]
    for path in PATHS:
        answers = document["paths"][path]["get"]["responses"]
        kinds = {status: list(each.get("content", [])) for status, each in answers.items()}
        assert kinds.pop("200") == ["application/json"]
        assert kinds.pop("304") == []
        assert {str(kind) for kind in kinds.values()} == {"['application/problem+json']"}
    assert client.get("/api/v1/docs").status_code == 404


@pytest.fixture
def one_connection():
    """As Django's own test client does: the transaction of the test stays open between two questions."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_the_answer_is_as_described(path, mode, settings):
    settings.API_PER_MINUTE = 1_000_000
    event = factories.an_event()
    factories.an_occurrence(event)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked = []

    @how(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        asked.append(case)
        case.call_and_validate(excluded_checks=LEFT_OUT, headers={"Accept-Encoding": "identity"})

    ask()
    assert asked
