"""What a host does with a sending that runs, and how it ends."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from newcomers.welcome.controlling import cancel, end_finished, pause, resume
from newcomers.welcome.models import Campaign, Delivery
from newcomers.welcome.progress import progress_of
from newcomers.welcome.services import plan_campaign, start_campaign
from tests import factories

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def campaign(heroy, step, host) -> Campaign:
    factories.many_newcomers(3, municipality=heroy)
    return start_campaign(step=step, user=host, now=NOW)


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


def leave(now: datetime) -> None:
    delivering.sweep(clock=lambda: now)
    delivering.deliver_due(clock=lambda: now)


def states(campaign: Campaign) -> dict[str, int]:
    return campaign.deliveries.by_state()


def test_nothing_leaves_while_it_is_paused_however_long_and_all_of_it_afterwards(campaign, mailoutbox):
    assert pause(campaign=campaign, now=NOW)
    assert not pause(campaign=campaign, now=NOW)
    later = NOW + timedelta(days=20)
    leave(later)
    assert (len(mailoutbox), states(campaign)) == (0, {"queued": 3})
    assert resume(campaign=campaign, now=later)
    leave(later)
    assert (len(mailoutbox), states(campaign)) == (3, {"sent": 3})


def test_message_that_is_being_handed_over_and_comes_back_waits_as_long_as_the_others(campaign, mailoutbox):
    row = OutboxMessage.objects.order_by("pk")[0]
    OutboxMessage.objects.filter(pk=row.pk).update(state="sending", sending_at=NOW)
    pause(campaign=campaign, now=NOW)
    # The server was busy.
    OutboxMessage.objects.filter(pk=row.pk).update(state="queued", due_at=NOW + timedelta(minutes=1))
    for days in (1, 20):
        leave(NOW + timedelta(days=days))
    assert (len(mailoutbox), states(campaign)) == (0, {"queued": 3})
    resume(campaign=campaign, now=NOW + timedelta(days=20))
    leave(NOW + timedelta(days=20))
    assert (len(mailoutbox), states(campaign)) == (3, {"sent": 3})


def test_message_that_comes_back_to_a_paused_sending_waits_too(campaign, mailoutbox):
    Campaign.objects.update(state="paused")
    leave(NOW)
    assert (len(mailoutbox), states(campaign)) == (0, {"queued": 3})


def test_stopped_sending_skips_who_waits_and_another_may_reach_them(campaign, step, host, mailoutbox):
    first = campaign.deliveries.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(state="sent", sent_at=NOW)
    stopped = cancel(campaign=campaign)
    assert (stopped.skipped, stopped.left) == (2, 1)
    assert cancel(campaign=campaign) is None
    leave(NOW)
    assert (len(mailoutbox), states(campaign)) == (0, {"sent": 1, "skipped": 2})
    assert plan_campaign(step=step, now=NOW).total == 2


def test_what_is_being_handed_over_while_it_is_stopped_is_recorded_as_what_it_becomes(campaign):
    row = OutboxMessage.objects.order_by("pk")[0]
    OutboxMessage.objects.filter(pk=row.pk).update(state="sending", sending_at=NOW)
    assert cancel(campaign=campaign).skipped == 2
    assert states(campaign) == {"queued": 1, "skipped": 2}
    OutboxMessage.objects.filter(pk=row.pk).update(state="queued", due_at=NOW)
    # The server said no to it: it is asked whether it is still wanted.
    leave(NOW)
    assert states(campaign) == {"skipped": 3}


def test_sending_is_done_by_itself_and_a_booklet_keeps_none_open(campaign, heroy, mailoutbox):
    waiting = campaign.deliveries.order_by("pk")[0]
    assert end_finished() == 0
    OutboxMessage.objects.filter(about=f"delivery:{waiting.pk}").delete()
    Delivery.objects.filter(pk=waiting.pk).update(channel="booklet")
    leave(NOW)
    assert end_finished() == 1
    campaign.refresh_from_db()
    assert campaign.state == "done"
    progress = progress_of(campaign, now=NOW)
    assert (progress.waiting, progress.booklets, progress.is_finished) == (0, 1, True)


def test_one_that_is_tried_again_opens_its_sending_again(as_host, campaign):
    leave(NOW)
    Campaign.objects.update(state="done")
    Delivery.objects.update(state="failed", sent_at=None, reason="refused")
    one = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=one.pk).update(reason="no_such_address")
    as_host.post(reverse("campaign_again", args=[campaign.pk]), {"reason": "no_such_address"})
    campaign.refresh_from_db()
    assert campaign.state == "running"
    assert list(Delivery.objects.queued()) == [one]


def test_failed_recipient_whose_address_is_set_aside_is_reached_otherwise_by_the_next(campaign, step, host):
    """A failed delivery is not one that somebody has had."""
    leave(NOW)
    failed = campaign.deliveries.order_by("pk")[0]
    Delivery.objects.filter(pk=failed.pk).update(state="failed", sent_at=None, reason="no_such_address")
    person = failed.newcomer
    person.address_fault, person.address_fault_at = "no_mailbox", NOW
    person.save()
    again = start_campaign(step=step, user=host, now=NOW)
    assert [(row.newcomer, row.channel) for row in again.deliveries.all()] == [(person, "booklet")]


def test_rate_and_time_left_follow_from_the_last_minutes(campaign):
    two = campaign.deliveries.order_by("pk").values_list("pk", flat=True)[:2]
    Delivery.objects.filter(pk__in=list(two)).update(state="sent", sent_at=NOW + timedelta(seconds=30))
    progress = progress_of(campaign, now=NOW + timedelta(minutes=1))
    assert (progress.an_hour, progress.minutes_left) == (120, 1)


@pytest.mark.parametrize("action", ["pause", "resume", "cancel", "said"])
def test_outsider_steers_nothing(client, outsider, campaign, action):
    client.force_login(outsider)
    url = reverse(f"campaign_{action}", args=[campaign.pk])
    assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}
    campaign.refresh_from_db()
    assert campaign.state == "running"


def test_host_pauses_lets_it_go_on_and_stops_it(as_host, campaign):
    for action, state in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
        as_host.post(reverse(f"campaign_{action}", args=[campaign.pk]))
        campaign.refresh_from_db()
        assert campaign.state == state
    page = as_host.get(f"/en/portal/campaigns/{campaign.pk}/").content.decode()
    assert "It was stopped." in page
    assert "/pause/" not in page


def test_asking_before_it_is_stopped_stops_nothing(as_host, campaign):
    page = as_host.get(f"/en/portal/campaigns/{campaign.pk}/stop/").content.decode()
    assert "3 people have not got it yet" in page
    assert states(campaign) == {"queued": 3}


def test_old_sending_shows_what_was_sent_then(as_host, campaign, step):
    step.subject = "Helt ny"
    body = step.body.get_prep_value()
    body[0]["value"]["text"] = "<p>Noe ganske annet</p>"
    step.body = step.body.stream_block.to_python(body)
    step.save_revision().publish()
    page = as_host.get(f"/en/portal/campaigns/{campaign.pk}/said/?language=nb").content.decode()
    assert "Velkommen til Herøy!" in page
    assert "Noe ganske annet" not in page


def test_sending_from_which_nothing_leaves_says_so_and_since_when(as_host, campaign):
    """No server has said no: nobody is there who sends."""
    soon, later = NOW + timedelta(seconds=80), NOW + timedelta(minutes=3)
    assert progress_of(campaign, now=soon).still_since is None
    assert progress_of(campaign, now=later).still_since == NOW
    first = campaign.deliveries.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(state="sent", sent_at=NOW + timedelta(minutes=2))
    assert progress_of(campaign, now=later).still_since is None
    # What waits on purpose stands still for no fault.
    OutboxMessage.objects.update(due_at=NOW + timedelta(days=1))
    for at in (later, NOW + timedelta(hours=1)):
        waits = progress_of(campaign, now=at)
        assert (waits.still_since, waits.waits_until, waits.an_hour) == (None, NOW + timedelta(days=1), 0)
    OutboxMessage.objects.update(due_at=NOW)
    pause(campaign=campaign, now=NOW)
    assert progress_of(campaign, now=NOW + timedelta(hours=1)).still_since is None
    resume(campaign=campaign, now=NOW)
    long_ago = timezone.now() - timedelta(hours=1)
    Campaign.objects.update(created_at=long_ago)
    Delivery.objects.filter(pk=first.pk).update(sent_at=long_ago)
    OutboxMessage.objects.update(due_at=long_ago)
    page = as_host.get(f"/en/portal/campaigns/{campaign.pk}/").content.decode()
    assert "Nothing leaves just now." in page
    assert "Being sent" not in page
