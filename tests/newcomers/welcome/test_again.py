"""What could not be sent is tried again, what was perhaps sent only after a question, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.mail.outbox import delivering, recording
from core.mail.outbox.models import OutboxMessage
from newcomers.services import AddressTaken, correct_address
from newcomers.welcome.again import Again, send_once_more, send_perhaps_again, try_again
from newcomers.welcome.models import Campaign, Delivery
from newcomers.welcome.services import start_campaign
from tests import factories

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def campaign(heroy, step, host) -> Campaign:
    """To one whose address takes no mail, and to six others; all that leaves goes to `mail.outbox`."""
    for name in ("failed", "unconfirmed", "sent", "skipped", "queued"):
        factories.a_newcomer(f"{name}@example.org")
    campaign = start_campaign(step=step, user=host, now=NOW)
    for state in ("failed", "unconfirmed", "skipped", "sent"):
        end(campaign, state)
    return campaign


def end(campaign: Campaign, state: str) -> None:
    """What the outbox recorded, long ago: its own row is gone."""
    delivery = the(campaign, state)
    OutboxMessage.objects.filter(about=f"delivery:{delivery.pk}").delete()
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        reason={"failed": "no_such_address", "unconfirmed": "broken_off", "skipped": "unsubscribed"}.get(
            state, ""
        ),
        sent_at=NOW if state == "sent" else None,
    )


def the(campaign: Campaign, name: str) -> Delivery:
    return campaign.deliveries.get(newcomer__email=f"{name}@example.org")


def send(now: datetime = NOW) -> list[str]:
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: now)
    return sorted(message.to[0] for message in mail.outbox)


def test_only_what_failed_is_tried_again_and_each_try_is_one_of_its_own(campaign):
    assert send() == ["queued@example.org"]
    assert try_again(deliveries=campaign.deliveries.all(), now=NOW) == Again(queued=1, left_out=0)
    assert try_again(deliveries=campaign.deliveries.all(), now=NOW) == Again(queued=0, left_out=0)
    assert send() == ["failed@example.org"]
    delivery = the(campaign, "failed")
    assert (delivery.state, delivery.reason, delivery.tries) == ("sent", "", 1)
    assert send(NOW + timedelta(days=1)) == []


def test_corrected_address_is_where_the_next_try_goes(campaign):
    delivery = the(campaign, "failed")
    with pytest.raises(AddressTaken):
        correct_address(newcomer=delivery.newcomer, email="SENT@example.org")
    delivery.newcomer.refresh_from_db()
    correct_address(newcomer=delivery.newcomer, email="right@example.org")
    try_again(deliveries=campaign.deliveries.all(), now=NOW)
    assert send() == ["queued@example.org", "right@example.org"]


def test_whoever_is_gone_or_wants_no_more_mail_or_has_had_it_since_is_left_out(heroy, step, host):
    for name in ("erased", "stopped", "reached", "waiting"):
        factories.a_newcomer(f"{name}@example.org")
    campaign = start_campaign(step=step, user=host, now=NOW)
    campaign.deliveries.update(state="failed", reason="busy")
    OutboxMessage.objects.all().delete()
    stopped = the(campaign, "stopped").newcomer
    stopped.unsubscribed_at = NOW
    stopped.save()
    the(campaign, "erased").newcomer.delete()
    the(campaign, "waiting").newcomer.delete()
    another = start_campaign(step=step, user=host, now=NOW)
    assert [delivery.newcomer.email for delivery in another.deliveries.all()] == ["reached@example.org"]
    assert try_again(deliveries=campaign.deliveries.all(), now=NOW) == Again(queued=0, left_out=4)
    # Of two that failed for one person the later one is tried.
    another.deliveries.update(state="failed", reason="busy")
    both = Delivery.objects.filter(newcomer__email="reached@example.org")
    assert try_again(deliveries=both, now=NOW) == Again(queued=1, left_out=1)
    with pytest.raises(IntegrityError, match="delivery_once_per_person"), transaction.atomic():
        both.update(state="queued")


def test_what_was_perhaps_sent_is_sent_again_only_when_that_is_asked_for(campaign):
    delivery = the(campaign, "unconfirmed")
    assert try_again(deliveries=Delivery.objects.filter(pk=delivery.pk), now=NOW) == Again(0, 0)
    assert send_perhaps_again(delivery=the(campaign, "sent"), now=NOW) == Again(0, 0)
    assert send_perhaps_again(delivery=delivery, now=NOW) == Again(queued=1, left_out=0)
    assert "unconfirmed@example.org" in send()


def test_first_mail_that_turns_out_to_have_left_makes_the_second_one_needless(heroy, step, host):
    factories.a_newcomer("slow@example.org")
    campaign = start_campaign(step=step, user=host, now=NOW)
    [row] = delivering.lease(now=NOW)
    OutboxMessage.objects.update(state="sending", sending_at=NOW)
    later = NOW + delivering.longest_hand_over() + timedelta(seconds=1)
    delivering.sweep(clock=lambda: later)
    assert the(campaign, "slow").state == "unconfirmed"
    send_perhaps_again(delivery=the(campaign, "slow"), now=later)
    # It was not dead after all.
    recording.record(row, "sent", "", now=later)
    assert send(later) == []
    assert the(campaign, "slow").state == "sent"
    assert sorted(OutboxMessage.objects.values_list("occasion", "state")) == [("0", "sent"), ("1", "skipped")]


def test_all_again_costs_the_same_for_more_people(heroy, step, host, django_assert_num_queries):
    factories.many_newcomers(600)
    campaign = start_campaign(step=step, user=host, now=NOW)
    campaign.deliveries.update(state="failed", reason="busy")
    with django_assert_num_queries(10):
        assert try_again(deliveries=campaign.deliveries.all(), now=NOW) == Again(queued=600, left_out=0)


def test_host_tries_all_again_and_is_told_how_many(client, host, campaign):
    client.force_login(host)
    page = client.post(f"/en/portal/campaigns/{campaign.pk}/again/", follow=True).content.decode()
    assert "1 e-mail is on its way again." in page
    assert the(campaign, "failed").state == "queued"
    page = client.post(f"/en/portal/campaigns/{campaign.pk}/again/", follow=True).content.decode()
    assert "There is nothing to send again here." in page


def test_host_is_asked_before_what_was_perhaps_sent_is_sent_again(client, host, campaign):
    client.force_login(host)
    url = f"/en/portal/deliveries/{the(campaign, 'unconfirmed').pk}/again/"
    for page in (client.get(url), client.post(url)):
        assert "they get the package twice" in page.content.decode()
    assert the(campaign, "unconfirmed").state == "unconfirmed"
    client.post(url, {"sure": "1"})
    assert the(campaign, "unconfirmed").state == "queued"
    waits = f"/en/portal/deliveries/{the(campaign, 'queued').pk}/again/"
    for _method in (client.get(waits), client.post(waits, {"sure": "1"})):
        assert the(campaign, "queued").tries == 0


@pytest.mark.parametrize("who", ["outsider", "editor"])
def test_nobody_but_the_host_tries_again(client, request, campaign, who):
    client.force_login(request.getfixturevalue(who))
    delivery = the(campaign, "failed")
    for url in (
        reverse("campaign_again", args=[campaign.pk]),
        reverse("delivery_again", args=[delivery.pk]),
        reverse("newcomer_address", args=[delivery.newcomer_id]),
    ):
        assert client.post(url, {"email": "thief@example.org"}).status_code == 404
    delivery.refresh_from_db()
    assert (delivery.state, delivery.newcomer.email) == ("failed", "failed@example.org")


def test_trying_again_is_counted_and_needs_a_post(client, host, campaign):
    client.force_login(host)
    url = reverse("campaign_again", args=[campaign.pk])
    assert client.get(url).status_code == 405
    answers = [client.post(url).status_code for _number in range(61)]
    assert (answers[0], answers[-1]) == (302, 429)


def test_of_two_who_correct_an_address_the_second_is_shown_what_the_first_has_saved(client, host, campaign):
    client.force_login(host)
    newcomer = the(campaign, "failed").newcomer
    url = reverse("newcomer_address", args=[newcomer.pk])
    read = {"read_version": client.get(url).context["read"].version}
    assert client.post(url, {"email": "first@example.org", **read}).status_code == 302
    response = client.post(url, {"email": "second@example.org", **read})
    assert response.status_code == 409
    assert "first@example.org" in response.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.email == "first@example.org"


def test_address_is_corrected_where_it_was_seen_to_be_wrong(client, host, campaign):
    client.force_login(host)
    here = f"/en/portal/campaigns/{campaign.pk}/"
    page = client.get(here).content.decode()
    person = the(campaign, "failed").newcomer
    url = f"/en/portal/newcomer/{person.pk}/address/?next={here}"
    assert f'href="{url}"' in page
    assert client.post(url, {"email": "no address"}).status_code == 400
    assert client.post(url, {"email": "sent@example.org"}).status_code == 400
    assert client.post(url, {"email": "right@example.org"})["Location"] == here
    person.refresh_from_db()
    assert person.email == "right@example.org"
    elsewhere = f"/en/portal/newcomer/{person.pk}/address/?next=https://elsewhere.example/"
    assert client.post(elsewhere, {"email": "right@example.org"})["Location"] == (
        f"/en/portal/newcomer/{person.pk}/"
    )


def test_page_says_what_to_do_about_each_kind_of_failure(client, host, campaign):
    client.force_login(host)
    page = " ".join(client.get(f"/en/portal/campaigns/{campaign.pk}/").content.decode().split())
    assert "What you can do about those that could not be sent" in page
    assert "Is a letter wrong? Ask the person, correct the address below, and try again." in page
    assert "Try again with 1 that could not be sent" in page
    Delivery.objects.failed().update(reason="not_made")
    page = " ".join(client.get(f"/en/portal/campaigns/{campaign.pk}/").content.decode().split())
    assert "The fault is ours" in page
    assert "Correct the address" not in page


def test_page_says_that_the_mail_server_takes_nothing_for_as_long_as_that_is_so(
    client, host, heroy, step, smtp_server
):
    factories.many_newcomers(3)
    campaign = start_campaign(step=step, user=host, now=NOW)
    client.force_login(host)
    smtp_server.refuse_senders = True
    delivering.deliver_due(clock=lambda: NOW)
    page = " ".join(client.get(f"/en/portal/campaigns/{campaign.pk}/").content.decode().split())
    assert "The mail server does not accept e-mail from us now." in page
    assert "Nothing is lost: 3 e-mails wait since" in page
    assert "10:00" in page
    smtp_server.refuse_senders = False
    # One leaves; what is still written on the others is of before.
    OutboxMessage.objects.filter(pk__in=OutboxMessage.objects.all()[1:]).update(
        due_at=NOW + timedelta(days=1)
    )
    delivering.deliver_due(clock=lambda: NOW + timedelta(minutes=5))
    assert Delivery.objects.by_state() == {"sent": 1, "queued": 2}
    page = client.get(f"/en/portal/campaigns/{campaign.pk}/").content.decode()
    assert "does not accept e-mail" not in page


def test_who_has_lost_it_is_sent_it_once_more_and_nobody_else_is(campaign):
    delivery = the(campaign, "sent")
    others = campaign.deliveries.exclude(pk=delivery.pk)
    for other in others:
        assert send_once_more(delivery=other, now=NOW) == Again(0, 0)
    assert send_once_more(delivery=delivery, now=NOW) == Again(queued=1, left_out=0)
    assert "sent@example.org" in send()
    again = the(campaign, "sent")
    assert (again.state, again.tries) == ("sent", 1)


def test_host_is_asked_before_somebody_is_sent_it_twice(campaign, host, client):
    delivery = the(campaign, "sent")
    client.force_login(host)
    address = f"/en/portal/deliveries/{delivery.pk}/again/"
    assert address in client.get(f"/en/portal/newcomer/{delivery.newcomer_id}/").content.decode()
    assert "They get it once more" in client.post(address).content.decode()
    assert the(campaign, "sent").state == "sent"
    response = client.post(address, {"sure": "1"})
    assert response.url == f"/en/portal/newcomer/{delivery.newcomer_id}/"
    assert the(campaign, "sent").state == "queued"
    # Whoever presses twice has asked once.
    client.post(address, {"sure": "1"})
    assert the(campaign, "sent").tries == 1
