"""A date keeps who it is: its row, address, sign-ups and counts, whatever is done to its series."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.dates import services
from events.dates.plan import Plan, Repeats, plan_of
from events.signals import dates_change_undone, dates_changed
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=timezone.get_fixed_timezone(0))
OSLO = ZoneInfo("Europe/Oslo")
TUESDAYS = Plan(date(2027, 1, 5), time(18), time(20), Repeats.WEEKLY, date(2027, 2, 2))
AT_SEVEN = Plan(date(2027, 1, 5), time(19), time(21), Repeats.WEEKLY, date(2027, 2, 2))
THURSDAYS = Plan(date(2027, 1, 7), time(18), time(20), Repeats.WEEKLY, date(2027, 2, 4))


@pytest.fixture
def event():
    """A public café on five Tuesdays at 18:00, from 5 January on."""
    event = factories.an_event(admission="sign_up")
    factories.a_series(
        event,
        now=NOW,
        first_date=TUESDAYS.first_date,
        start_time=time(18),
        recurrence=TUESDAYS.recurrence,
    )
    return event


@pytest.fixture
def told():
    """What the other rooms heard: (change id, [(what, date id)])."""
    heard = []

    def listen(sender, changes, change_id, **kwargs):
        heard.append((change_id, [(change.what, change.occurrence_id) for change in changes]))

    dates_changed.connect(listen)
    yield heard
    dates_changed.disconnect(listen)


def standing(event) -> list[str]:
    """Local times of what takes place, in order of the rows."""
    rows = event.occurrences.scheduled().order_by("starts_at")
    return [f"{each.starts_at.astimezone(OSLO):%m-%d %H:%M}" for each in rows]


def identities(event) -> list[tuple]:
    return list(event.occurrences.order_by("pk").values_list("pk", "public_id"))


def test_new_time_moves_the_rows_raises_their_sequence_and_is_told_once(event, organiser, told):
    before = identities(event)
    signups = [factories.a_signup(each) for each in event.occurrences.all()[:3]]
    services.reschedule(event=event, plan=AT_SEVEN, user=organiser, now=NOW)
    assert standing(event) == ["01-05 19:00", "01-12 19:00", "01-19 19:00", "01-26 19:00", "02-02 19:00"]
    assert identities(event) == before
    assert set(event.occurrences.values_list("sequence", flat=True)) == {1}
    for signup in signups:
        kept = type(signup).objects.select_related("occurrence").get(pk=signup.pk)
        assert kept.occurrence_id == signup.occurrence_id
        assert kept.expires_at == kept.occurrence.ends_at + timedelta(days=30)
    [(_change_id, changes)] = told
    assert changes == [("moved", pk) for pk, _public_id in before]


def test_new_weekday_moves_each_date_within_its_week(event, organiser):
    before = identities(event)
    services.reschedule(event=event, plan=THURSDAYS, user=organiser, now=NOW)
    assert standing(event) == ["01-07 18:00", "01-14 18:00", "01-21 18:00", "01-28 18:00", "02-04 18:00"]
    assert identities(event) == before


def test_every_second_week_cancels_the_weeks_between_and_back_again_brings_them_back(event, organiser, told):
    before = identities(event)
    biweekly = Plan(date(2027, 1, 5), time(18), time(20), Repeats.BIWEEKLY, date(2027, 2, 2))
    services.reschedule(event=event, plan=biweekly, user=organiser, now=NOW)
    assert standing(event) == ["01-05 18:00", "01-19 18:00", "02-02 18:00"]
    services.reschedule(event=event, plan=TUESDAYS, user=organiser, now=NOW)
    assert standing(event) == ["01-05 18:00", "01-12 18:00", "01-19 18:00", "01-26 18:00", "02-02 18:00"]
    assert identities(event) == before
    assert [changes for _id, changes in told] == [
        [("cancelled", before[1][0]), ("cancelled", before[3][0])],
        [("back", before[1][0]), ("back", before[3][0])],
    ]


def test_struck_date_is_not_carried_over_those_that_stay(event, organiser):
    """One is struck and the term grows by one: those who come on 19 January are not sent to February."""
    series = event.series.get()
    struck = event.occurrences.all()[2]
    signup = factories.a_signup(struck)
    series.recurrence = f"{series.recurrence.replace('20270202', '20270209')}\nEXDATE:20270119T180000"
    series.save()
    services.make_occurrences(series=series, now=NOW)
    struck.refresh_from_db()
    assert (struck.is_cancelled, struck.signups.get()) == (True, signup)
    assert standing(event) == ["01-05 18:00", "01-12 18:00", "01-26 18:00", "02-02 18:00", "02-09 18:00"]


def test_what_was_changed_alone_keeps_its_time_and_takes_the_new_slot(event, organiser):
    alone = event.occurrences.all()[1]
    services.move_date(
        occurrence=alone, starts_at=alone.starts_at + timedelta(days=1), user=organiser, now=NOW
    )
    services.reschedule(event=event, plan=AT_SEVEN, user=organiser, now=NOW)
    assert standing(event) == ["01-05 19:00", "01-13 18:00", "01-19 19:00", "01-26 19:00", "02-02 19:00"]
    assert services.extend_all(now=NOW) == 0


def test_date_that_has_ended_today_is_not_made_a_second_time(event, organiser):
    late = datetime(2027, 1, 12, 20, 0, tzinfo=OSLO)
    at_nine = Plan(date(2027, 1, 5), time(21), time(22), Repeats.WEEKLY, date(2027, 2, 2))
    services.reschedule(event=event, plan=at_nine, user=organiser, now=late)
    assert standing(event) == ["01-05 18:00", "01-12 18:00", "01-19 21:00", "01-26 21:00", "02-02 21:00"]
    assert services.extend_all(now=late) == 0


def test_date_under_way_is_not_moved(event, organiser):
    under_way = datetime(2027, 1, 12, 18, 30, tzinfo=OSLO)
    services.reschedule(event=event, plan=THURSDAYS, user=organiser, now=under_way)
    assert standing(event)[:4] == ["01-05 18:00", "01-12 18:00", "01-14 18:00", "01-21 18:00"]


def test_this_and_later_is_a_second_series_that_takes_the_rows_over(event, organiser, told):
    before = identities(event)
    third = event.occurrences.all()[2]
    later = Plan(date(2027, 1, 19), time(10), time(12), Repeats.WEEKLY, date(2027, 2, 9))
    services.change_from_here(occurrence=third, plan=later, user=organiser, now=NOW)
    assert standing(event) == [
        "01-05 18:00",
        "01-12 18:00",
        "01-19 10:00",
        "01-26 10:00",
        "02-02 10:00",
        "02-09 10:00",
    ]
    assert identities(event)[:5] == before
    first, second = event.series.order_by("pk")
    assert plan_of(first).until == date(2027, 1, 18)
    assert (first.occurrences.count(), second.occurrences.count()) == (2, 4)
    assert services.extend_all(now=NOW) == 0
    assert [changes for _id, changes in told] == [[("moved", pk) for pk, _public_id in before[2:]]]


def test_this_and_later_from_an_earlier_date_takes_over_what_followed(event, organiser):
    before = identities(event)
    rows = list(event.occurrences.all())
    later = Plan(date(2027, 1, 19), time(10), time(12), Repeats.WEEKLY, date(2027, 2, 2))
    services.change_from_here(occurrence=rows[2], plan=later, user=organiser, now=NOW)
    from_second = Plan(date(2027, 1, 14), time(17), time(18), Repeats.WEEKLY, date(2027, 2, 4))
    services.change_from_here(occurrence=rows[1], plan=from_second, user=organiser, now=NOW)
    assert standing(event) == ["01-05 18:00", "01-14 17:00", "01-21 17:00", "01-28 17:00", "02-04 17:00"]
    assert identities(event) == before
    assert services.extend_all(now=NOW) == 0


def test_this_and_later_from_the_first_date_divides_nothing(event, organiser):
    services.change_from_here(occurrence=event.occurrences.first(), plan=AT_SEVEN, user=organiser, now=NOW)
    assert event.series.count() == 1
    assert standing(event)[0] == "01-05 19:00"


def test_foresee_says_what_would_change_and_how_many_people_and_changes_nothing(event, organiser):
    rows = list(event.occurrences.all())
    factories.a_signup(rows[3], adults=2)
    factories.a_signup(rows[0])
    all_of_them = services.foresee(event=event, plan=AT_SEVEN, now=NOW)
    from_here = services.foresee(event=event, plan=AT_SEVEN, now=NOW, from_here=rows[2])
    assert [change.occurrence_id for change in from_here.changes] == [each.pk for each in rows[2:]]
    assert (all_of_them.people.parties, all_of_them.people.persons) == (2, 3)
    assert (from_here.people.parties, from_here.people.persons) == (1, 2)
    assert standing(event)[0] == "01-05 18:00"
    assert set(event.occurrences.values_list("sequence", flat=True)) == {0}


def snapshot(event) -> list[dict]:
    rows = event.occurrences.order_by("pk").values(
        "public_id", "series_id", "original_slot", "starts_at", "ends_at", "status", "is_edited", "venue_id"
    )
    return list(rows)


@pytest.mark.parametrize("kind", ["all", "from_here", "one", "fewer"])
def test_undo_puts_everything_back_and_withdraws_what_waits(event, organiser, kind):
    undone = []

    def listen(sender, change_id, **kwargs):
        undone.append(change_id)

    rows = list(event.occurrences.all())
    signup = factories.a_signup(rows[3])
    ends_at = rows[3].ends_at
    before, rule = snapshot(event), event.series.get().recurrence
    if kind == "all":
        services.reschedule(event=event, plan=AT_SEVEN, user=organiser, now=NOW)
    elif kind == "fewer":
        shorter = Plan(date(2027, 1, 5), time(18), time(20), Repeats.WEEKLY, date(2027, 1, 19))
        services.reschedule(event=event, plan=shorter, user=organiser, now=NOW)
    elif kind == "from_here":
        later = Plan(date(2027, 1, 19), time(10), time(12), Repeats.WEEKLY, date(2027, 3, 9))
        services.change_from_here(occurrence=rows[2], plan=later, user=organiser, now=NOW)
    else:
        moved = rows[3].starts_at + timedelta(hours=2)
        services.move_date(occurrence=rows[3], starts_at=moved, user=organiser, now=NOW)
    change = services.last_change(event)
    dates_change_undone.connect(listen)
    try:
        services.undo(change_id=change.pk, user=organiser, now=NOW + timedelta(minutes=1))
    finally:
        dates_change_undone.disconnect(listen)
    assert snapshot(event) == before
    assert event.series.get().recurrence == rule
    assert undone == [change.pk]
    signup.refresh_from_db()
    assert signup.expires_at == ends_at + timedelta(days=30)
    with pytest.raises(services.CannotUndoError):
        services.undo(change_id=change.pk, user=organiser, now=NOW + timedelta(minutes=1))


def test_undo_is_refused_when_something_was_changed_since(event, organiser):
    row = event.occurrences.first()
    services.note_date(occurrence=row, note="Ta med sokker", user=organiser, now=NOW)
    first = services.last_change(event)
    services.cancel_date(occurrence=row, user=organiser, now=NOW + timedelta(seconds=1))
    with pytest.raises(services.CannotUndoError):
        services.undo(change_id=first.pk, user=organiser, now=NOW + timedelta(minutes=1))


def test_late_undo_cancels_what_was_public_meanwhile(event, organiser):
    longer = Plan(date(2027, 1, 5), time(18), time(20), Repeats.WEEKLY, date(2027, 2, 9))
    services.reschedule(event=event, plan=longer, user=organiser, now=NOW)
    services.undo(change_id=services.last_change(event).pk, user=organiser, now=NOW + timedelta(minutes=10))
    assert event.occurrences.last().is_cancelled
    assert standing(event)[-1] == "02-02 18:00"


def test_undo_brings_removed_drafts_back_with_their_address(event, organiser):
    event.live = False
    event.save()
    event.occurrences.update(is_public=False, was_public=False)
    before = set(event.occurrences.values_list("public_id", "starts_at"))
    shorter = Plan(date(2027, 1, 5), time(18), time(20), Repeats.WEEKLY, date(2027, 1, 19))
    services.reschedule(event=event, plan=shorter, user=organiser, now=NOW)
    assert event.occurrences.count() == 3
    services.undo(change_id=services.last_change(event).pk, user=organiser, now=NOW)
    assert set(event.occurrences.values_list("public_id", "starts_at")) == before


def test_500_dates_are_changed_in_a_few_statements(organiser):
    event = factories.an_event(admission="sign_up")
    series = factories.a_series(
        event,
        now=NOW,
        first_date=date(2027, 1, 5),
        recurrence="RRULE:FREQ=DAILY;UNTIL=20280518T235959",
    )
    assert series.occurrences.count() == 500
    for each in series.occurrences.all()[:3]:
        factories.a_signup(each)
    daily = Plan(
        date(2027, 1, 5),
        time(19),
        time(22),
        Repeats.WEEKLY,
        date(2028, 5, 18),
        weekdays=(0, 1, 2, 3, 4, 5, 6),
    )
    with CaptureQueriesContext(connection) as asked:
        services.reschedule(event=event, plan=daily, user=organiser, now=NOW)
    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    # However many dates and people: seventeen are of the rooms that ask, tell, lend, keep and write.
    assert len(statements) <= 33
    assert series.occurrences.filter(sequence=1).count() == 500
