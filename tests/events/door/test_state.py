"""What a phone sends to the door's address, what it is answered, and who may ask."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.door import exceptions
from events.door.models import Headcount
from events.models import Occurrence
from tests import factories
from tests.events.door.phone import Phone, address

pytestmark = pytest.mark.django_db


def test_a_phone_with_any_clock_is_believed_by_its_numbers_alone(client, today, organiser):
    """There is no time in what it sends: there is nothing to believe."""
    client.force_login(organiser)
    url = address("portal_door_state", today.public_id)
    message = {
        "device": str(uuid4()),
        "sequence": 1,
        "corrections": 0,
        "counts": {"adults": 4},
        "shown": {"adults": 4},
        "made_at": "1999-01-01T00:00:00Z",
    }
    for _again in range(3):
        assert client.post(url, json.dumps(message), content_type="application/json").status_code == 200
    count = Headcount.objects.get()
    assert count.adults == 4
    assert timezone.now() - count.counted_at < timedelta(minutes=5)


def test_a_date_that_was_cancelled_meanwhile_says_so_and_takes_nothing(client, today, organiser):
    client.force_login(organiser)
    Occurrence.objects.update(status="cancelled")
    message = {"device": str(uuid4()), "sequence": 1, "corrections": 0, "counts": {}, "shown": {}}
    url = address("portal_door_state", today.public_id)
    response = client.post(url, json.dumps(message), content_type="application/json")
    assert response.status_code == 409
    assert response.json()["words"] == str(exceptions.DoorNotOpen.message)
    assert not Headcount.objects.exists()
    Occurrence.objects.update(status="scheduled")
    assert client.post(url, json.dumps(message), content_type="application/json").status_code == 200


BAD = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"[" * 5000,
    b"x" * 200_000,
    *(
        json.dumps({"device": str(uuid4()), "sequence": 1, "corrections": 0, "counts": {}, "shown": {}} | bad)
        for bad in (
            {"device": 1},
            {"device": "nobody"},
            {"sequence": -1},
            {"sequence": 1.5},
            {"sequence": True},
            {"sequence": 10**12},
            {"corrections": None},
            {"counts": {"adults": "3"}},
            {"counts": {"adults": 5001}},
            {"counts": [1]},
            {"shown": {"adults": -1}},
            {"seen": "all"},
            {"seen": [{}]},
            {"ticks": {"x": True}},
            {"ticks": [1]},
        )
    ),
]


@pytest.mark.parametrize("body", BAD)
def test_what_is_no_message_is_refused(client, today, organiser, body):
    client.force_login(organiser)
    url = address("portal_door_state", today.public_id)
    assert client.post(url, body, content_type="application/json").status_code == 400
    assert not Headcount.objects.exists()


@pytest.mark.parametrize("actor", ["outsider", "host", "editor", "adviser"])
def test_nobody_else_counts_or_reads_the_names(request, client, today, actor):
    client.force_login(request.getfixturevalue(actor))
    factories.a_signup(today)
    for name in ("portal_door_state", "portal_door_offline"):
        assert client.get(address(name, today.public_id)).status_code == 404


def test_the_page_that_a_phone_keeps_names_nobody(client, today, organiser):
    client.force_login(organiser)
    signup = factories.a_signup(today, name="Amina Farah")
    page = client.get(address("portal_door_offline", today.public_id))
    for name in (signup.name, organiser.name, organiser.email, signup.email):
        assert name not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    worker = client.get(address("portal_door_worker", today.public_id))
    assert worker["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in worker


def test_as_many_questions_however_many_names_and_phones(client, today, organiser):
    client.force_login(organiser)
    url = address("portal_door_state", today.public_id)
    client.get(url)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    factories.a_signup(today)
    Phone(today, organiser).press(adults=1).send()
    few = asked()
    for number in range(5):
        factories.a_signup(today, name=f"Navn {number}", email=f"n{number}@example.org")
        Phone(today, organiser, knows=False).press(adults=1).send()
    assert asked() == few
