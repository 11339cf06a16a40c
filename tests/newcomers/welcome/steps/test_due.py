"""Steps that are late, changed, held back or asked for twice: nobody gets one twice, or many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction

from core.mail.outbox import delivering
from core.privacy import erasures
from newcomers.services import correct
from newcomers.welcome.models import Campaign, Delivery, Journey, PackageStep, WelcomePackage
from newcomers.welcome.sending import answers_go_to
from newcomers.welcome.services import NothingPublished, start_campaign
from newcomers.welcome.steps import daily, times
from newcomers.welcome.steps.coming import coming, hold, let_go, passed_over_of
from newcomers.welcome.steps.daily import send_due, settle_due
from newcomers.welcome.steps.journeys import (
    set_by_itself,
    stop_steps,
    want_steps_again,
)
from tests import factories
from tests.newcomers.welcome.steps.conftest import SINCE
from tests.newcomers.welcome.steps.days import ARRIVED, had, oslo

pytestmark = pytest.mark.django_db


def test_the_job_run_twice_and_at_any_time_sends_the_same(steps, anna):
    for minute in (0, 0, 10):
        send_due(now=oslo(2027, 1, 10, 10, minute))
    assert had(anna) == ["arrival"]
    assert Campaign.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_rounds_at_once_send_once(steps, arrive):
    people = [arrive(f"P{number}", ARRIVED, date(2027, 1, 1)) for number in range(30)]
    now = oslo(2027, 1, 10, 10)

    def work(_number: int) -> int:
        try:
            return send_due(now=now).sent
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(work, range(6)))
    assert sum(numbers) == len(people) == Delivery.objects.count()
    assert Campaign.objects.count() == 1


def test_whoever_comes_after_the_days_sending_is_sent_it_the_next_day(steps, anna, arrive):
    late = arrive("Bo", oslo(2027, 1, 10, 11), date(2027, 1, 1))
    send_due(now=oslo(2027, 1, 10, 11, 10))
    assert had(late) == []
    send_due(now=oslo(2027, 1, 11, 8))
    assert had(late) == []
    send_due(now=oslo(2027, 1, 11, 9))
    assert had(late) == ["arrival"]
    assert Campaign.objects.filter(day__isnull=False).count() == 2


def test_a_worker_that_was_away_sends_each_person_the_latest_step_only(steps, a_step, anna):
    package = steps["arrival"].package
    a_step(package, "days", after_days=35)
    a_step(package, "days", after_days=37)
    # Month 1 was due on 1 February, the others on the fifth and seventh.
    done = send_due(now=oslo(2027, 2, 8, 10))
    assert had(anna) == ["arrival", "days"]
    assert Delivery.objects.latest("pk").step.after_days == 37
    assert (done.sent, done.passed_over) == (1, 2)
    assert [number for _step, number in passed_over_of([package])] == [1, 1]
    send_due(now=oslo(2027, 2, 9, 10))
    assert len(had(anna)) == 2


def test_away_for_longer_than_a_step_is_of_use_passes_it_over(steps, anna):
    send_due(now=oslo(2027, 2, 20, 10))
    assert had(anna) == ["arrival"]
    assert Journey.objects.get().passed_over == [steps["month_1"].pk]
    send_due(now=oslo(2027, 4, 1, 10))
    assert had(anna) == ["arrival", "month_3"]


def test_a_welcome_is_overtaken_by_nothing(steps, arrive):
    person = arrive("Bo", oslo(2027, 1, 20, 8), date(2027, 1, 1))
    send_due(now=oslo(2027, 2, 2, 10))
    assert had(person) == ["arrival"]
    assert Journey.objects.get().passed_over == [steps["month_1"].pk]


def test_a_step_leaves_in_its_hours_only(steps, anna):
    PackageStep.objects.filter(pk=steps["month_1"].pk).update(from_hour=14, to_hour=15)
    send_due(now=oslo(2027, 2, 1, 13, 59))
    send_due(now=oslo(2027, 2, 1, 15))
    assert had(anna) == ["arrival"]
    assert Journey.objects.get().due_at == oslo(2027, 2, 2, 14)
    send_due(now=oslo(2027, 2, 2, 14))
    assert had(anna) == ["arrival", "month_1"]


def test_what_waits_in_the_outbox_leaves_in_its_hours_too(steps, anna):
    night = oslo(2027, 1, 10, 20)
    delivering.deliver_due(clock=lambda: night)
    assert Delivery.objects.get().state == "queued"
    morning = oslo(2027, 1, 11, 9)
    delivering.deliver_due(clock=lambda: morning)
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("day", "hours", "opens"),
    [
        # Summer time begins on 28 March 2027: two o'clock does not exist.
        ((2027, 3, 27), (9, 17), datetime(2027, 3, 27, 8, tzinfo=UTC)),
        ((2027, 3, 28), (9, 17), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        ((2027, 3, 28), (2, 3), datetime(2027, 3, 29, 0, tzinfo=UTC)),
        # It ends on 31 October 2027: two o'clock comes twice, and the first counts.
        ((2027, 10, 31), (2, 3), datetime(2027, 10, 31, 0, tzinfo=UTC)),
        ((2027, 10, 31), (9, 24), datetime(2027, 10, 31, 8, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_the_clock(day, hours, opens):
    step = PackageStep(kind="month_1", from_hour=hours[0], to_hour=hours[1])
    assert times.next_opening(step, times.opens_at(step, date(*day))) == opens


@pytest.mark.parametrize(
    ("kind", "start", "day"),
    [
        ("month_1", date(2027, 1, 31), date(2027, 2, 28)),
        ("month_1", date(2028, 1, 31), date(2028, 2, 29)),
        ("month_3", date(2027, 11, 30), date(2028, 2, 29)),
        ("month_6", date(2027, 8, 31), date(2028, 2, 29)),
        ("month_12", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_month_after_the_last_day_is_a_last_day(kind, start, day):
    assert times.due_day(PackageStep(kind=kind), start) == day


def test_a_step_switched_off_held_or_taken_down_is_not_sent_and_what_follows_is(steps, anna, host):
    PackageStep.objects.filter(pk=steps["month_1"].pk).update(is_on=False)
    hold(step=steps["month_3"], user=host, now=oslo(2027, 1, 15, 8))
    steps["month_6"].unpublish()
    for month in (2, 4, 7):
        send_due(now=oslo(2027, month, 1, 10))
    assert had(anna) == ["arrival"]
    send_due(now=oslo(2028, 1, 1, 10))
    assert had(anna) == ["arrival", "month_12"]


def test_what_is_let_go_soon_is_sent_and_what_is_let_go_late_is_not(steps, anna, host):
    hold(step=steps["month_1"], user=host, now=oslo(2027, 1, 15, 8))
    send_due(now=oslo(2027, 2, 1, 10))
    let_go(step=steps["month_1"])
    send_due(now=oslo(2027, 2, 5, 10))
    assert had(anna) == ["arrival", "month_1"]
    hold(step=steps["month_3"], user=host, now=oslo(2027, 3, 15, 8))
    send_due(now=oslo(2027, 4, 1, 10))
    let_go(step=steps["month_3"])
    send_due(now=oslo(2027, 4, 20, 10))
    assert had(anna) == ["arrival", "month_1"]


def test_a_step_added_later_comes_to_whom_it_is_still_to_come(steps, a_step, anna, arrive):
    early = arrive("Early", oslo(2027, 1, 10, 9), date(2026, 12, 1))
    send_due(now=oslo(2027, 1, 11, 10))
    a_step(steps["arrival"].package, "days", after_days=20)
    # Anna's is due on the 21st; the other's was on 21 December, before the step was there.
    send_due(now=oslo(2027, 1, 21, 10))
    assert had(anna) == ["arrival", "days"]
    assert "days" not in had(early)


def test_a_step_that_is_moved_goes_nobody_twice(steps, anna):
    send_due(now=oslo(2027, 2, 1, 10))
    PackageStep.objects.filter(pk=steps["month_1"].pk).update(kind="days", after_days=60)
    send_due(now=oslo(2027, 3, 2, 10))
    assert had(anna) == ["arrival", "days"]
    assert Delivery.objects.count() == 2


def test_a_step_that_is_deleted_is_not_missed(steps, anna):
    steps["month_1"].delete()
    send_due(now=oslo(2027, 2, 1, 10))
    send_due(now=oslo(2027, 4, 1, 10))
    assert had(anna) == ["arrival", "month_3"]


def test_a_corrected_month_moves_what_is_to_come(steps, anna):
    from dataclasses import replace

    anna.refresh_from_db()
    correct(newcomer=anna, person=replace(anna.person, arrived_month=date(2026, 12, 1)))
    assert Journey.objects.get().due_at == oslo(2027, 3, 1, 9)


def test_without_the_municipalitys_choice_nobody_is_sent_anything_until_the_host_has(steps, arrive, host):
    package = steps["arrival"].package
    set_by_itself(package=package, on=False, now=ARRIVED)
    person = arrive("Anna", ARRIVED, date(2027, 1, 1))
    send_due(now=oslo(2027, 1, 10, 10))
    assert had(person) == []
    start_campaign(step=steps["arrival"], user=host, now=oslo(2027, 1, 15, 10))
    send_due(now=oslo(2027, 1, 15, 11))
    assert had(person) == ["arrival"]
    send_due(now=oslo(2027, 2, 1, 10))
    assert had(person) == ["arrival", "month_1"]


def test_a_choice_of_today_is_about_whoever_comes_from_today_on(steps, arrive):
    WelcomePackage.objects.update(by_itself_since=None)
    before = arrive("Before", oslo(2027, 1, 9, 10), date(2027, 1, 1))
    set_by_itself(package=steps["arrival"].package, on=True, now=ARRIVED)
    after = arrive("After", oslo(2027, 1, 10, 9), date(2027, 1, 1))
    send_due(now=oslo(2027, 1, 10, 10))
    assert (had(before), had(after)) == ([], ["arrival"])


def test_nothing_is_lost_with_the_cache(steps, anna):
    cache.clear()
    send_due(now=oslo(2027, 2, 1, 10))
    assert had(anna) == ["arrival", "month_1"]


def test_the_host_sees_what_is_due(steps, anna):
    package = steps["arrival"].package
    [one] = coming([package], now=oslo(2027, 1, 25, 10))
    assert (one.day, one.step.kind, one.number) == (date(2027, 2, 1), "month_1", 1)


def test_what_is_due_is_found_by_an_index(steps, anna, arrive):
    with connection.cursor() as cursor, transaction.atomic():
        # Of the few rows of a test the planner would read them all.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = Journey.objects.due(oslo(2027, 2, 1, 10)).explain()
    assert "journey_due" in plan
    assert "Filter" not in plan
    assert "Sort" not in plan


def test_a_round_with_nothing_due_costs_the_same_however_many_there_are(
    steps, anna, arrive, django_assert_max_num_queries
):
    now = oslo(2027, 1, 12, 10)
    for number in range(5):
        arrive(f"P{number}", oslo(2027, 1, 11, 8), date(2027, 1, 1))
    send_due(now=oslo(2027, 1, 11, 10))
    with django_assert_max_num_queries(9):
        send_due(now=now)


def test_a_round_costs_a_bounded_number_of_statements(steps, arrive, django_assert_max_num_queries):
    for number in range(60):
        arrive(f"P{number}", ARRIVED, date(2027, 1, 1))
    with django_assert_max_num_queries(60):
        assert send_due(now=ARRIVED + timedelta(hours=2)).sent == 60


def test_after_a_backup_was_put_back_nothing_goes_twice(steps, anna, arrive):
    new = arrive("Bo", oslo(2027, 1, 31, 10), date(2027, 1, 1))
    assert settle_due(now=oslo(2027, 2, 1, 10)) == 2
    send_due(now=oslo(2027, 2, 1, 10))
    assert (had(anna), had(new)) == (["arrival"], [])
    send_due(now=oslo(2027, 4, 1, 10))
    assert (had(anna), had(new)) == (["arrival", "month_3"], ["month_3"])


def test_no_more_of_these_letters_outlives_a_backup_and_so_does_wanting_them_again(
    steps, anna, arrive, settings, tmp_path
):
    settings.ERASURES_FILE = tmp_path / "erasures.txt"
    olena = arrive("Olena", ARRIVED, date(2027, 1, 1))
    now = oslo(2027, 1, 11, 10)
    send_due(now=now)
    for person in (anna, olena):
        assert stop_steps(newcomer=person, now=now) == 1
    assert want_steps_again(newcomer=olena, now=now) == 1
    # As in the backup.
    Journey.objects.update(ended_at=None, ended_why="")
    assert erasures.do_again(now=now)["steps_stopped"] == 1
    ended = Journey.objects.exclude(ended_at=None)
    assert [(way.newcomer, way.ended_why, way.due_at) for way in ended] == [(anna, "stopped", None)]


def test_step_waits_a_round_while_a_sending_of_it_is_being_written_down(steps, arrive, heroy):
    """Who is in that sending is not known yet: nobody is sent it twice, and nobody is left out."""
    arrive("Anna", ARRIVED, date(2027, 1, 1))
    other = Campaign.objects.create(
        municipality=heroy,
        package=steps["arrival"].package,
        step=steps["arrival"],
        state="preparing",
        created_at=ARRIVED,
        chosen={},
    )
    assert send_due(now=oslo(2027, 1, 10, 10)).sent == 0
    other.delete()
    assert send_due(now=oslo(2027, 1, 10, 10, 10)).sent == 1


def test_what_goes_by_itself_says_whom_to_answer(steps, anna, host, heroy):
    """Nobody has pressed a button: answers go to the host, then to whoever is left."""
    campaign = Campaign.objects.get()
    assert answers_go_to(campaign) == host.email
    host.is_active = False
    host.save()
    assert answers_go_to(campaign) == ""
    factories.a_contact(email="service@heroy.example")
    assert answers_go_to(campaign) == "service@heroy.example"


def test_whose_time_is_over_is_sent_nothing_and_holds_nobody_up(steps, arrive):
    """Until the night their row is still there, and so is their way."""
    now = oslo(2027, 1, 10, 10)
    over = arrive("Over", ARRIVED, date(2027, 1, 1))
    send_due(now=oslo(2027, 1, 9, 10))
    type(over).objects.filter(pk=over.pk).update(expires_at=now)
    Journey.objects.update_or_create(
        newcomer=over,
        package=steps["arrival"].package,
        defaults={"due_at": ARRIVED, "next_step": steps["arrival"], "settled_until": SINCE},
    )
    assert send_due(now=now).sent == 0
    anna = arrive("Anna", ARRIVED, date(2027, 1, 1))
    assert send_due(now=now).sent == 1
    assert (had(anna), had(over)) == (["arrival"], [])


def test_step_that_is_taken_down_in_that_moment_stops_no_other_package(
    steps, a_step, arrive, heroy, monkeypatch
):
    other = WelcomePackage.objects.create(municipality=heroy, name="En til", language="nb")
    a_step(other, "arrival")
    set_by_itself(package=other, on=True, now=SINCE)
    anna = arrive("Anna", ARRIVED, date(2027, 1, 1))
    start = daily.start_campaign

    def start_or_not(*, step, **rest):
        if step == steps["arrival"]:
            raise NothingPublished
        return start(step=step, **rest)

    now = oslo(2027, 1, 10, 10)
    monkeypatch.setattr(daily, "start_campaign", start_or_not)
    assert send_due(now=now).sent == 1
    monkeypatch.setattr(daily, "start_campaign", start)
    assert send_due(now=now).sent == 1
    assert len(had(anna)) == 2
