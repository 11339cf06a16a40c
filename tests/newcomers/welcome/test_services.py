from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from core.privacy.purge import purge_expired
from newcomers.models import Newcomer
from newcomers.services import erase_newcomer, unsubscribe
from newcomers.welcome.content.grid import grids
from newcomers.welcome.editions import frozen_content
from newcomers.welcome.models import Campaign, Delivery, StepText
from newcomers.welcome.services import NobodyLeft, NothingPublished, plan_campaign, start_campaign
from newcomers.welcome.whom import EVERYONE, GETS, judged, of_verdict
from tests import factories
from tests.proving import at_once, rounds


def a_delivery_of(campaign, newcomer, **fields) -> Delivery:
    return Delivery.objects.create(
        campaign=campaign,
        newcomer=newcomer,
        package=campaign.package,
        step=campaign.step,
        channel="email",
        language="nb",
        **fields,
    )


def who_gets(step, now, to=EVERYONE) -> list:
    return list(of_verdict(judged(step, to, now=now), GETS))


def test_plan_gives_each_their_language_or_the_next_best(heroy, step):
    now = timezone.now()
    for language in ["uk", "uk", "ar", "en", "nn"]:
        factories.a_newcomer(language=language)
    plan = plan_campaign(step=step, now=now)
    assert dict(plan.by_language) == {"uk": 2, "ar": 1, "en": 1, "nb": 1}
    assert plan.fallbacks == [("nn", "nb", 1)]
    assert plan.left_out == 0
    assert not Delivery.objects.exists()


def test_plan_leaves_out_other_municipalities_the_unsubscribed_and_the_expired(heroy, step):
    now = timezone.now()
    wanted = factories.a_newcomer()
    factories.a_newcomer(unsubscribed_at=now)
    factories.a_newcomer(expires_at=now - timedelta(minutes=1))
    factories.a_newcomer(municipality=factories.a_municipality("1804", "Bodø"))
    plan = plan_campaign(step=step, now=now)
    assert who_gets(step, now) == [wanted]
    assert plan.unsubscribed == 1


def test_language_without_words_is_not_sent_and_its_readers_get_the_next_best(heroy, step):
    factories.a_newcomer(language="uk")
    StepText.objects.filter(language="uk").delete()
    plan = plan_campaign(step=step, now=timezone.now())
    assert plan.fallbacks == [("uk", "en", 1)]


def test_who_speaks_a_language_that_nobody_has_written_gets_the_nearest(heroy, step):
    factories.a_newcomer(language="apc")
    factories.a_newcomer(language="ti")
    plan = plan_campaign(step=step, now=timezone.now())
    assert sorted(plan.fallbacks) == [("apc", "ar", 1), ("ti", "en", 1)]


@pytest.mark.parametrize("state", [{"live": False}, {"is_on": False}])
def test_step_that_is_a_draft_or_not_in_use_is_never_sent(heroy, host, state):
    factories.a_newcomer()
    with pytest.raises(NothingPublished):
        start_campaign(step=factories.a_step(**state), user=host, now=timezone.now())
    assert not Campaign.objects.exists()


def test_campaign_is_made_once_and_then_only_for_the_new(heroy, step, host):
    now = timezone.now()
    first = factories.a_newcomer()
    campaign = start_campaign(step=step, user=host, now=now)
    assert [delivery.newcomer for delivery in campaign.deliveries.all()] == [first]
    with pytest.raises(NobodyLeft):
        start_campaign(step=step, user=host, now=now)
    assert Campaign.objects.count() == 1
    second = factories.a_newcomer()
    again = start_campaign(step=step, user=host, now=now)
    assert [delivery.newcomer for delivery in again.deliveries.all()] == [second]


def test_campaign_freezes_what_is_published(heroy, step, host):
    factories.a_newcomer()
    step.subject = "Under arbeid"
    step.save_revision()
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    step.subject = "Helt ny"
    step.save_revision().publish()
    assert frozen_content(campaign_id=campaign.pk, language="nb")["subject"]["text"] == "Velkommen hit"
    assert set(campaign.editions.values_list("language", flat=True)) == {"nb", "en", "uk", "ar"}


def test_campaign_freezes_a_package_that_has_no_revision_yet(heroy, host):
    factories.a_newcomer()
    step = factories.a_step()
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    content = frozen_content(campaign_id=campaign.pk, language="uk")
    assert content["subject"] == {"text": step.subject, "language": "nb"}


def test_database_refuses_the_same_package_twice(heroy, step, host):
    newcomer = factories.a_newcomer()
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    with pytest.raises(IntegrityError, match="delivery_once_per_person"), transaction.atomic():
        a_delivery_of(campaign, newcomer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
@pytest.mark.prove
def test_two_tabs_that_send_at_once_reach_nobody_twice(step, host):
    def send(_number):
        try:
            return start_campaign(step=step, user=host, now=timezone.now()).pk
        except NobodyLeft:
            return None

    for number in range(1, rounds(short=1, whole=50) + 1):
        for _newcomer in range(20):
            factories.a_newcomer()
        assert len([pk for pk in at_once(send, range(4)) if pk]) == 1
        assert Campaign.objects.count() == number
        assert Delivery.objects.count() == 20 * number


@pytest.mark.django_db(transaction=True)
def test_queue_that_is_down_does_not_lose_the_campaign(step, host, queue, no_broker):
    newcomer = factories.a_newcomer()
    campaign = start_campaign(step=step, user=host, now=timezone.now())
    assert campaign.deliveries.by_state() == {"queued": 1}
    assert [row.recipient for row in OutboxMessage.objects.all()] == [f"newcomer:{newcomer.pk}"]


def test_campaign_and_its_messages_are_there_together_or_not_at_all(heroy, step, host):
    factories.a_newcomer()
    with transaction.atomic():
        start_campaign(step=step, user=host, now=timezone.now())
        assert OutboxMessage.objects.exists()
        transaction.set_rollback(True)
    assert not Campaign.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("people", [1000, 2000])
def test_campaign_costs_a_handful_of_statements_for_a_thousand_people_and_one_task(
    heroy, step, host, queue, people, django_capture_on_commit_callbacks
):
    """And so many more, whether they are two thousand or a hundred thousand."""
    factories.many_newcomers(people)
    with (
        CaptureQueriesContext(connection) as statements,
        django_capture_on_commit_callbacks() as afterwards,
    ):
        start_campaign(step=step, user=host, now=timezone.now())
    inserts = [each["sql"] for each in statements if each["sql"].startswith("INSERT")]
    assert len([sql for sql in inserts if "outbox" in sql or "welcome_delivery" in sql]) == 3 * people // 1000
    assert len(statements) <= 20 + 5 * people // 1000
    assert len(afterwards) == 1
    assert Delivery.objects.count() == OutboxMessage.objects.count() == people


def test_what_failed_or_was_skipped_is_not_what_somebody_has_had(heroy, step, host):
    now = timezone.now()
    people = {state: factories.a_newcomer() for state in Delivery.State.values}
    start_campaign(step=step, user=host, now=now)
    for state, person in people.items():
        sent_at = now if state == "sent" else None
        Delivery.objects.filter(newcomer=person).update(state=state, sent_at=sent_at)
    plan = plan_campaign(step=step, now=now)
    assert who_gets(step, now) == [people["failed"], people["skipped"]]
    assert (plan.sent, plan.on_its_way, plan.perhaps) == (1, 1, 1)
    # Who was tried before and not reached is told apart from who is tried for the first time.
    assert [person.tried for person in who_gets(step, now)] == [True, False]
    assert (plan.could_not_be_sent, plan.tried_in) == (1, Campaign.objects.get().pk)
    again = start_campaign(step=step, user=host, now=now)
    assert again.deliveries.by_state() == {"queued": 2}


def test_erased_and_expired_people_leave_a_count_without_a_name(heroy, step, host):
    now = timezone.now()
    erased, expired = factories.a_newcomer(), factories.a_newcomer(expires_at=now + timedelta(days=1))
    start_campaign(step=step, user=host, now=now)
    Delivery.objects.update(state="sent", sent_at=now)
    erase_newcomer(newcomer=erased)
    purge_expired(now=now + timedelta(days=2))
    assert Delivery.objects.by_state() == {"sent": 2}
    assert set(Delivery.objects.values_list("newcomer", flat=True)) == {None}
    assert not type(expired).objects.exists()


@pytest.mark.parametrize("number", [1, 12])
def test_any_number_of_people_leave_in_the_same_statements(heroy, step, host, number):
    """A list of 50,000 that is undone, a night in which a year's people end: with what waits for them."""
    people = factories.many_newcomers(number, municipality=heroy)
    start_campaign(step=step, user=host, now=timezone.now())
    with CaptureQueriesContext(connection) as statements:
        Newcomer.objects.filter(pk__in=[person.pk for person in people]).delete()
    assert len(statements) == 20
    assert not OutboxMessage.objects.exists()
    assert {row.state for row in Delivery.objects.all()} == {"skipped"}
    assert not hasattr(Newcomer.objects, "delete")


def test_unsubscribed_after_the_first_package_is_left_out_of_the_next(heroy, step, host):
    now = timezone.now()
    newcomer = factories.a_newcomer()
    start_campaign(step=step, user=host, now=now)
    unsubscribe(newcomer=newcomer, now=now)
    other = factories.a_step(name="En annen")
    plan = plan_campaign(step=other, now=now)
    assert (plan.total, plan.unsubscribed) == (0, 1)


def test_grid_knows_how_far_each_language_has_come(heroy, step):
    StepText.objects.filter(language="ar", path="subject").delete()
    [grid] = grids([step.package])
    cells = {row.language: row.cells[0] for row in grid.rows}
    assert list(cells) == ["nb", "nn", "en", "uk", "ar"]
    assert cells["nb"].is_source
    assert (cells["nn"].missing, cells["ar"].missing, cells["uk"].missing) == (9, 1, 0)
    assert (cells["uk"].is_done, cells["ar"].is_done) == (True, False)


@pytest.mark.parametrize("people", [1, 3])
def test_plan_costs_the_same_with_more_people(heroy, step, host, django_assert_num_queries, people):
    factories.a_newcomer()
    start_campaign(step=step, user=host, now=timezone.now())
    for _number in range(people):
        factories.a_newcomer()
    with django_assert_num_queries(2):
        plan_campaign(step=step, now=timezone.now())
