"""The whole way on real parts: the site, the queue, a worker process, SMTP, the link in the mail."""

import re
from email import message_from_bytes, policy

import pytest
import vobject
from django.urls import reverse
from django.utils.translation import override

from events.models import EventText
from events.signups.models import Signup
from tests import factories
from tests.servers import wait_until


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_sign_up_in_ukrainian_gets_a_mail_and_is_cancelled_by_its_link(
    client, smtp_server, celery_worker_process
):
    event = factories.an_event(admission="sign_up", capacity=3)
    EventText.objects.create(event=event, language="uk", state="human", title="Мовне кафе в бібліотеці")
    occurrence = factories.an_occurrence(event)
    with override("uk"):
        form = reverse("sign_up", args=["heroy-nordland", occurrence.public_id])
    values = {"name": "Олена", "email": "Olena@Example.org", "adults": "2", "children_6_12": "1"}
    assert client.post(form, values).status_code == 302

    mail = message_from_bytes(smtp_server.wait(1)[0], policy=policy.default)
    assert mail["To"] == "olena@example.org"
    assert mail["Content-Language"] == "uk"
    assert "Мовне кафе в бібліотеці" in mail["Subject"]
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    content = vobject.readOne(calendar.get_payload(decode=True).decode())
    assert content.vevent.summary.value == "Мовне кафе в бібліотеці"
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain").get_content()
    link = re.search(r"http://localhost:8000(/uk/sign-up/\S+/)", text)[1]

    assert client.get(link).status_code == 200
    assert client.get(f"{link}cancel/").status_code == 200
    assert Signup.objects.get().status == "confirmed"
    assert client.post(f"{link}cancel/").status_code == 302
    assert Signup.objects.get().status == "cancelled"

    receipt = message_from_bytes(smtp_server.wait(2)[1], policy=policy.default)
    assert receipt["To"] == "olena@example.org"
    file = next(part for part in receipt.walk() if part.get_content_type() == "text/calendar")
    struck = vobject.readOne(file.get_payload(decode=True).decode()).vevent
    assert (struck.uid.value, struck.status.value) == (content.vevent.uid.value, "CANCELLED")
    wait_until(lambda: Signup.objects.get().receipt_left_at is not None, 10)
    assert len(smtp_server.messages) == 2
