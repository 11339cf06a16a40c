"""What a stranger types to log in does not stay in the session table."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from core.mail.outbox import delivering
from core.tasks import end_sessions
from tests import factories

pytestmark = pytest.mark.django_db


def ask_for_a_code(client, email: str) -> None:
    client.post("/en/account/login/code/", {"email": email})


def test_address_that_a_stranger_typed_ends_within_the_time_that_the_privacy_page_says(client, settings):
    ask_for_a_code(client, "stranger@example.org")
    (row,) = Session.objects.all()
    # Else this test proves nothing: the address is what is in it.
    assert "stranger@example.org" in str(row.get_decoded())
    assert row.expire_date <= timezone.now() + timedelta(minutes=30)
    end_sessions()
    assert Session.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.ANONYMOUS_SESSION_SECONDS + 1)):
        end_sessions()
    assert not Session.objects.exists()


def test_who_logs_in_stays_logged_in(client, settings):
    user = factories.a_user("Kari Vert")
    ask_for_a_code(client, user.email)
    delivering.deliver_due()
    code = re.search(r"\d{4}-\d{4}", mail.outbox[0].body)[0]
    client.post("/en/account/login/code/confirm/", {"code": code, "action": "verify"})
    assert client.session[SESSION_KEY] == str(user.pk)
    (row,) = Session.objects.all()
    assert row.expire_date > timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE - 60)


def test_reading_makes_no_session(client):
    client.get("/en/about/privacy/")
    assert not Session.objects.exists()


def test_sessions_end_every_hour(settings):
    schedule = settings.CELERY_BEAT_SCHEDULE["end-sessions"]["schedule"]
    assert (len(schedule.hour), len(schedule.minute)) == (24, 1)
