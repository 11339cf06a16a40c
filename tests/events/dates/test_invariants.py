"""What no edit may break, whatever the rule: hypothesis looks for the one that does."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.dates import services
from events.dates.plan import Plan, Repeats
from events.dates.rule import horizon, slots
from events.exchange.calendar import uid
from events.models import Event, Series
from events.signups.models import Signup
from tests import factories
from tests.proving import rounds

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
EXAMPLES = settings(
    max_examples=rounds(short=12, whole=400),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

days = st.dates(date(2027, 1, 5), date(2027, 3, 31))
# Clear of the hour that comes twice and the one that does not come.
hours = st.sampled_from([time(0, 30), time(10), time(18), time(19, 15), time(23)])
repeats = st.sampled_from([Repeats.ONCE, Repeats.WEEKLY, Repeats.BIWEEKLY, Repeats.MONTHLY])


@st.composite
def plans(draw) -> Plan:
    first, how = draw(days), draw(repeats)
    start = draw(hours)
    end = (datetime.combine(first, start) + draw(st.sampled_from([1, 2, 3])) * timedelta(hours=1)).time()
    if how == Repeats.ONCE:
        return Plan(first, start, end).settled()
    until = first + timedelta(days=draw(st.integers(7, 120)))
    rests = {"rests_at_holidays": draw(st.booleans()), "rests_in_summer": draw(st.booleans())}
    return Plan(first, start, end, how, until, **rests).settled()


edits = st.lists(
    st.one_of(
        st.tuples(st.just("all"), plans()),
        st.tuples(st.just("from_here"), plans(), st.integers(0, 30)),
        st.tuples(st.just("move"), st.integers(0, 30), st.integers(-50, 90)),
        st.tuples(st.just("cancel"), st.integers(0, 30)),
        st.tuples(st.just("undo")),
    ),
    min_size=1,
    max_size=5,
)


def do(event: Event, edit: tuple, *, now: datetime) -> None:
    """One edit, as an organiser makes it; what the services refuse is refused."""
    rows = list(event.occurrences.filter(ends_at__gt=now).order_by("starts_at", "pk"))
    kind, *rest = edit
    if kind == "all":
        services.reschedule(event=event, plan=rest[0], user=None, now=now)
    elif kind == "undo":
        if change := services.last_change(event):
            # Late: who has read of a date meanwhile finds it.
            services.undo(change_id=change.pk, user=None, now=now + timedelta(minutes=5))
    elif rows and kind == "from_here":
        services.change_from_here(occurrence=rows[rest[1] % len(rows)], plan=rest[0], user=None, now=now)
    elif rows and kind == "move":
        row = rows[rest[0] % len(rows)]
        moved = row.starts_at + timedelta(hours=rest[1])
        services.move_date(occurrence=row, starts_at=moved, user=None, now=now)
    elif rows and kind == "cancel":
        services.cancel_date(occurrence=rows[rest[0] % len(rows)], user=None, now=now)


def made(plan: Plan) -> Event:
    event = factories.an_event(admission="sign_up")
    series = plan.apply_to(Series(event=event))
    series.save()
    services.make_occurrences(series=series, now=NOW)
    return event


@EXAMPLES
@given(plan=plans(), changes=edits, taken=st.sets(st.integers(0, 20), max_size=4))
def test_no_edit_loses_a_date_a_sign_up_or_an_address(plan, changes, taken):
    with transaction.atomic():
        event = made(plan)
        rows = list(event.occurrences.all())
        signups = {factories.a_signup(rows[n]).pk: rows[n].pk for n in taken if n < len(rows)}
        known = {row.pk: (row.public_id, uid(row), row.sequence) for row in rows}
        for number, edit in enumerate(changes):
            with suppress(services.CannotUndoError, ValueError, services.DateIsOverError):
                do(event, edit, now=NOW + timedelta(hours=number))
            for row in event.occurrences.all():
                public_id, its_uid, sequence = known.get(row.pk, (row.public_id, uid(row), row.sequence))
                assert (row.public_id, uid(row)) == (public_id, its_uid)
                assert row.sequence >= sequence
                known[row.pk] = (row.public_id, uid(row), row.sequence)
            assert set(event.occurrences.values_list("pk", flat=True)) == set(known)
        left = {row.pk: row.occurrence_id for row in Signup.objects.filter(occurrence__event=event)}
        assert left == signups
        _made_again(event, now=NOW + timedelta(hours=len(changes)))
        transaction.set_rollback(True)


def _made_again(event: Event, *, now: datetime) -> None:
    """Making dates again changes nothing, one series at a time or all in the nightly job."""
    before = list(event.occurrences.order_by("pk").values())
    for series in event.series.all():
        services.make_occurrences(series=series, now=now)
    assert services.extend_all(now=now) == 0
    assert list(event.occurrences.order_by("pk").values()) == before


@EXAMPLES
@given(plan=plans())
def test_time_on_the_wall_survives_both_changes_of_the_clock(plan):
    series = plan.apply_to(Series())
    for slot in slots(series, until=horizon(NOW)):
        start, end = slot.starts_at.astimezone(OSLO), slot.ends_at.astimezone(OSLO)
        assert start.time() == plan.start_time
        assert end.time() == plan.end_time
        assert start.weekday() == plan.first_date.weekday()


@EXAMPLES
@given(first=st.dates(date(2027, 1, 29), date(2027, 6, 30)).filter(lambda day: day.day > 28))
def test_fifth_weekday_of_a_month_is_its_last(first):
    plan = Plan(first, time(18), time(20), Repeats.MONTHLY, first + timedelta(days=365)).settled()
    given_ = [start.date() for start in plan.starts(now=NOW)]
    assert given_[0] == first
    for day in given_:
        assert day.weekday() == first.weekday()
        assert (day + timedelta(days=7)).month != day.month
    months = {(day.year, day.month) for day in given_}
    assert len(months) == len(given_) >= 12


def test_29_february_is_a_day_of_its_own():
    weekly = Plan(date(2028, 2, 1), time(18), time(20), Repeats.WEEKLY, date(2028, 3, 14)).settled()
    found = [start.date() for start in weekly.starts(now=datetime(2028, 1, 1, tzinfo=UTC))]
    assert date(2028, 2, 29) in found
    assert found[found.index(date(2028, 2, 29)) + 1] == date(2028, 3, 7)


def test_rule_without_an_end_stops_at_the_horizon_and_the_nightly_job_goes_on():
    event = made(Plan(date(2027, 1, 5), time(18), time(20), Repeats.WEEKLY, None).settled())
    assert event.occurrences.last().starts_at <= horizon(NOW)
    assert event.occurrences.last().starts_at > horizon(NOW) - timedelta(days=7)
    later = NOW + timedelta(days=28)
    assert services.extend_all(now=later) == 4
    assert event.occurrences.last().starts_at <= horizon(later)
