"""Dates are made once, follow the rule, and keep what somebody depends on."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from structlog.testing import capture_logs

from events.dates import services
from events.dates.plan import plan_of
from events.dates.rule import rule
from events.models import Occurrence, Series
from events.signals import dates_changed
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=timezone.get_fixed_timezone(0))


def weekly(until: date) -> str:
    return rule(frequency="WEEKLY", interval=1, until=datetime.combine(until, time.max))


@pytest.fixture
def series():
    event = factories.an_event()
    return Series.objects.create(
        event=event,
        first_date=date(2027, 1, 5),
        start_time=time(18),
        duration=timedelta(hours=2),
        recurrence=weekly(date(2027, 2, 2)),
    )


def test_make_occurrences_is_idempotent(series):
    assert services.make_occurrences(series=series, now=NOW).made == 5
    assert services.make_occurrences(series=series, now=NOW).made == 0
    assert series.occurrences.count() == 5


def test_make_occurrences_cancels_what_the_rule_no_longer_gives_and_brings_it_back(series):
    services.make_occurrences(series=series, now=NOW)
    for until, standing in ((date(2027, 1, 19), 3), (date(2027, 2, 2), 5)):
        series.recurrence = weekly(until)
        series.save()
        result = services.make_occurrences(series=series, now=NOW)
        assert (result.made, result.removed, result.kept, series.occurrences.count()) == (0, 0, [], 5)
        assert series.occurrences.scheduled().count() == standing


def test_make_occurrences_removes_what_nobody_has_seen(series):
    series.event.live = False
    series.event.save()
    services.make_occurrences(series=series, now=NOW)
    factories.a_headcount(series.occurrences.last())
    series.recurrence = weekly(date(2027, 1, 19))
    series.save()
    assert services.make_occurrences(series=series, now=NOW).removed == 1
    assert [each.is_cancelled for each in series.occurrences.all()] == [False, False, False, True]


def test_make_occurrences_leaves_the_past_alone(series):
    services.make_occurrences(series=series, now=NOW)
    series.start_time = time(17)
    series.save()
    later = datetime(2027, 1, 20, tzinfo=NOW.tzinfo)
    services.make_occurrences(series=series, now=later)
    hours = [timezone.localtime(date.starts_at).hour for date in series.occurrences.all()]
    assert hours == [18, 18, 18, 17, 17]


def test_make_occurrences_follows_a_new_length(series):
    services.make_occurrences(series=series, now=NOW)
    series.duration = timedelta(hours=3)
    series.save()
    services.make_occurrences(series=series, now=NOW)
    assert {date.ends_at - date.starts_at for date in series.occurrences.all()} == {timedelta(hours=3)}


def test_extend_all_reaches_live_series_only(series):
    draft = factories.an_event(live=False, organisation=series.event.organisation)
    Series.objects.create(
        event=draft,
        first_date=date(2027, 1, 5),
        start_time=time(18),
        duration=timedelta(hours=1),
        recurrence=weekly(date(2027, 2, 2)),
    )
    assert services.extend_all(now=NOW) == 5


def many_series(number: int, event) -> None:
    Series.objects.bulk_create(
        Series(
            event=event,
            first_date=date(2027, 1, 5),
            start_time=time(18),
            duration=timedelta(hours=1),
            recurrence=weekly(date(2027, 1, 26)),
        )
        for _ in range(number)
    )


def test_nightly_job_takes_a_few_statements_for_a_thousand_series():
    event = factories.an_event()
    many_series(1000, event)
    for made in (4000, 0):
        with CaptureQueriesContext(connection) as asked:
            assert services.extend_all(now=NOW) == made
        assert len(asked) <= 20
    assert event.occurrences.count() == 4000


def test_nightly_job_logs_a_broken_rule_and_makes_the_others():
    event = factories.an_event()
    many_series(3, event)
    broken = event.series.order_by("pk")[1]
    broken.recurrence = "RRULE:FREQ=SOMETIMES"
    broken.save()
    with capture_logs() as logs:
        assert services.extend_all(now=NOW) == 8
    assert [(entry["event"], entry["series"]) for entry in logs] == [("broken_rule", broken.pk)]


def test_cancelled_once_more_with_another_reason_has_that_reason(organiser):
    date = factories.an_occurrence()
    now = timezone.now()
    assert services.cancel_date(occurrence=date, user=organiser, reason="Kari er syk", now=now)
    assert not services.cancel_date(occurrence=date, user=organiser, now=now)
    assert not services.cancel_date(occurrence=date, user=organiser, reason=" Kari er syk ", now=now)
    assert services.cancel_date(occurrence=date, user=organiser, reason="Ferja går ikke", now=now)
    date.refresh_from_db()
    assert (date.status, date.reason) == ("cancelled", "Ferja går ikke")


def test_cancel_date_happens_once_and_tells_who_listens(organiser):
    date = factories.an_occurrence()
    told = []

    def listen(sender, changes, **kwargs):
        told.extend(changes)

    dates_changed.connect(listen)
    try:
        now = timezone.now()
        assert services.cancel_date(occurrence=date, user=organiser, now=now, reason="Kari er syk")
        assert not services.cancel_date(occurrence=date, user=organiser, now=now)
    finally:
        dates_changed.disconnect(listen)
    assert [(change.occurrence_id, change.what, change.reason) for change in told] == [
        (date.pk, "cancelled", "Kari er syk")
    ]


def test_upcoming_date_is_one_that_has_not_ended():
    now = timezone.now()
    running = factories.an_occurrence(starts_at=now - timedelta(hours=1))
    factories.an_occurrence(running.event, starts_at=now - timedelta(hours=3))
    assert list(Occurrence.objects.upcoming(now)) == [running]


@pytest.mark.parametrize("needed", [True, False])
def test_undo_of_a_division_knows_what_the_nightly_job_has_made_since(organiser, needed):
    """A date with a sign-up keeps it, and nothing is undone; one that nobody needs goes with its series."""
    event, now = factories.an_event(admission="sign_up"), NOW
    series = factories.a_series(
        event, now=now, first_date=date(2027, 1, 5), recurrence="RRULE:FREQ=WEEKLY;INTERVAL=1"
    )
    fourth = event.occurrences.order_by("starts_at")[3]
    plan = replace(plan_of(series), start_time=time(19, 0)).settled()
    change = services.change_from_here(occurrence=fourth, plan=plan, user=organiser, now=now).change
    there = set(event.occurrences.values_list("pk", flat=True))
    later = now + timedelta(days=8)
    services.extend_all(now=later)
    made = event.occurrences.exclude(pk__in=there).get()
    if needed:
        signup = factories.a_signup(made)
        with pytest.raises(services.CannotUndoError):
            services.undo(change_id=change.pk, user=organiser, now=later)
        signup.refresh_from_db()
        assert signup.occurrence == made
        assert event.series.count() == 2
    else:
        services.undo(change_id=change.pk, user=organiser, now=later)
        assert event.series.get() == series
        assert not event.occurrences.filter(pk=made.pk).exists()
