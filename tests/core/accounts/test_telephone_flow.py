"""The code for logging in on its whole way: a worker, the provider, and the mail where SMS cannot go."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.sms import costs, stops
from core.sms.models import SentText
from tests import factories

NUMBER, OTHER = "+4741234567", "+4790123456"
CONFIRM = "/en/account/login/code/confirm/"
CODE = re.compile(r"\d{4}-\d{4}")


def a_volunteer(**fields):
    user = factories.a_user("Kari Eksempel", telephone=NUMBER, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def ask(client, number: str = NUMBER):
    return client.post("/en/account/login/", {"login": number})


def code_in(text: str) -> str:
    [code] = CODE.findall(text)
    return code


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_from_the_number_to_the_portal_with_a_worker_and_the_provider(
    client, sms_provider, celery_worker_process
):
    a_volunteer(language="uk")
    ask(client, "412 34 567")
    [message] = sms_provider.wait(1)
    assert message["to"] == "4741234567"
    assert "код для Møteplass" in message["msg"]
    answer = client.post(CONFIRM, {"code": code_in(message["msg"])})
    assert answer.url == "/en/portal/"
    assert OutboxMessage.objects.get().secret is None
    assert SentText.objects.get().kind == "accounts.text"


@pytest.mark.django_db
def test_strangers_telephone_does_not_ring(client, sms_provider):
    a_volunteer()
    ask(client, OTHER)
    delivering.deliver_due()
    assert sms_provider.messages == []
    row = OutboxMessage.objects.get()
    assert (row.state, row.secret) == ("skipped", None)


@pytest.mark.django_db
def test_who_has_said_stop_still_gets_the_code_that_they_ask_for(client, sms_provider):
    a_volunteer()
    stops.stop(NUMBER, now=timezone.now())
    ask(client)
    delivering.deliver_due()
    [message] = sms_provider.messages
    assert client.post(CONFIRM, {"code": code_in(message["msg"])}).url == "/en/portal/"


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["budget", "refused", "no provider"])
def test_code_that_cannot_leave_by_sms_comes_by_mail(client, sms_provider, settings, why):
    user = a_volunteer()
    if why == "budget":
        costs.set_budget(payer="", ore=0, now=timezone.now())
    sms_provider.refuse = {"4741234567"} if why == "refused" else set()
    ask(client)
    if why == "no provider":
        settings.SMS = {}
    delivering.deliver_due()
    delivering.deliver_due()
    assert sms_provider.messages == []
    [letter] = mail.outbox
    assert letter.to == [user.email]
    assert client.post(CONFIRM, {"code": code_in(letter.body)}).url == "/en/portal/"


@pytest.mark.django_db
def test_code_that_proves_a_number_comes_to_that_number_or_not_at_all(client, sms_provider):
    """By mail it would prove any number to be anybody's."""
    a_volunteer()
    ask(client)
    delivering.deliver_due()
    client.post(CONFIRM, {"code": code_in(sms_provider.messages[0]["msg"])})
    costs.set_budget(payer="", ore=0, now=timezone.now())
    client.post("/en/account/phone/change/", {"phone": OTHER})
    delivering.deliver_due()
    delivering.deliver_due()
    assert mail.outbox == []
    assert len(sms_provider.messages) == 1
