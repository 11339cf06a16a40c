"""From a list of new arrivals to mails in their languages: a real worker process, a real broker, mail over
SMTP."""

import asyncio
import email
from collections import Counter
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from newcomers.models import Newcomer
from newcomers.welcome import tasks
from newcomers.welcome.models import Campaign, Delivery
from newcomers.welcome.sending import sweep_deliveries
from newcomers.welcome.services import start_campaign
from tests import factories
from tests.proving import rounds
from tests.servers import wait_until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

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


def all_done() -> bool:
    return not Delivery.objects.filter(state__in=Delivery.UNFINISHED).exists()


def test_list_is_imported_and_each_gets_the_package_in_their_language_once(
    client, package, host, smtp_server, celery_worker_process
):
    factories.an_occurrence(factories.an_event("Språkkafé på biblioteket"))
    client.force_login(host)
    file = SimpleUploadedFile("nye.csv", LIST.encode("cp1252"))
    page = client.post("/en/portal/newcomers/1818/import/", {"file": file})
    assert (page.context["created"], page.context["bad_count"], page.context["ignored"]) == (
        4,
        1,
        ["Statsborgerskap"],
    )

    dry_run = f"/en/portal/package/{package.pk}/send/"
    assert len(client.get(dry_run).context["plan"].recipients) == 4
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
    assert done.context["counts"] == [("sent", 4)]
    assert done.context["is_finished"]

    client.post(dry_run)
    client.post(
        "/en/portal/newcomers/1818/import/", {"file": SimpleUploadedFile("nye.csv", LIST.encode("cp1252"))}
    )
    client.post(dry_run)
    assert (Newcomer.objects.count(), Campaign.objects.count(), Delivery.objects.count()) == (4, 1, 4)
    assert len(smtp_server.messages) == 4


def test_refused_address_is_shown_and_the_others_arrive(package, host, smtp_server, celery_worker_process):
    smtp_server.refuse.add("nobody@example.org")
    factories.a_newcomer("nobody@example.org")
    factories.a_newcomer("somebody@example.org")
    start_campaign(package=package, user=host, now=timezone.now())
    wait_until(all_done, 30)
    assert Delivery.objects.by_state() == {"failed": 1, "sent": 1}
    assert list(parsed(smtp_server.messages)) == ["somebody@example.org"]


def test_worker_killed_while_handing_over_leaves_it_unconfirmed_and_never_sent_again(
    package, host, smtp_server, celery_worker_process
):
    """The server has the message, the worker dies before it hears the yes."""

    async def take_and_say_nothing(server, session, envelope):
        smtp_server.messages.append(envelope.content)
        await asyncio.sleep(60)

    smtp_server.handle_DATA = take_and_say_nothing
    factories.a_newcomer("once@example.org")
    start_campaign(package=package, user=host, now=timezone.now())
    smtp_server.wait(1)
    celery_worker_process.kill()
    del smtp_server.handle_DATA
    assert Delivery.objects.get().state == "sending"

    celery_worker_process()
    delivery = Delivery.objects.get()
    # The broker gives the dead worker's task to the next one; ten minutes later the sweeper comes by.
    tasks.send_delivery.delay(delivery_id=delivery.pk)
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    tasks.sweep_deliveries.delay()
    wait_until(lambda: Delivery.objects.get().state == "unconfirmed", 30)
    tasks.fan_out_campaign.delay(campaign_id=delivery.campaign_id)
    tasks.send_delivery.delay(delivery_id=delivery.pk)
    factories.a_newcomer("another@example.org")
    start_campaign(package=package, user=host, now=timezone.now())
    wait_until(all_done, 30)
    assert list(parsed(smtp_server.messages)) == ["once@example.org", "another@example.org"]
    assert len(smtp_server.messages) == 2


@pytest.mark.prove
def test_workers_killed_again_and_again_send_nobody_two_mails(
    package, host, smtp_server, celery_worker_process
):
    number, kills = rounds(short=30, whole=3000), rounds(short=1, whole=20)
    everybody = {factories.a_newcomer(f"p{each}@example.org").email for each in range(number)}
    campaign = start_campaign(package=package, user=host, now=timezone.now())
    for kill in range(1, kills + 1):
        smtp_server.wait(kill * number // (kills + 2), seconds=120)
        celery_worker_process.kill()
        celery_worker_process()
        # Whoever is impatient asks again for everything that waits, and it may be in the queue twice.
        tasks.fan_out_campaign.delay(campaign_id=campaign.pk)
    wait_until(lambda: not Delivery.objects.filter(state="queued").exists(), 60 + number / 5)
    wait_until(lambda: Delivery.objects.filter(state="sending").count() <= kills, 60)
    Delivery.objects.filter(state="sending").update(claimed_at=timezone.now() - timedelta(minutes=11))
    sweep_deliveries(now=timezone.now())

    received = Counter(message["To"] for message in map(parse, smtp_server.messages))
    assert set(received.values()) == {1}
    sent, unsure = (
        set(Delivery.objects.filter(state=state).values_list("newcomer__email", flat=True))
        for state in ("sent", "unconfirmed")
    )
    assert sent | unsure == everybody
    assert len(unsure) <= kills
    assert sent <= set(received)
