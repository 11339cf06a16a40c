"""Logs hold no addresses, no personal links and no rows of the database."""

import json
import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from core.logs.privacy import RouteForPath, mask_personal_data
from core.models import User
from events.signups.links import token_for
from events.signups.models import Signup
from tests import factories

pytestmark = pytest.mark.django_db


def line_of(record: logging.LogRecord) -> dict:
    """What the console gets."""
    handler = settings.LOGGING["handlers"]["console"]
    assert handler["filters"] == ["route_for_path"]
    RouteForPath().filter(record)
    formatter = next(
        handler.formatter
        for handler in logging.getLogger().handlers
        if type(handler) is logging.StreamHandler
    )
    return json.loads(formatter.format(record))


@pytest.mark.parametrize("method", ["put", "delete"])
def test_personal_link_that_is_refused_is_not_logged(client, caplog, method):
    token = token_for(factories.a_signup())
    getattr(client, method)(f"/uk/sign-up/{token}/")
    lines = [line_of(record) for record in caplog.records]
    assert [line["request"] for line in lines] == [f"{method.upper()} uk/sign-up/<str:token>/"]
    assert token not in str(lines)


def test_link_in_a_form_that_is_refused_as_forged_is_not_logged(caplog, host):
    """Django's check for forged forms logs by another name than its other refusals."""
    signup = factories.a_signup()
    client = Client(enforce_csrf_checks=True)
    client.force_login(host)
    client.post(f"/nb/portal/signups/{signup.pk}/cancel/", headers={"origin": "null"})
    (record,) = [record for record in caplog.records if record.name == "django.security.csrf"]
    assert line_of(record)["event"].endswith(": nb/portal/signups/<int:pk>/cancel/")


def test_row_that_breaks_a_rule_of_the_database_is_not_logged(caplog):
    signup = factories.a_signup(name="Olena Hemmelig", email="olena@secret.example")
    try:
        with transaction.atomic():
            Signup.objects.filter(pk=signup.pk).update(adults=0)
    except IntegrityError:
        logging.getLogger("some.task").exception("it failed")
    (record,) = [record for record in caplog.records if record.name == "some.task"]
    assert "Olena Hemmelig" in record.exc_text or "Olena Hemmelig" in str(record.exc_info[1])
    line = line_of(record)
    assert "IntegrityError" in line["exception"]
    assert "Hemmelig" not in str(line)
    assert "olena@secret" not in str(line)


def test_address_in_an_exception_is_masked():
    text = "SMTPRecipientsRefused: {'olena+x@mail.example.org': (550, b'No')} for <Кари@пример.no>."
    masked = mask_personal_data(None, "error", {"exception": text, "code": 500})
    assert masked == {
        "exception": "SMTPRecipientsRefused: {'(address)': (550, b'No')} for <(address)>.",
        "code": 500,
    }


def test_address_of_a_user_that_exists_is_not_logged(caplog):
    factories.a_user(email="kari@secret.example")
    try:
        with transaction.atomic():
            User.objects.create_user("Kari@secret.example")
    except IntegrityError:
        logging.getLogger("some.task").exception("it failed")
    (record,) = [record for record in caplog.records if record.name == "some.task"]
    assert "secret.example" not in str(line_of(record))
