"""The whole way with real parts: the site, a worker, a mail server, a provider of SMS; and what they send."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from events.confirming.choices import Why
from events.confirming.services import ask
from events.dates import services as dates
from events.dates.undoing import TOLD_AFTER
from events.follows.models import Follow
from events.models import Asking, Occurrence, Responsible
from tests import factories
from tests.events.follows.conftest import NOW, parsed, text_of
from tests.sms_server import SECRET

LINK = re.compile(r"http://localhost:8000(/uk/follow/\S+/)")


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_asked_confirmed_told_and_ended_by_the_link(client, smtp_server, celery_worker_process):
    # Soon: what is far away waits for the morning, and this is asked at any hour.
    date = factories.an_occurrence(starts_at=timezone.now() + timedelta(hours=3))
    form = "/uk" + reverse("follow", args=["heroy-nordland", date.public_id])[3:]
    assert client.post(form, {"reach": "Amal@Example.org"}).status_code == 302
    mail = smtp_server.wait(1)[0]
    assert (parsed(mail)["To"], parsed(mail)["Content-Language"]) == ("amal@example.org", "uk")
    link = LINK.search(text_of(mail))[1]
    assert client.get(link).status_code == 200
    assert not Follow.objects.get().is_confirmed
    assert client.post(f"{link}yes/").status_code == 302
    dates.cancel_date(occurrence=date, user=None, now=timezone.now())
    # The two minutes are over.
    assert OutboxMessage.objects.queued().update(due_at=timezone.now()) == 1
    told = smtp_server.wait(2)[1]
    assert parsed(told)["Subject"].strip().startswith("Організатор скасував захід:")
    assert LINK.search(text_of(told))[1] == link
    assert client.post(f"{link}stop/").status_code == 302
    assert not Follow.objects.exists()
    assert client.get(link).status_code == 410
    assert len(smtp_server.messages) == 2


@pytest.mark.django_db(transaction=True)
def test_one_no_by_sms_from_the_volunteer_is_the_followers_message(
    client, sms_provider, smtp_server, deliver
):
    """Who follows it hears of it once, by SMS and by mail; and STOPP ends it."""
    organisation = factories.an_organisation(phone="75 00 00 20")
    event = factories.an_event("Språkkafé", organisation=organisation)
    date = factories.an_occurrence(event, starts_at=NOW + timedelta(hours=30))
    date.series.asking = Asking.EACH
    date.series.save()
    Responsible.objects.create(
        event=event, name="Kari Eksempel", phone="+4790123456", channel="sms", language="nb"
    )
    with time_machine.travel(NOW, tick=False) as clock:
        form = "/nb" + reverse("follow", args=["heroy-nordland", date.public_id])[3:]
        for _twice in range(2):
            client.post(form, {"reach": "900 00 000"})
        factories.a_follow(date, email="amal@example.org", language="ar", created_at=NOW)
        deliver(NOW)
        [first] = sms_provider.messages
        assert (first["to"], "STOPP" in first["msg"]) == ("4790000000", True)
        ask(occurrence=date, why=Why.EACH, now=NOW)
        deliver(NOW)
        volunteers = [each for each in sms_provider.messages if each["to"] == "4790123456"]
        clock.shift(timedelta(minutes=20))
        answered = timezone.now()
        hear(client, number="4790123456", msg="Nei dessverre", id=volunteers[-1]["id"])
        assert Occurrence.objects.get().is_cancelled
        deliver(answered)
        assert [each["to"] for each in sms_provider.messages].count("4790000000") == 1
        for _twice in range(2):
            deliver(answered + TOLD_AFTER)
        told = [each["msg"] for each in sms_provider.messages if each["to"] == "4790000000"][1:]
        assert len(told) == 1
        assert told[0].startswith("Møteplass: AVLYST: Språkkafé, søndag 3. januar kl. 16:30.")
        [mail] = smtp_server.messages
        assert parsed(mail)["Content-Language"] == "ar"
        hear(client, number="4790000000", msg="STOPP")
        assert [follow.email for follow in Follow.objects.all()] == ["amal@example.org"]


def hear(client, **values: str) -> None:
    assert client.get(f"/sms/{SECRET}/", values).status_code == 200
