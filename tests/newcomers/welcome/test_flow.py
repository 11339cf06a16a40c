"""From a list of new arrivals to mails in their languages: a real worker process, a real broker, mail over
SMTP."""

import asyncio
import email
import sys
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from newcomers.models import Newcomer, PeopleUpload, PeopleUploadRow
from newcomers.welcome.models import Campaign, Delivery
from newcomers.welcome.services import start_campaign
from tests import factories
from tests.core.mail.outbox.unreliable import (
    KILLS,
    MESSAGES,
    addresses,
    killed_workers,
    unreliable,
    wrongly_told,
)
from tests.proving import rounds
from tests.servers import wait_until

__all__ = ["unreliable"]

pytestmark = pytest.mark.django_db(transaction=True)

LIST = (
    "Navn;E-post;Språk;Ankomst;Statsborgerskap\n"
    "Олена;olena@example.org;ukrainsk;2026-10;Ukraina\n"
    "Amal Åsen;amal@example.org;arabisk;10.2026;Syria\n"
    "John;john@example.org;English;oktober 2026;USA\n"
    "Bjørn;bjorn@example.org;bokmål;01.10.2026;Norge\n"
    "Feil;feil;bokmål;;\n"
).replace("Олена", "Olena")
SUBJECTS = {
    "olena@example.org": ("Ласкаво просимо", "uk"),
    "amal@example.org": ("أهلاً وسهلاً", "ar"),
    "john@example.org": ("Welcome here", "en"),
    "bjorn@example.org": ("Velkommen hit", "nb"),
}


def parse(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=policy.default)


def parsed(messages: list[bytes]) -> dict:
    return {message["To"]: message for message in map(parse, messages)}


def import_the_list(client) -> PeopleUpload:
    """Bring it, and take in whom it has, by a worker."""
    file = SimpleUploadedFile("nye.csv", LIST.encode("cp1252"))
    review = client.post("/en/portal/newcomers/1818/import/", {"file": file})["Location"]
    upload = PeopleUpload.objects.latest("pk")
    wait_until(lambda: is_in(upload, PeopleUpload.State.READY), 20)
    client.post(review, {"take_in": "1"})
    wait_until(lambda: not is_in(upload, PeopleUpload.State.TAKING), 20)
    upload.refresh_from_db()
    return upload


def is_in(upload: PeopleUpload, state: str) -> bool:
    return PeopleUpload.objects.filter(pk=upload.pk, state=state).exists()


def all_done() -> bool:
    return not Delivery.objects.queued().exists()


@pytest.mark.services
def test_list_is_imported_and_each_gets_the_package_in_their_language_once(
    client, step, host, smtp_server, celery_worker_process
):
    factories.an_occurrence(factories.an_event("Språkkafé på biblioteket"))
    client.force_login(host)
    upload = import_the_list(client)
    assert (upload.made, PeopleUploadRow.objects.filter(upload=upload).exclude(problems=[]).count()) == (4, 1)

    dry_run = f"/en/portal/step/{step.pk}/send/"
    assert client.get(dry_run).context["plan"].total == 4
    assert smtp_server.messages == []

    progress = client.post(dry_run)["Location"]
    received = parsed(smtp_server.wait(4))
    assert {
        to: (message["Subject"], message["Content-Language"]) for to, message in received.items()
    } == SUBJECTS
    arabic = received["amal@example.org"].get_body(preferencelist=("html",)).get_content()
    assert 'lang="ar"' in arabic
    assert 'dir="rtl"' in arabic
    assert "Språkkafé på biblioteket" in received["olena@example.org"].get_body(("plain",)).get_content()

    wait_until(all_done, 20)
    done = client.get(progress)
    assert done.context["progress"].counts == [("sent", 4)]
    assert done.context["progress"].is_finished

    client.post(dry_run)
    import_the_list(client)
    client.post(dry_run)
    assert (Newcomer.objects.count(), Campaign.objects.count(), Delivery.objects.count()) == (4, 1, 4)
    assert len(smtp_server.messages) == 4


@pytest.mark.services
def test_refused_address_is_shown_and_the_others_arrive(step, host, smtp_server, celery_worker_process):
    smtp_server.refuse.add("nobody@example.org")
    factories.a_newcomer("nobody@example.org")
    factories.a_newcomer("somebody@example.org")
    start_campaign(step=step, user=host, now=timezone.now())
    wait_until(all_done, 30)
    assert Delivery.objects.by_state() == {"failed": 1, "sent": 1}
    assert list(parsed(smtp_server.messages)) == ["somebody@example.org"]


@pytest.mark.services
def test_worker_killed_while_handing_over_leaves_it_unconfirmed_and_never_sent_again(
    step, host, smtp_server, celery_worker_process
):
    """The server has the message, the worker dies before it hears the yes."""

    async def take_and_say_nothing(server, session, envelope):
        smtp_server.messages.append(envelope.content)
        await asyncio.sleep(60)

    smtp_server.handle_DATA = take_and_say_nothing
    factories.a_newcomer("once@example.org")
    start_campaign(step=step, user=host, now=timezone.now())
    smtp_server.wait(1)
    celery_worker_process.kill()
    del smtp_server.handle_DATA
    assert OutboxMessage.objects.get().state == "sending"

    OutboxMessage.objects.update(sending_at=timezone.now() - timedelta(hours=1))
    celery_worker_process()
    factories.a_newcomer("another@example.org")
    start_campaign(step=step, user=host, now=timezone.now())
    wait_until(all_done, 30)
    assert Delivery.objects.by_state() == {"unconfirmed": 1, "sent": 1}
    assert list(parsed(smtp_server.messages)) == ["once@example.org", "another@example.org"]
    assert len(smtp_server.messages) == 2


@pytest.mark.prove
@pytest.mark.services
def test_broker_that_forgets_everything_loses_and_repeats_nothing(
    step, host, smtp_server, celery_worker_process
):
    """Redis is emptied again and again while a sending goes out; what is due is found in the rows."""
    number = rounds(short=40, whole=2_000)
    people = factories.many_newcomers(number)
    for person in people:
        # At many providers, each of which takes so many a minute.
        person.email = f"p{person.pk}@d{person.pk % 20}.example.org"
    Newcomer.objects.bulk_update(people, ["email"])
    start_campaign(step=step, user=host, now=timezone.now())
    began = time.monotonic()
    emptied = 0
    while len(smtp_server.messages) < number:
        with current_app.connection_for_write() as broker:
            broker.default_channel.client.flushdb()
        emptied += 1
        time.sleep(0.5)
        assert time.monotonic() - began < 600, "waited in vain"
    wait_until(all_done, 60)
    taken = Counter(message["To"] for message in map(message_from_bytes, smtp_server.messages))
    assert Delivery.objects.by_state() == {"sent": number}
    assert (len(taken), set(taken.values())) == (number, {1})
    sys.stderr.write(f"\n{number} sent while the broker was emptied {emptied} times\n")


@pytest.mark.prove
def test_each_delivery_arrives_exactly_once_or_is_listed_as_unconfirmed(step, host, unreliable, settings):
    now = timezone.now()
    people = factories.many_newcomers(MESSAGES)
    for person, address in zip(people, addresses(), strict=True):
        person.email = address
    Newcomer.objects.bulk_update(people, ["email"])
    start_campaign(step=step, user=host, now=now)
    began = time.monotonic()
    with killed_workers(settings, now):
        pass
    outcomes = dict(Delivery.objects.values_list("newcomer__email", "state"))
    states = Counter(outcomes.values())
    assert set(outcomes) == set(addresses())
    assert wrongly_told(outcomes, unreliable.taken) == []
    assert states["unconfirmed"] <= MESSAGES * 0.12 + KILLS
    # What the permanent record says is what the outbox says.
    assert Counter(OutboxMessage.objects.values_list("state", flat=True)) == states
    sys.stderr.write(f"\n{dict(states)} with {KILLS} kills in {time.monotonic() - began:.0f} s\n")
